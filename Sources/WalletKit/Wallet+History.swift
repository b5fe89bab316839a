import Bytes
import Cryptography
import JSON
import Rules
import Vault

extension Wallet {
    /// The history, oldest first.
    ///
    /// - Throws: `vault`, `unreadableRecord`.
    public func history() throws(WalletKitError) -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        for (index, record) in try records(of: try list(Category.history)).enumerated() {
            entries.append(try HistoryEntry(record: record.value, number: index + 1))
        }
        return entries
    }

    /// Erases the whole history.
    ///
    /// - Returns: how many entries there were.
    /// - Throws: `vault`.
    public func eraseHistory() throws(WalletKitError) -> Int {
        let entries = try list(Category.history)
        try vault.transaction { (transaction) throws(WalletKitError) in
            for entry in entries {
                try Self.wrap { () throws(VaultError) in try transaction.delete(entry.id) }
            }
        }
        return entries.count
    }

    /// Writes a line of history.
    ///
    /// - Throws: `vault`.
    public func record(_ entry: HistoryEntry) throws(WalletKitError) {
        let value = entry.json.serialized()
        let name = Hex.encode(random.bytes(16))
        try Self.wrap { () throws(VaultError) in
            _ = try vault.insert(category: Category.history, name: name, value: value)
        }
    }

    static func wrap<Result: Sendable>(_ body: () throws(VaultError) -> Result) throws(WalletKitError) -> Result {
        do throws(VaultError) { return try body() } catch { throw .vault(error) }
    }

    func list(_ category: String) throws(WalletKitError) -> [RecordSummary] {
        try Self.wrap { () throws(VaultError) in try vault.list(category: category) }
    }

    func read(_ id: RecordID) throws(WalletKitError) -> VaultRecord {
        try Self.wrap { () throws(VaultError) in try vault.read(id) }
    }

    /// What was listed, without what another process has deleted since.
    func records(of summaries: [RecordSummary]) throws(WalletKitError) -> [VaultRecord] {
        var records: [VaultRecord] = []
        for summary in summaries {
            do throws(VaultError) {
                records.append(try vault.read(summary.id))
            } catch {
                guard case .unknownRecord = error else { throw .vault(error) }
            }
        }
        return records
    }
}
