import Bytes
import Cryptography
import Files
import JSON
import Rules
public import TokenStatusList

/// The status lists that a verifier has met, each in a file of its folder, so that a snapshot can hold them.
///
/// A list is kept only after it was verified for a trusted issuer. Which lists there are tells nothing about a person.
/// Source: TSL-46, STA-07.
public struct KeptStatusListFolder: StatusListStore {
    /// The most lists that are kept; the one fetched longest ago makes room.
    public static let limitLists = 256

    private static let limitBytes = 9 << 20

    private let path: String

    private enum Member {
        static let version = "version"
        static let uri = "uri"
        static let fetchedAt = "fetched_at"
        static let token = "token"
    }

    /// Names a folder; it is made when the first list is kept.
    public init(path: String) { self.path = path }

    /// The addresses of all lists, in their order.
    public var addresses: [String] { files.compactMap { read($0)?.uri }.sorted() }

    /// The list that was kept for an address.
    public func list(at uri: String) -> FetchedStatusList? {
        guard let kept = read(Self.name(of: uri)), haveSameBytes(kept.uri, uri) else { return nil }
        return kept.list
    }

    /// Keeps a list; where the folder cannot be written, nothing happens.
    public func keep(_ list: FetchedStatusList, at uri: String) {
        let json: JSONValue = [
            Member.version: 1, Member.uri: .string(uri), Member.fetchedAt: .string(list.fetchedAt.description),
            Member.token: .string(StatusListText.text(of: list.body)),
        ]
        let name = Self.name(of: uri)
        try? Files.makeFolder(path)
        makeRoom(for: name)
        try? Files.write(json.serialized(), to: "\(path)/\(name)", for: .owner, existing: .replace)
    }

    /// The folder for a service that runs: it keeps lists and gives none back, so that a fresh start fetches each list
    /// again and learns at once what was revoked.
    public var keepingOnly: some StatusListStore { KeepingOnly(folder: self) }

    private struct KeepingOnly: StatusListStore {
        let folder: KeptStatusListFolder

        func list(at uri: String) -> FetchedStatusList? { nil }
        func keep(_ list: FetchedStatusList, at uri: String) { folder.keep(list, at: uri) }
    }

    private func makeRoom(for name: String) {
        let others = files.filter { $0 != name }
        guard others.count >= Self.limitLists else { return }
        let byAge = others.sorted { (fetchedAt($0), $0) < (fetchedAt($1), $1) }
        for spare in byAge.prefix(others.count + 1 - Self.limitLists) { try? Files.remove("\(path)/\(spare)") }
    }

    private var files: [String] { ((try? Files.names(in: path)) ?? []).filter { $0.hasSuffix(".json") } }

    private func fetchedAt(_ name: String) -> UnixTime { read(name)?.list.fetchedAt ?? UnixTime(seconds: 0) }

    private func read(_ name: String) -> (uri: String, list: FetchedStatusList)? {
        guard let bytes = try? Files.read("\(path)/\(name)", limitBytes: Self.limitBytes),
            let json = try? JSONValue(parsing: bytes, limits: .own), json[Member.version] == 1,
            let uri = json[Member.uri]?.string,
            let token = json[Member.token]?.string.flatMap(StatusListText.token(of:)),
            let fetchedAt = json[Member.fetchedAt]?.string.flatMap(UnixTime.init(rfc3339:))
        else { return nil }
        return (uri, FetchedStatusList(body: token, fetchedAt: fetchedAt))
    }

    private static func name(of uri: String) -> String {
        "\(Hex.encode(HashAlgorithm.sha256.hash(Array(uri.utf8)))).json"
    }
}
