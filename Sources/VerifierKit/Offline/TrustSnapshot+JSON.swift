import Bytes
import Certificates
import JOSE
import JSON
import Rules
import TokenStatusList
import Trust

/// The content of a snapshot; docs/trust.md shows one.
extension TrustSnapshot {
    static let version: JSONValue = 1

    private enum Member: String, CaseIterable {
        case version, created, trust
        case lists = "status_lists"
        case documents = "type_metadata"
        case issuerKeys = "issuer_keys"
        case revocationLists = "revocation_lists"
    }

    private enum Part {
        static let entries = "entries"
        static let blocked = "blocked"
        static let uri = "uri"
        static let token = "token"
        static let type = "vct"
        static let document = "document"
        static let revocationList = "crl"
        static let issuer = "iss"
        static let keys = "jwks"
    }

    /// Writes the content.
    var json: JSONObject {
        var trusted: JSONObject = [
            Part.entries: .array(
                trust.entries.map { .object($0.json(anchors: $0.anchors.map { Base64.encode($0.der) })) }),
            Part.blocked: .object(TrustBlock.json(of: trust.blocks)),
        ]
        trustTimes.write(to: &trusted)
        let lists = lists.map { list -> JSONValue in
            var json: JSONObject = [
                Part.uri: .string(list.uri), Part.token: .string(StatusListText.text(of: list.token)),
            ]
            list.times.write(to: &json)
            return .object(json)
        }
        let documents = documents.map { document -> JSONValue in
            var json: JSONObject = [
                Part.type: .string(document.type), Part.document: .string(Base64URL.encode(document.bytes)),
            ]
            document.times.write(to: &json)
            return .object(json)
        }
        let issuerKeys = issuerKeys.map { issuer -> JSONValue in
            var json: JSONObject = [Part.issuer: .string(issuer.issuer), Part.keys: .object(issuer.keys.json)]
            issuer.times.write(to: &json)
            return .object(json)
        }
        let members: [(Member, JSONValue)] = [
            (.version, Self.version), (.created, .string(created.description)), (.trust, .object(trusted)),
            (.lists, .array(lists)), (.documents, .array(documents)), (.issuerKeys, .array(issuerKeys)),
            (.revocationLists, .array(revocationLists.map { Self.json(of: $0) })),
        ]
        return JSONObject(members.map { ($0.0.rawValue, $0.1) })
    }

    /// Reads content whose signature was checked.
    ///
    /// - Throws: `badSnapshot`, `trust`.
    init(_ json: JSONObject) throws(VerifierKitError) {
        guard json[Member.version.rawValue] == Self.version else { throw .badSnapshot(problem: "is not of version 1") }
        try Self.refuseOthers(than: Member.allCases.map(\.rawValue), in: json, "snapshot")
        guard let created = json[Member.created.rawValue]?.string.flatMap(UnixTime.init(rfc3339:)) else {
            throw .badSnapshot(problem: "has no time in created")
        }
        guard let trusted = json[Member.trust.rawValue]?.object else {
            throw .badSnapshot(problem: "has no trust data")
        }
        let lists = try Self.pieces(.lists, json, [Part.uri, Part.token]) { json, times throws(VerifierKitError) in
            guard let token = StatusListText.token(of: try Self.text(Part.token, json)) else {
                throw .badSnapshot(problem: "has a status list that is neither a JWT nor base64")
            }
            return List(uri: try Self.text(Part.uri, json), token: token, times: times)
        }
        let documents = try Self.pieces(.documents, json, [Part.type, Part.document]) {
            json, times throws(VerifierKitError) in
            guard let bytes = try? Base64URL.decode(try Self.text(Part.document, json)) else {
                throw .badSnapshot(problem: "has a document that is not base64url")
            }
            return Document(type: try Self.text(Part.type, json), bytes: bytes, times: times)
        }
        let issuerKeys = try Self.pieces(.issuerKeys, json, [Part.issuer, Part.keys]) {
            json, times throws(VerifierKitError) in
            guard let keys = json[Part.keys], let set = try? JWKSet(keys) else {
                throw .badSnapshot(problem: "has keys of an issuer that are no JWK set")
            }
            return IssuerKeys(issuer: try Self.text(Part.issuer, json), keys: set, times: times)
        }
        for (index, list) in lists.enumerated() where lists[..<index].contains(where: { $0.uri == list.uri }) {
            throw .badSnapshot(problem: "has two status lists of one address")
        }
        self.init(
            created: created, trust: try Self.store(trusted),
            trustTimes: try SnapshotTimes(trusted, of: "trust data"), lists: lists, documents: documents,
            issuerKeys: issuerKeys, revocationLists: try Self.revocationLists(json))
    }

    private static func json(of kept: KeptRevocationList) -> JSONValue {
        var json: JSONObject = [Part.revocationList: .string(Base64.encode(kept.list.der))]
        json[Part.uri] = kept.uri.map(JSONValue.string)
        return .object(json)
    }

    /// A list says itself when it was issued and for how long it is used.
    private static func revocationLists(_ json: JSONObject) throws(VerifierKitError) -> [KeptRevocationList] {
        let name = Member.revocationLists.rawValue
        guard let elements = json[name]?.array else { throw .badSnapshot(problem: "has no \(name)") }
        var lists: [KeptRevocationList] = []
        for element in elements {
            guard let object = element.object else {
                throw .badSnapshot(problem: "has an element of \(name) that is no JSON object")
            }
            try refuseOthers(than: [Part.revocationList, Part.uri], in: object, name)
            guard let der = try? Base64.decode(try text(Part.revocationList, object)),
                let list = try? RevocationList(der: der)
            else { throw .badSnapshot(problem: "has a revocation list that cannot be read") }
            lists.append(KeptRevocationList(list: list, uri: object[Part.uri]?.string))
        }
        return lists
    }

    private static func store(_ json: JSONObject) throws(VerifierKitError) -> TrustStore {
        try refuseOthers(than: [Part.entries, Part.blocked] + SnapshotTimes.members, in: json, "trust data")
        guard let elements = json[Part.entries]?.array, let blocked = json[Part.blocked]?.object else {
            throw .badSnapshot(problem: "has no entries or no block list")
        }
        var entries: [TrustEntry] = []
        do throws(TrustError) {
            for element in elements {
                let name = "an entry of the snapshot"
                guard let object = element.object else { throw .badEntry(file: name, problem: "it is no JSON object") }
                let entry = try TrustEntry(object, file: name, source: "snapshot") { text throws(TrustError) in
                    do {
                        return [try Certificate(der: try Base64.decode(text))]
                    } catch { throw .badEntry(file: name, problem: "an anchor is no certificate") }
                }
                guard !entries.contains(where: { $0.id == entry.id }) else {
                    throw .badEntry(file: name, problem: "the id '\(entry.id)' is taken by another entry")
                }
                entries.append(entry)
            }
            return TrustStore(
                entries: entries, blocks: try TrustBlock.blocks(in: blocked, file: "the block list of the snapshot"))
        } catch { throw .trust(error) }
    }

    private static func pieces<Piece>(
        _ member: Member, _ json: JSONObject, _ members: [String],
        _ read: (JSONObject, SnapshotTimes) throws(VerifierKitError) -> Piece
    ) throws(VerifierKitError) -> [Piece] {
        guard let elements = json[member.rawValue]?.array else {
            throw .badSnapshot(problem: "has no \(member.rawValue)")
        }
        var pieces: [Piece] = []
        for element in elements {
            guard let object = element.object else {
                throw .badSnapshot(problem: "has an element of \(member.rawValue) that is no JSON object")
            }
            try refuseOthers(than: members + SnapshotTimes.members, in: object, member.rawValue)
            pieces.append(try read(object, try SnapshotTimes(object, of: member.rawValue)))
        }
        return pieces
    }

    private static func text(_ name: String, _ json: JSONObject) throws(VerifierKitError) -> String {
        guard let text = json[name]?.string, !text.isEmpty else { throw .badSnapshot(problem: "has no \(name)") }
        return text
    }

    /// What this version does not know could be a bound that it would not keep.
    private static func refuseOthers(
        than known: [String], in json: JSONObject, _ place: String
    ) throws(VerifierKitError) {
        guard let name = json.names.first(where: { !known.contains($0) }) else { return }
        throw .badSnapshot(problem: "has the unknown member '\(name.prefix(64))' in the \(place)")
    }
}
