import Bytes
import Certificates
import Files
import JSON
import Rules

/// Imported lists of trusted entities: one file each in the sub-folder `lists`, so that a new list replaces all of the old.
extension TrustFolder {
    private static let limitListBytes = 64 << 20

    private enum Member: String, CaseIterable {
        case version, kind, signer, types, url, legacy, list, sha256, entries
    }

    private var listsPath: String { "\(path)/lists" }

    /// The list of that name; nil when none was imported.
    ///
    /// - Throws: `badEntry`, `files`.
    public func list(_ id: String) throws(TrustError) -> TrustList? {
        try TrustEntry.checkID(id, file: id)
        do throws(TrustError) { return try readList(id) } catch {
            if case .files(.notFound) = error { return nil }
            throw error
        }
    }

    /// All lists that were imported, in the order of their names.
    ///
    /// - Throws: `badEntry`, `files`.
    public func lists() throws(TrustError) -> [TrustList] {
        var lists: [TrustList] = []
        for id in try listIDs() { lists.append(try readList(id)) }
        return lists
    }

    /// The names of all lists that were imported, sorted.
    func listIDs() throws(TrustError) -> [String] {
        try names(in: listsPath).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The file of a list, from the folder on.
    static func listFile(_ id: String) -> String { "lists/\(id).json" }

    /// Takes a list in, in the place of the one before it.
    ///
    /// - Throws: `badList` when it does not come after the one that is held (LOT-07), `files`.
    public func add(_ list: TrustList) throws(TrustError) {
        let id = list.settings.id
        try TrustEntry.checkID(id, file: id)
        guard id.utf8.count <= TrustListSettings.limitID else {
            throw .badEntry(file: id, problem: "the name of a list has at most \(TrustListSettings.limitID) letters")
        }
        if let held = try self.list(id) { try list.checkFollows(held) }
        let entries = list.entries.map { entry -> JSONValue in
            .object(entry.json(anchors: entry.anchors.map { Base64.encode($0.der) }))
        }
        let members: [(Member, JSONValue)] = [
            (.version, 1), (.kind, .string(list.settings.kind.rawValue)),
            (.signer, .string(Base64.encode(list.settings.signer.der))),
            (.types, .array(list.settings.types.sorted().map(JSONValue.string))),
            (.list, .object(list.origin.json)), (.sha256, .string(Hex.encode(list.digest))),
            (.entries, .array(entries)),
        ]
        var object = JSONObject(members.map { ($0.0.rawValue, $0.1) })
        if list.settings.names == .earlyToo { object[Member.legacy.rawValue] = true }
        object[Member.url.rawValue] = list.settings.url.map(JSONValue.string)
        let json = JSONValue.object(object)
        do throws(FilesError) {
            try Files.makeFolder(path)
            try Files.makeFolder(listsPath)
            try Files.write(json.serialized(), to: "\(path)/\(Self.listFile(id))", for: .everyone, existing: .replace)
        } catch { throw .files(error) }
    }

    /// Forgets a list and its number.
    func removeList(_ id: String) throws(TrustError) {
        do { try Files.remove("\(path)/\(Self.listFile(id))") } catch { throw .files(error) }
    }

    /// Reads a list that was imported.
    func readList(_ id: String) throws(TrustError) -> TrustList {
        let file = Self.listFile(id)
        let bytes: [UInt8]
        do { bytes = try Files.read("\(path)/\(file)", limitBytes: Self.limitListBytes) } catch { throw .files(error) }
        guard let json = (try? JSONValue(parsing: bytes, limits: .own))?.object, json[Member.version.rawValue] == 1
        else { throw .badEntry(file: file, problem: "it is no imported list of version 1") }
        try TrustEntry.refuseOthers(than: Member.allCases.map(\.rawValue), in: json, file: file)
        guard let kind = json[Member.kind.rawValue]?.string.flatMap(TrustListKind.init(rawValue:)),
            let signer = json[Member.signer.rawValue]?.string.flatMap({ Self.certificate($0) }),
            let types = json[Member.types.rawValue]?.array, let origin = json[Member.list.rawValue]?.object,
            let digest = json[Member.sha256.rawValue]?.string.flatMap({ try? Hex.decode($0) }),
            let elements = json[Member.entries.rawValue]?.array
        else { throw .badEntry(file: file, problem: "a member is missing or of another form") }
        var entries: [TrustEntry] = []
        for element in elements {
            guard let object = element.object else {
                throw .badEntry(file: file, problem: "an entry is no JSON object")
            }
            entries.append(
                try TrustEntry(object, file: file, source: "\(path)/\(file)") { text throws(TrustError) in
                    guard let certificate = Self.certificate(text) else {
                        throw .badEntry(file: file, problem: "an anchor is no certificate")
                    }
                    return [certificate]
                })
        }
        return TrustList(
            settings: TrustListSettings(
                id: id, kind: kind, signer: signer, types: Set(types.compactMap(\.string)),
                url: json[Member.url.rawValue]?.string,
                names: json[Member.legacy.rawValue] == true ? .earlyToo : .normative),
            origin: try TrustListOrigin(origin, file: file), digest: digest, entries: entries)
    }

    private static func certificate(_ text: String) -> Certificate? {
        (try? Base64.decode(text)).flatMap { try? Certificate(der: $0) }
    }
}
