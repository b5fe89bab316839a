public import HTTPClient
import JSON
import Rules
import Terminal
import Trust
public import TrustFetching

extension TrustDocumentClient {
    /// Fetches over the network.
    ///
    /// - Parameter reach: how far; on the public internet revocation lists may also come by plain http (STA-04).
    public init(reach: Reach) {
        let further = reach == .publicInternet ? Reach.signedDocuments : reach
        self.init(
            lists: CurlClient(ClientConfiguration(reach: reach)),
            revocationLists: CurlClient(ClientConfiguration(reach: further)))
    }
}

extension TrustCommands {
    /// Whether a word names an address rather than a file.
    static func isAddress(_ text: String) -> Bool { text.hasPrefix("https://") || text.hasPrefix("http://") }

    func refresh(_ call: Invocation) throws -> ExitCode {
        let folder = folder(call)
        let wanted = call[Words.refreshed]
        let lists: [TrustList]
        if let wanted {
            guard let list = try folder.list(wanted) else { throw TrustError.noSuchEntry(id: wanted) }
            guard list.settings.url != nil else {
                throw TrustError.badEntry(
                    file: "lists/\(wanted).json", problem: "it names no address; 'trust import URL' gives it one")
            }
            lists = [list]
        } else {
            lists = try folder.lists().filter { $0.settings.url != nil }
        }
        let client = TrustDocumentClient(reach: reach(call))
        let refresher = TrustListRefresher(folder: folder) { url throws(TrustError) in try client.list(at: url) }
        var rows: [(id: String, state: String, refusal: Refusal?, sequence: Int64)] = []
        for list in lists {
            let id = list.settings.id
            switch refresher.refresh(list, at: Clock.system.now) {
            case .updated(let new)?: rows.append((id, "updated", nil, new.origin.sequence))
            case .kept(let error)?: rows.append((id, "kept", error.refusal, list.origin.sequence))
            case .withdrawn?: rows.append((id, "withdrawn", nil, list.origin.sequence))
            case .unchanged?, nil: rows.append((id, "unchanged", nil, list.origin.sequence))
            }
        }
        call.console.print(
            json: .array(
                rows.map { row in
                    var json: JSONObject = [
                        "id": .string(row.id), "state": .string(row.state), "sequence": .integer(row.sequence),
                    ]
                    json["rule"] = row.refusal.map { .string($0.rule.description) }
                    json["detail"] = row.refusal.map { .string($0.problem) }
                    return .object(json)
                }))
        for row in rows {
            let state = Text(row.state, row.refusal == nil ? .good : .bad)
            call.console.print("\(Text(row.id, .strong)) \(row.sequence): " + state)
            if let refusal = row.refusal { call.console.warn(Text("\(refusal.rule) \(refusal.problem)")) }
        }
        if rows.isEmpty { call.console.say("no imported list names an address") }
        return rows.contains { $0.refusal != nil } ? .failed : .done
    }
}
