import Bytes
public import Certificates
import JOSE
public import JSON
import Rules

/// The JSON form of an entry, in a folder as in a snapshot; docs/trust.md shows one.
extension TrustEntry {
    private static let members = [
        "id", "name", "country", "purposes", "types", "anchors", "issuer", "jwks", "published", "response_uris",
        "request_uris", "state", "since", "entity", "aliases", "list",
    ]

    /// Reads an entry.
    ///
    /// - Parameters:
    ///   - json: the entry.
    ///   - file: what it is called in errors.
    ///   - source: where it was read from, for people.
    ///   - anchors: gives the certificates that an element of `anchors` stands for.
    /// - Throws: `badEntry`, and what `anchors` throws. Source: TRU-03.
    public init(
        _ json: JSONObject, file: String, source: String,
        anchors: (String) throws(TrustError) -> [Certificate]
    ) throws(TrustError) {
        try Self.refuseOthers(than: Self.members, in: json, file: file)
        let id = try Self.read(file) { () throws(JSONMemberError) in try json.string("id") }
        try Self.checkID(id, file: file)
        let purposes = try Self.read(file) { () throws(JSONMemberError) in try json.strings("purposes") }
        if let unknown = purposes.first(where: { !TrustPurpose.known.contains(TrustPurpose(rawValue: $0)) }) {
            throw .badEntry(file: file, problem: "the purpose '\(unknown)' is not known")
        }
        let word = try Self.read(file) { () throws(JSONMemberError) in try json.stringIfPresent("state") }
        guard let state = TrustState(rawValue: word ?? TrustState.granted.rawValue) else {
            throw .badEntry(file: file, problem: "state must be granted, suspended or withdrawn")
        }
        self.init(
            id: id, name: try Self.read(file) { () throws(JSONMemberError) in try json.string("name") },
            country: try Self.read(file) { () throws(JSONMemberError) in try json.stringIfPresent("country") },
            purposes: Set(purposes.map(TrustPurpose.init(rawValue:))),
            types: Set(try Self.read(file) { () throws(JSONMemberError) in try json.stringsIfPresent("types") ?? [] }),
            keys: try Self.keys(of: json, file: file, anchors: anchors),
            responseURIs: try Self.read(file) { () throws(JSONMemberError) in
                try json.stringsIfPresent("response_uris") ?? []
            },
            requestURIs: try Self.read(file) { () throws(JSONMemberError) in
                try json.stringsIfPresent("request_uris") ?? []
            },
            state: state, since: try Self.since(in: json, file: file), source: source,
            entity: try Self.read(file) { () throws(JSONMemberError) in try json.stringIfPresent("entity") },
            aliases: try Self.read(file) { () throws(JSONMemberError) in try json.stringsIfPresent("aliases") ?? [] },
            list: try Self.list(in: json, file: file))
    }

    /// Writes an entry; where it was read from is not part of it.
    ///
    /// - Parameter anchors: what stands for its certificates: names of files, or the certificates themselves.
    public func json(anchors: [String]) -> JSONObject {
        var json: JSONObject = ["id": .string(id), "name": .string(name)]
        json["country"] = country.map(JSONValue.string)
        json["purposes"] = .array(purposes.map(\.rawValue).sorted().map(JSONValue.string))
        json["types"] = .array(types.sorted().map(JSONValue.string))
        if !anchors.isEmpty { json["anchors"] = .array(anchors.map(JSONValue.string)) }
        for case .keySet(let issuer, let keys) in keys {
            json["issuer"] = .string(issuer)
            json["jwks"] = .object(keys.json)
        }
        for case .published(let issuer) in keys {
            json["issuer"] = .string(issuer)
            json["published"] = true
        }
        if !responseURIs.isEmpty { json["response_uris"] = .array(responseURIs.map(JSONValue.string)) }
        if !requestURIs.isEmpty { json["request_uris"] = .array(requestURIs.map(JSONValue.string)) }
        json["state"] = .string(state.rawValue)
        json["since"] = since.map { .string($0.description) }
        if entity != id { json["entity"] = .string(entity) }
        if !aliases.isEmpty { json["aliases"] = .array(aliases.map(JSONValue.string)) }
        json["list"] = list.map { .object($0.json) }
        return json
    }

    private static func keys(
        of json: JSONObject, file: String, anchors: (String) throws(TrustError) -> [Certificate]
    ) throws(TrustError) -> [Key] {
        var keys: [Key] = []
        for name in try read(file, { () throws(JSONMemberError) in try json.stringsIfPresent("anchors") ?? [] }) {
            keys += try anchors(name).map(Key.anchor)
        }
        let issuer = try read(file) { () throws(JSONMemberError) in try json.stringIfPresent("issuer") }
        if let issuer, let set = json["jwks"] {
            do { keys.append(.keySet(issuer: issuer, keys: try JWKSet(set))) } catch {
                throw .badEntry(file: file, problem: error.refusal.problem)
            }
        }
        let isPublished = try read(file) { () throws(JSONMemberError) in try json.boolIfPresent("published") } ?? false
        if let issuer, isPublished {
            guard json["jwks"] == nil else {
                throw .badEntry(
                    file: file, problem: "jwks and published exclude each other: one says where the keys are")
            }
            keys.append(.published(issuer: issuer))
        }
        guard !keys.isEmpty else {
            throw .badEntry(file: file, problem: "it has neither anchors nor issuer with jwks or published")
        }
        return keys
    }

    private static func since(in json: JSONObject, file: String) throws(TrustError) -> UnixTime? {
        try json.contains("since") ? time("since", in: json, file: file) : nil
    }

    private static func list(in json: JSONObject, file: String) throws(TrustError) -> TrustListOrigin? {
        let list = try read(file) { () throws(JSONMemberError) in try json.objectIfPresent("list") }
        guard let list else { return nil }
        return try TrustListOrigin(list, file: file)
    }

    static func time(_ name: String, in json: JSONObject, file: String) throws(TrustError) -> UnixTime {
        let text = try read(file) { () throws(JSONMemberError) in try json.string(name) }
        guard let time = UnixTime(rfc3339: text) else {
            throw .badEntry(file: file, problem: "\(name) must be a time such as 2026-01-01T00:00:00Z")
        }
        return time
    }

    /// An id is a file name: letters, digits, dot, hyphen and underscore, and no dot first.
    static func checkID(_ id: String, file: String) throws(TrustError) {
        let isSound =
            (1...64).contains(id.utf8.count) && !id.hasPrefix(".") && "\(id).json" != TrustFolder.blockedName
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
        guard isSound else {
            throw .badEntry(file: file, problem: "the id '\(id)' must be 1 to 64 letters, digits, '.', '-' or '_'")
        }
    }

    /// A misspelt member would be a rule that nobody applies.
    static func refuseOthers(than known: [String], in json: JSONObject, file: String) throws(TrustError) {
        guard let name = json.names.first(where: { name in !known.contains { haveSameBytes($0, name) } }) else {
            return
        }
        throw .badEntry(
            file: file,
            problem: "the member '\(name.prefix(64))' is unknown; known are \(known.joined(separator: ", "))")
    }

    static func read<Value>(
        _ file: String, _ body: () throws(JSONMemberError) -> Value
    ) throws(TrustError) -> Value {
        do { return try body() } catch { throw .badEntry(file: file, problem: error.description) }
    }
}
