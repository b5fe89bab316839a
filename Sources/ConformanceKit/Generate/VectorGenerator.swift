import Cryptography
public import JSON
import Rules

/// Writes the vector files that are our own, the same bytes every time.
///
/// A negative vector is made by taking something right and breaking one thing in it, with the expected code beside it. The
/// outputs of the positive ones are written by hand, not computed by the code that they test.
public enum VectorGenerator {
    /// All generated files, by their paths below `vectors/`.
    ///
    /// - Throws: `notGenerated` when a fixed key does not sign, which does not happen.
    public static func files() throws(ConformanceError) -> [(path: String, content: JSONValue)] {
        do {
            let cast = try VectorCast()
            let post = try PostCast(cast: cast)
            return [
                ("jws/verify.json", file("jws", try JWSVectors(cast: cast).groups())),
                ("jwe/decrypt.json", file("jwe", try JWEVectors(cast: cast).groups())),
                ("sdjwt/verify.json", file("sdjwt", try SDJWTVectors(cast: cast).groups())),
                ("sdjwt/jsonform.json", file("sdjwt", try JSONFormVectors(cast: cast).groups())),
                ("sdjwt/keybinding.json", file("sdjwt", try KeyBindingVectors(cast: cast).groups())),
                ("sdjwt/issue.json", file("sdjwt", IssueVectors(cast: cast).groups())),
                ("sdjwtvc/verify.json", file("sdjwtvc", try CredentialVectors(post: post).groups())),
                ("typemetadata/types.json", file("typemetadata", TypeVectors().groups())),
                ("lote/read.json", file("lote", try TrustListVectors(cast: cast).groups())),
                ("openid4vp/request.json", file("openid4vp", try RequestVectors(post: post).groups())),
                ("openid4vp/response.json", file("openid4vp", try ResponseVectors(post: post).groups())),
            ]
        } catch let error as any RuleError {
            throw .notGenerated(error.refusal)
        } catch {
            throw .notGenerated(Refusal("SEC-37", "not_generated", "\(error)", hint: "mend the generator"))
        }
    }

    /// The same files as bytes.
    ///
    /// - Throws: as `files()`.
    public static func texts() throws(ConformanceError) -> [(path: String, bytes: [UInt8])] {
        try files().map { ($0.path, Array(($0.content.prettyText() + "\n").utf8)) }
    }

    private static func file(_ suite: String, _ groups: [VectorGroup]) -> JSONValue {
        [
            "schema": 1, "suite": .string(suite), "source": "own, written by VectorGenerator; keys are public",
            "groups": .array(groups.map(\.json)),
        ]
    }
}
