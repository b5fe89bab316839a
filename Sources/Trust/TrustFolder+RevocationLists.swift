import Bytes
public import Certificates
import Cryptography
import Files
import JSON
public import Rules

/// Revocation lists in the sub-folder `crls`: files that somebody put there (DER or PEM), and what was fetched.
///
/// ```
/// crls/kea-root.crl          a list, in DER or PEM, as 'trust import' or a person put it there
/// crls/<sha-256>.json        {"version": 1, "uri": "http://…", "entity_tag": "…", "crl": "<base64>"}
/// ```
extension TrustFolder: RevocationListStore {
    /// The most fetched lists that are kept; the oldest makes room.
    public static let limitFetchedLists = 256

    private static let limitKeptBytes = RevocationList.limitBytes / 3 * 4 + 4096

    private enum Member {
        static let version = "version"
        static let uri = "uri"
        static let entityTag = "entity_tag"
        static let list = "crl"
    }

    private var revocationListsPath: String { "\(path)/crls" }

    /// All lists that are held; the signature of none was checked.
    ///
    /// - Throws: `badEntry` for a file that somebody put there and that is no list, `files`.
    public func revocationLists() throws(TrustError) -> [KeptRevocationList] {
        var lists: [KeptRevocationList] = []
        for name in try revocationListNames() {
            if let list = try revocationList(named: name) { lists.append(list) }
        }
        return lists
    }

    /// The names in the sub-folder, sorted; none where it is not there.
    func revocationListNames() throws(TrustError) -> [String] {
        try names(in: revocationListsPath)
    }

    /// One list of the sub-folder; nil for another file, and for one that was fetched and is damaged: it is fetched again.
    func revocationList(named name: String) throws(TrustError) -> KeptRevocationList? {
        if name.hasSuffix(".crl") || name.hasSuffix(".pem") {
            return KeptRevocationList(list: try Self.list(in: "\(revocationListsPath)/\(name)"))
        }
        return name.hasSuffix(".json") ? fetched(name) : nil
    }

    /// Reads a revocation list from a file, in DER or PEM.
    ///
    /// - Throws: `badEntry`, `files`.
    public static func list(in file: String) throws(TrustError) -> RevocationList {
        let bytes: [UInt8]
        do { bytes = try Files.read(file, limitBytes: limitKeptBytes) } catch { throw .files(error) }
        do throws(CertificatesError) {
            return try RevocationList(der: bytes.first == 0x2D ? PEM.revocationList(in: bytes) : bytes)
        } catch { throw .badEntry(file: file, problem: error.refusal.problem) }
    }

    /// Takes in a revocation list, in the place of an older one of the same issuer and scope.
    ///
    /// - Parameter now: the moment of the import.
    /// - Throws: `badRevocationList` for one that is not newer than what is held, that could not be used any more, or that the
    ///   issuer's anchor in this folder did not sign; `files`. Source: STA-03.
    /// - Returns: whether an anchor of this folder signed it; otherwise that is checked when it is used.
    @discardableResult
    public func add(_ list: RevocationList, at now: UnixTime) throws(TrustError) -> Bool {
        guard list.thisUpdate <= now + 300 else {
            throw .badRevocationList(problem: "it was issued in the future, at \(list.thisUpdate)")
        }
        guard now <= list.nextUpdate + KeptRevocationList.staleSeconds else {
            throw .badRevocationList(problem: "a newer one was due at \(list.nextUpdate)")
        }
        let anchors = try store().entries.flatMap(\.anchors).filter { $0.subject == list.issuer }
        if !anchors.isEmpty, !anchors.contains(where: { (try? list.checkSigned(by: $0)) != nil }) {
            throw .badRevocationList(problem: "the trusted authority of that name did not sign it")
        }
        let name = Self.name(of: list)
        if Files.exists("\(revocationListsPath)/\(name)") {
            let held = try Self.list(in: "\(revocationListsPath)/\(name)")
            guard list.der == held.der || list.isNewer(than: held) else {
                throw .badRevocationList(problem: "it is not newer than the one that is held, of \(held.thisUpdate)")
            }
        }
        do throws(FilesError) {
            try makeFolders()
            try Files.write(list.der, to: "\(revocationListsPath)/\(name)", for: .everyone, existing: .replace)
        } catch { throw .files(error) }
        return !anchors.isEmpty
    }

    /// Keeps a list that was fetched; where the folder cannot be written, nothing happens.
    public func keep(_ list: KeptRevocationList) {
        guard let uri = list.uri else { return }
        var json: JSONObject = [Member.version: 1, Member.uri: .string(uri)]
        json[Member.entityTag] = list.entityTag.map(JSONValue.string)
        json[Member.list] = .string(Base64.encode(list.list.der))
        let name = "\(Hex.encode(HashAlgorithm.sha256.hash(list.list.issuer.der + Array(uri.utf8)))).json"
        try? makeFolders()
        makeRoom(for: name)
        try? Files.write(
            JSONValue.object(json).serialized(), to: "\(revocationListsPath)/\(name)", for: .everyone,
            existing: .replace)
    }

    private func makeFolders() throws(FilesError) {
        try Files.makeFolder(path)
        try Files.makeFolder(revocationListsPath)
    }

    private func makeRoom(for name: String) {
        let others = ((try? Files.names(in: revocationListsPath)) ?? []).filter { $0.hasSuffix(".json") && $0 != name }
        guard others.count >= Self.limitFetchedLists else { return }
        func age(_ name: String) -> UnixTime { fetched(name)?.list.thisUpdate ?? UnixTime(seconds: 0) }
        let byAge = others.map { (age($0), $0) }.sorted { $0 < $1 }
        for (_, spare) in byAge.prefix(others.count + 1 - Self.limitFetchedLists) {
            try? Files.remove("\(revocationListsPath)/\(spare)")
        }
    }

    private func fetched(_ name: String) -> KeptRevocationList? {
        guard let bytes = try? Files.read("\(revocationListsPath)/\(name)", limitBytes: Self.limitKeptBytes),
            let json = try? JSONValue(parsing: bytes, limits: .own), json[Member.version] == 1,
            let uri = json[Member.uri]?.string,
            let der = json[Member.list]?.string.flatMap({ try? Base64.decode($0) }),
            let list = try? RevocationList(der: der)
        else { return nil }
        return KeptRevocationList(list: list, uri: uri, entityTag: json[Member.entityTag]?.string)
    }

    /// One file for each issuer, key and scope.
    private static func name(of list: RevocationList) -> String {
        let scope: String =
            switch list.scope {
            case .all: ""
            case .authorities: "-authorities"
            case .endEntities: "-end-entities"
            }
        let identity = list.issuer.der + (list.authorityKeyIdentifier ?? []) + list.placeURIs.flatMap { Array($0.utf8) }
        return "\(Hex.encode(Array(HashAlgorithm.sha256.hash(identity).prefix(8))))\(scope).crl"
    }
}
