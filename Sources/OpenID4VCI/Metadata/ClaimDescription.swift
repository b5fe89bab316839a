public import CredentialModel
public import JSON

/// What an issuer says about one claim of its credentials: where it stands, whether it is always there, what it is called.
///
/// Source: OpenID4VCI 1.0 appendix B (CLAIM-01…04).
public struct ClaimDescription: Sendable, Hashable {
    /// Where the claim stands in the credential.
    public let path: ClaimPath
    /// Whether the issuer always includes it.
    public let isMandatory: Bool
    /// What it is called.
    public let display: [LocalizedDisplay]

    /// Describes a claim, on the issuer's side.
    public init(path: ClaimPath, isMandatory: Bool, display: [LocalizedDisplay]) {
        (self.path, self.isMandatory, self.display) = (path, isMandatory, display)
    }

    /// Reads the member `claims` of a configuration.
    ///
    /// - Parameter entries: the elements of the array, in display order.
    /// - Throws: `claims` when one entry is malformed or two contradict each other; the caller then goes on without the list.
    public static func list(_ entries: [JSONValue]) throws(OpenID4VCIError) -> [ClaimDescription] {
        guard !entries.isEmpty else { throw .claims(.empty) }
        guard entries.count <= limit else { throw .claims(.tooMany(count: entries.count, limit: limit)) }
        var claims: [ClaimDescription] = []
        for (position, entry) in entries.enumerated() {
            guard let json = entry["path"], let path = try? ClaimPath(json: json) else {
                throw .claims(.malformed(position: position))
            }
            let mandatory = entry["mandatory"]
            guard mandatory == nil || mandatory?.bool != nil else { throw .claims(.malformed(position: position)) }
            claims.append(
                ClaimDescription(
                    path: path, isMandatory: mandatory?.bool ?? false, display: LocalizedDisplay.list(entry["display"]))
            )
        }
        try checkAgreement(claims.map(\.path))
        return claims
    }

    /// The object as it stands in metadata.
    public var json: JSONValue {
        var object = JSONObject([("path", path.json)])
        if isMandatory { object["mandatory"] = true }
        if !display.isEmpty { object["display"] = .array(display.map(\.json)) }
        return .object(object)
    }

    /// Refuses two paths that describe the same claim, or read one node as two different things (CLAIM-02).
    static func checkAgreement(_ paths: [ClaimPath]) throws(OpenID4VCIError) {
        for (second, path) in paths.enumerated() {
            for first in 0..<second {
                guard let conflict = conflict(paths[first].components, path.components) else { continue }
                throw .claims(.contradiction(conflict, first: first, second: second))
            }
        }
    }

    private static func conflict(
        _ left: [ClaimPathComponent], _ right: [ClaimPathComponent]
    ) -> ClaimListFault.Contradiction? {
        for (one, other) in zip(left, right) {
            switch (one, other) {
            case (.name(let one), .name(let other)):
                guard one.utf8.elementsEqual(other.utf8) else { return nil }
            case (.index(let one), .index(let other)):
                guard one == other else { return nil }
            case (.all, .all): continue
            case (.all, .index), (.index, .all): return .allAndIndex
            case (.name, _), (_, .name): return .objectAndArray
            }
        }
        return left.count == right.count ? .twice : nil
    }

    private static let limit = 256
}
