import Bytes
public import JSON
import Rules

/// What a verifier attaches about itself, each piece in a format of its own.
///
/// Source: OpenID4VP 1.0 §5.1, §5.11 (REQ-15).
public struct VerifierInfo: Sendable {
    /// The most pieces that are read.
    static let limitEntries = 16

    /// One piece.
    public struct Entry: Sendable {
        /// Its format; unknown ones are ignored.
        public let format: String
        /// What it holds, by its format.
        public let data: JSONValue
        /// The credential queries that it speaks of; nil for all.
        public let credentialIDs: [String]?
    }

    /// The pieces, in their order; not empty.
    public let entries: [Entry]

    /// Reads the parameter.
    ///
    /// - Parameter queryIDs: the credential queries that a piece may speak of.
    /// - Throws: `member`.
    init(_ json: JSONValue, queryIDs: [String]) throws(OpenID4VPError) {
        func refused(_ problem: String) -> OpenID4VPError {
            .member(rule: "REQ-15", name: "verifier_info", problem: problem)
        }
        guard let values = json.array, !values.isEmpty else { throw refused("must be an array with an entry") }
        guard values.count <= Self.limitEntries else { throw refused("has more than \(Self.limitEntries) entries") }
        var entries: [Entry] = []
        for value in values {
            guard let format = value["format"]?.string, let data = value["data"],
                data.string != nil || data.object != nil
            else { throw refused("has an entry without format, or whose data is neither text nor object") }
            var ids: [String]?
            if let list = value["credential_ids"] {
                let texts = list.array?.compactMap(\.string) ?? []
                guard !texts.isEmpty, texts.count == list.array?.count,
                    texts.allSatisfy({ id in queryIDs.contains { haveSameBytes($0, id) } })
                else { throw refused("names credential_ids that the query does not have") }
                ids = texts
            }
            entries.append(Entry(format: format, data: data, credentialIDs: ids))
        }
        self.entries = entries
    }
}
