import Bytes
import Cryptography
public import DCQL
public import JSON
public import Rules

extension TransactionData {
    /// The most entries that a person is asked to look through.
    public static let limitEntries = 16
    /// The most characters of one entry.
    static let limitCharacters = 65_536

    enum Member: String {
        case type
        case credentialIDs = "credential_ids"
        case hashAlgorithms = "transaction_data_hashes_alg"
        case payload
    }

    /// Writes an entry on the verifier's side: once, and from then on it is that text (TXD-07).
    public static func encoded(_ object: JSONObject) -> String {
        Base64URL.encode(JSONValue.object(object).serialized())
    }

    /// Reads the member `transaction_data`; one entry that is not understood refuses all (TXD-02).
    ///
    /// - Parameters:
    ///   - json: the member, unchecked.
    ///   - query: the query of the same request.
    ///   - registry: the types that are understood.
    ///   - time: the moment of the check; nil for what was sent before, whose times were checked then.
    /// - Throws: the fault that refuses the request.
    public static func entries(
        _ json: JSONValue, query: DCQLQuery, registry: TransactionDataRegistry = .standard, at time: UnixTime?
    ) throws(TransactionDataFault) -> [TransactionData] {
        guard let values = json.array, !values.isEmpty else { throw .notAList(found: json.kind) }
        guard values.count <= limitEntries else { throw .tooMany(count: values.count, limit: limitEntries) }
        var entries: [TransactionData] = []
        for (index, value) in values.enumerated() {
            let entry = try TransactionData(value, index, registry, at: time)
            guard !entries.contains(where: { haveSameBytes($0.sent, entry.sent) }) else {
                throw .repeated(entry: index)
            }
            for id in entry.credentialIDs {
                guard let asked = query.credential(id) else { throw .unknownCredential(entry: index, id: id) }
                guard asked.requiresHolderBinding else { throw .withoutHolderBinding(entry: index, id: id) }
            }
            entries.append(entry)
        }
        // Whatever the person chooses, it must be possible to sign (TXD-06).
        _ = try TransactionDataAssignment(entries, to: query.credentials.map(\.id))
        return entries
    }

    /// What each entry calls its type, and which queries it names; what is not understood is passed over.
    static func outline(_ json: JSONValue) -> [(type: String, queryIDs: [String])] {
        (json.array ?? []).prefix(limitEntries).enumerated().compactMap { index, value in
            guard let sent = value.string, let object = try? object(sent, index),
                let type = object[Member.type.rawValue]?.string
            else { return nil }
            return (type, object[Member.credentialIDs.rawValue]?.array?.compactMap(\.string) ?? [])
        }
    }

    private init(
        _ json: JSONValue, _ index: Int, _ registry: TransactionDataRegistry, at time: UnixTime?
    ) throws(TransactionDataFault) {
        guard let sent = json.string else { throw .malformed(entry: index, problem: "is no string") }
        let object = try Self.object(sent, index)
        guard let name = object[Member.type.rawValue]?.string else {
            throw .malformed(entry: index, problem: "has no string type")
        }
        let ids = object[Member.credentialIDs.rawValue]?.array ?? []
        credentialIDs = ids.compactMap(\.string)
        guard !ids.isEmpty, credentialIDs.count == ids.count else {
            throw .malformed(entry: index, problem: "has no credential_ids, or one that is no string")
        }
        for (place, id) in credentialIDs.enumerated()
        where credentialIDs[..<place].contains(where: { haveSameBytes($0, id) }) {
            throw .malformed(entry: index, problem: "names a credential twice in credential_ids")
        }
        guard let type = registry.type(named: name) else { throw .unknownType(entry: index, type: name) }
        for name in object.names where Member(rawValue: name) == nil {
            throw .unknownField(entry: index, field: name)
        }
        let algorithms = object[Member.hashAlgorithms.rawValue]
        hashAlgorithms = try Self.algorithms(algorithms, type, index)
        namesHashAlgorithms = algorithms != nil
        content = try type.content(
            try TransactionFields(
                object[Member.payload.rawValue], path: Member.payload.rawValue, entry: index, at: time), registry)
        (self.sent, self.type, schema, needsAuthentication) = (
            sent, type.name, type.schema, type.authentication == .strong
        )
    }

    private static func object(_ sent: String, _ index: Int) throws(TransactionDataFault) -> JSONObject {
        guard sent.utf8.count <= limitCharacters else {
            throw .malformed(entry: index, problem: "has more than \(limitCharacters) characters")
        }
        guard let bytes = try? Base64URL.decode(sent) else {
            throw .malformed(entry: index, problem: "is not base64url without padding")
        }
        guard let json = try? JSONValue(parsing: bytes) else {
            throw .malformed(entry: index, problem: "holds no JSON")
        }
        guard let object = json.object else { throw .malformed(entry: index, problem: "holds \(json.kind.phrase)") }
        return object
    }

    private static func algorithms(
        _ json: JSONValue?, _ type: TransactionDataType, _ index: Int
    ) throws(TransactionDataFault) -> [HashAlgorithm] {
        func fault(_ problem: String) -> TransactionDataFault {
            .field(rule: "TXD-04", entry: index, field: Member.hashAlgorithms.rawValue, problem: problem)
        }
        guard let json else {
            if type.hashAlgorithms == .required { throw fault("is missing") }
            return [.sha256]
        }
        let values = json.array ?? []
        let names = values.compactMap(\.string)
        guard !values.isEmpty, names.count == values.count else { throw fault("must be a non-empty array of strings") }
        return names.compactMap(HashAlgorithm.init(rawValue:))
    }
}
