import Bytes
import Certificates
import Files
import JOSE
import JSON
public import Rules

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
    static let blockedName = "blocked.json"

    /// The folder.
    public let path: String

    /// Names a folder; nothing is read yet.
    public init(path: String) { self.path = path }

    /// Reads all entries, and the revocation lists that are kept here.
    ///
    /// - Parameter now: the moment of reading, for reports; nil to leave it out of them.
    /// - Returns: an empty store when the folder is not there.
    /// - Throws: `badEntry` for a file that is not one, `files`.
    public func store(readAt now: UnixTime? = nil) throws(TrustError) -> TrustStore {
        var entries: [TrustEntry] = []
        for name in try entryNames() { entries.append(try entry(in: name)) }
        entries += try lists().flatMap(\.entries)
        var ids: Set<String> = []
        for entry in entries where !ids.insert(entry.id).inserted {
            throw .badEntry(file: entry.source, problem: "the id '\(entry.id)' is taken by another file")
        }
        return TrustStore(entries: entries, blocks: try blocks(), readAt: now)
            .asking(RevocationPolicy(source: KeptRevocationLists(try revocationLists())))
    }

    /// Writes an entry and its certificates; an entry of the same id is replaced.
    ///
    /// - Throws: `badEntry` for an id that is no file name, `files`.
    public func add(_ entry: TrustEntry) throws(TrustError) {
        try TrustEntry.checkID(entry.id, file: entry.source)
        let keySets = entry.keys.count { if case .anchor = $0 { false } else { true } }
        guard keySets <= 1 else { throw .badEntry(file: entry.source, problem: "a file has room for one key set") }
        do { try Files.makeFolder(path) } catch { throw .files(error) }
        if !entry.anchors.isEmpty {
            try write(Array(PEM.text(of: entry.anchors).utf8), to: "\(entry.id).pem")
        }
        let json = entry.json(anchors: entry.anchors.isEmpty ? [] : ["\(entry.id).pem"])
        try write(Array((JSONValue.object(json).prettyText() + "\n").utf8), to: "\(entry.id).json")
    }

    /// Removes an entry and its certificates, or an imported list with all its entries.
    ///
    /// - Throws: `noSuchEntry`, `files`.
    public func remove(id: String) throws(TrustError) {
        try TrustEntry.checkID(id, file: id)
        if try list(id) != nil { return try removeList(id) }
        do throws(FilesError) { try Files.remove("\(path)/\(id).json") } catch {
            if case .notFound = error { throw .noSuchEntry(id: id) }
            throw .files(error)
        }
        do throws(FilesError) { try Files.remove("\(path)/\(id).pem") } catch {
            guard case .notFound = error else { throw .files(error) }
        }
    }

    /// Puts something on the block list.
    ///
    /// - Returns: whether it was not on it before.
    /// - Throws: `badEntry` for a block list that cannot be read whole, which is then left as it is; `files`.
    @discardableResult
    public func block(_ block: TrustBlock) throws(TrustError) -> Bool {
        var blocks = try blocks()
        guard blocks.insert(block).inserted else { return false }
        do { try Files.makeFolder(path) } catch { throw .files(error) }
        try write(blocks)
        return true
    }

    /// Takes something off the block list.
    ///
    /// - Throws: `noSuchBlock`, `badEntry`, `files`.
    public func unblock(_ block: TrustBlock) throws(TrustError) {
        var blocks = try blocks()
        guard blocks.remove(block) != nil else { throw .noSuchBlock(what: block.text) }
        try write(blocks)
    }

    /// The names of the files that hold one entry each.
    func entryNames() throws(TrustError) -> [String] {
        try names(in: path).filter { $0.hasSuffix(".json") && $0 != Self.blockedName }
    }

    /// The names of the files in a folder; none where it is not there, and an error where nobody can tell.
    func names(in folder: String) throws(TrustError) -> [String] {
        do throws(FilesError) { return try Files.names(in: folder) } catch {
            guard case .notFound = error else { throw .files(error) }
            return []
        }
    }

    /// The entry in a file.
    func entry(in name: String) throws(TrustError) -> TrustEntry {
        try TrustEntry(try object(in: name), file: name, source: "\(path)/\(name)") { anchor throws(TrustError) in
            try anchors(in: anchor, file: name)
        }
    }

    /// The block list; empty where there is none.
    func blocks() throws(TrustError) -> Set<TrustBlock> {
        let json: JSONObject
        do throws(TrustError) { json = try object(in: Self.blockedName) } catch {
            if case .files(.notFound) = error { return [] }
            throw error
        }
        return try TrustBlock.blocks(in: json, file: Self.blockedName)
    }

    private func write(_ blocks: Set<TrustBlock>) throws(TrustError) {
        let json = JSONValue.object(TrustBlock.json(of: blocks))
        try write(Array((json.prettyText() + "\n").utf8), to: Self.blockedName)
    }

    private func anchors(in name: String, file: String) throws(TrustError) -> [Certificate] {
        guard !name.contains("/"), !name.hasPrefix(".") else {
            throw .badEntry(file: file, problem: "an anchor must be a file in the same folder")
        }
        let text = String(decoding: try bytes(of: name), as: UTF8.self)
        do { return try PEM.certificates(in: text) } catch {
            throw .badEntry(file: name, problem: error.refusal.problem)
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
}
