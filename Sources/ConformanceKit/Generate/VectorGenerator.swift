public import Cryptography
public import JSON

/// Writes the vector files that are our own, the same bytes every time.
///
/// A negative vector is made by taking something right and breaking one thing in it, with the expected code beside it. The
/// outputs of the positive ones are written by hand, not computed by the code that they test.
public enum VectorGenerator {
    /// All generated files, by their paths below `vectors/`.
    ///
    /// - Throws: when a fixed key does not sign, which does not happen.
    public static func files() throws(CryptographyError) -> [(path: String, content: JSONValue)] {
        let cast = try VectorCast()
        return [
            ("jws/verify.json", file("jws", try JWSVectors(cast: cast).groups())),
            ("sdjwt/verify.json", file("sdjwt", try SDJWTVectors(cast: cast).groups())),
            ("sdjwt/keybinding.json", file("sdjwt", try KeyBindingVectors(cast: cast).groups())),
            ("sdjwt/issue.json", file("sdjwt", IssueVectors(cast: cast).groups())),
        ]
    }

    /// The same files as bytes.
    ///
    /// - Throws: as `files()`.
    public static func texts() throws(CryptographyError) -> [(path: String, bytes: [UInt8])] {
        try files().map { ($0.path, Array(($0.content.prettyText() + "\n").utf8)) }
    }

    private static func file(_ suite: String, _ groups: [VectorGroup]) -> JSONValue {
        [
            "schema": 1, "suite": .string(suite), "source": "own, written by VectorGenerator; keys are public",
            "groups": .array(groups.map(\.json)),
        ]
    }
}
