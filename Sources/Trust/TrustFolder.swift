import Bytes
import Certificates
import Files
import JOSE
import JSON
import Rules

/// Trust entries as files in one folder that all commands read.
///
/// ```
/// kea-post.json      {"id": "kea-post", "name": "Post of Kea", "purposes": ["postal-issuer"],
///                     "types": ["urn:carnet:postal:identity:1"], "anchors": ["kea-post.pem"]}
/// kea-post.pem       the certificates that the entry names
/// blocked.json       {"entities": ["…"], "certificates": ["<sha-256 in hex>"], "keys": ["<sha-256 in hex>"]}
/// ```
///
/// An issuer or client without certificates has `issuer` and `jwks` instead of `anchors`. Source: TRU-03, TRU-04.
public struct TrustFolder: Sendable {
    /// The most bytes that one file may have.
    public static let limitBytes = 256 << 10
    private static let blockedName = "blocked.json"

    /// The folder.
    public let path: String

    /// Names a folder; nothing is read yet.
    public init(path: String) { self.path = path }

    /// Reads all entries.
    ///
    /// - Returns: an empty store when the folder is not there.
    /// - Throws: `badEntry` for a file that is not one, `files`.
    public func store() throws(TrustError) -> TrustStore {
        guard Files.isFolder(path) else { return TrustStore(entries: []) }
        var entries: [TrustEntry] = []
        var blocks: Set<TrustBlock> = []
        let names: [String]
        do { names = try Files.names(in: path) } catch { throw .files(error) }
        for name in names where name.hasSuffix(".json") {
            let json = try object(in: name)
            if name == Self.blockedName {
                blocks = try Self.blocks(json, file: name)
            } else {
                entries.append(try entry(json, file: name))
            }
        }
        var ids: Set<String> = []
        for entry in entries where !ids.insert(entry.id).inserted {
            throw .badEntry(file: entry.source, problem: "the id '\(entry.id)' is taken by another file")
        }
        return TrustStore(entries: entries, blocks: blocks)
    }

    /// Writes an entry and its certificates; an entry of the same id is replaced.
    ///
    /// - Throws: `badEntry` for an id that is no file name, `files`.
    public func add(_ entry: TrustEntry) throws(TrustError) {
        try Self.checkID(entry.id, file: entry.source)
        let keySets = entry.keys.count { if case .keySet = $0 { true } else { false } }
        guard keySets <= 1 else { throw .badEntry(file: entry.source, problem: "a file has room for one key set") }
        do { try Files.makeFolder(path) } catch { throw .files(error) }
        var json: JSONObject = ["id": .string(entry.id), "name": .string(entry.name)]
        json["country"] = entry.country.map(JSONValue.string)
        json["purposes"] = .array(entry.purposes.map(\.rawValue).sorted().map(JSONValue.string))
        json["types"] = .array(entry.types.sorted().map(JSONValue.string))
        if !entry.anchors.isEmpty {
            json["anchors"] = [.string("\(entry.id).pem")]
            try write(Array(PEM.text(of: entry.anchors).utf8), to: "\(entry.id).pem")
        }
        for case .keySet(let issuer, let keys) in entry.keys {
            json["issuer"] = .string(issuer)
            json["jwks"] = .object(keys.json)
        }
        if !entry.responseURIs.isEmpty {
            json["response_uris"] = .array(entry.responseURIs.map(JSONValue.string))
        }
        json["state"] = .string(entry.state.rawValue)
        json["since"] = entry.since.map { .string($0.description) }
        try write(Array((JSONValue.object(json).prettyText() + "\n").utf8), to: "\(entry.id).json")
    }

    /// Removes an entry and its certificates.
    ///
    /// - Throws: `noSuchEntry`, `files`.
    public func remove(id: String) throws(TrustError) {
        try Self.checkID(id, file: id)
        guard Files.exists("\(path)/\(id).json") else { throw .noSuchEntry(id: id) }
        for name in ["\(id).json", "\(id).pem"] where Files.exists("\(path)/\(name)") {
            do { try Files.remove("\(path)/\(name)") } catch { throw .files(error) }
        }
    }

    /// A misspelt member would be a rule that nobody applies.
    private static func refuseOthers(than known: [String], in json: JSONObject, file: String) throws(TrustError) {
        guard let name = json.names.first(where: { name in !known.contains { haveSameBytes($0, name) } }) else {
            return
        }
        throw .badEntry(
            file: file,
            problem: "the member '\(name.prefix(64))' is unknown; known are \(known.joined(separator: ", "))")
    }

    private static let members = [
        "id", "name", "country", "purposes", "types", "anchors", "issuer", "jwks", "response_uris", "state", "since",
    ]

    private func entry(_ json: JSONObject, file: String) throws(TrustError) -> TrustEntry {
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
        return TrustEntry(
            id: id, name: try Self.read(file) { () throws(JSONMemberError) in try json.string("name") },
            country: try Self.read(file) { () throws(JSONMemberError) in try json.stringIfPresent("country") },
            purposes: Set(purposes.map(TrustPurpose.init(rawValue:))),
            types: Set(try Self.read(file) { () throws(JSONMemberError) in try json.stringsIfPresent("types") ?? [] }),
            keys: try keys(of: json, file: file),
            responseURIs: try Self.read(file) { () throws(JSONMemberError) in
                try json.stringsIfPresent("response_uris") ?? []
            },
            state: state, since: try since(in: json, file: file), source: "\(path)/\(file)")
    }

    private func keys(of json: JSONObject, file: String) throws(TrustError) -> [TrustEntry.Key] {
        var keys: [TrustEntry.Key] = []
        for name in try Self.read(file, { () throws(JSONMemberError) in try json.stringsIfPresent("anchors") ?? [] }) {
            guard !name.contains("/"), !name.hasPrefix(".") else {
                throw .badEntry(file: file, problem: "an anchor must be a file in the same folder")
            }
            let text = String(decoding: try bytes(of: name), as: UTF8.self)
            do { keys += try PEM.certificates(in: text).map(TrustEntry.Key.anchor) } catch {
                throw .badEntry(file: name, problem: error.refusal.problem)
            }
        }
        let issuer = try Self.read(file) { () throws(JSONMemberError) in try json.stringIfPresent("issuer") }
        if let issuer, let set = json["jwks"] {
            do { keys.append(.keySet(issuer: issuer, keys: try JWKSet(set))) } catch {
                throw .badEntry(file: file, problem: error.refusal.problem)
            }
        }
        guard !keys.isEmpty else { throw .badEntry(file: file, problem: "it has neither anchors nor issuer with jwks") }
        return keys
    }

    private func since(in json: JSONObject, file: String) throws(TrustError) -> UnixTime? {
        guard let text = try Self.read(file, { () throws(JSONMemberError) in try json.stringIfPresent("since") }) else {
            return nil
        }
        guard let time = UnixTime(rfc3339: text) else {
            throw .badEntry(file: file, problem: "since must be a time such as 2026-01-01T00:00:00Z")
        }
        return time
    }

    private static func blocks(_ json: JSONObject, file: String) throws(TrustError) -> Set<TrustBlock> {
        let members = ["entities", "certificates", "keys"]
        try refuseOthers(than: members, in: json, file: file)
        var blocks: Set<TrustBlock> = []
        for member in members {
            for text in try Self.read(file, { () throws(JSONMemberError) in try json.stringsIfPresent(member) ?? [] }) {
                if member == "entities" {
                    blocks.insert(.entity(id: text))
                    continue
                }
                guard let digest = try? Hex.decode(text), digest.count == 32 else {
                    throw .badEntry(file: file, problem: "\(member) must hold SHA-256 digests in hex")
                }
                blocks.insert(member == "keys" ? .key(sha256: digest) : .certificate(sha256: digest))
            }
        }
        return blocks
    }

    /// An id is a file name: letters, digits, dot, hyphen and underscore, and no dot first.
    private static func checkID(_ id: String, file: String) throws(TrustError) {
        let isSound =
            (1...64).contains(id.utf8.count) && !id.hasPrefix(".") && "\(id).json" != blockedName
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

    private func object(in name: String) throws(TrustError) -> JSONObject {
        let content = try bytes(of: name)
        let value: JSONValue
        do { value = try JSONValue(parsing: content) } catch {
            throw .badEntry(file: name, problem: error.refusal.problem)
        }
        guard let object = value.object else { throw .badEntry(file: name, problem: "it is no JSON object") }
        return object
    }

    private func bytes(of name: String) throws(TrustError) -> [UInt8] {
        do { return try Files.read("\(path)/\(name)", limitBytes: Self.limitBytes) } catch { throw .files(error) }
    }

    private func write(_ bytes: [UInt8], to name: String) throws(TrustError) {
        do { try Files.write(bytes, to: "\(path)/\(name)", for: .everyone, existing: .replace) } catch {
            throw .files(error)
        }
    }

    private static func read<Value>(
        _ file: String, _ body: () throws(JSONMemberError) -> Value
    ) throws(TrustError) -> Value {
        do { return try body() } catch { throw .badEntry(file: file, problem: error.description) }
    }
}
