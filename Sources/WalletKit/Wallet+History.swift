import Bytes
import Cryptography
import JSON
import Rules
public import Vault

extension Wallet {
    /// The history, oldest first.
    ///
    /// - Throws: `vault`.
    public func history() throws(WalletKitError) -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        for (index, record) in try records(of: try list(Category.history)).enumerated() {
            let entry = try ifReadable { () throws(WalletKitError) in
                try HistoryEntry(record: record.value, number: index + 1)
            }
            if let entry { entries.append(entry) }
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
    /// - Returns: its record, for `amend`.
    /// - Throws: `vault`.
    @discardableResult
    public func record(_ entry: HistoryEntry) throws(WalletKitError) -> RecordID {
        try vault.transaction { (transaction) throws(WalletKitError) in try record(entry, in: &transaction) }
    }

    /// Writes a line of history together with what it tells of.
    func record(
        _ entry: HistoryEntry, in transaction: inout VaultTransaction
    ) throws(WalletKitError) -> RecordID {
        let name = Hex.encode(random.bytes(16))
        do throws(VaultError) {
            return try transaction.insert(
                category: Category.history, name: name, tags: [], value: entry.json.serialized())
        } catch { throw .vault(error) }
    }

    /// Replaces a line of history by what became of it.
    func amend(_ line: RecordID, _ entry: HistoryEntry) throws(WalletKitError) {
        let value = entry.json.serialized()
        try Self.wrap { () throws(VaultError) in _ = try vault.update(line, value: value, expecting: nil) }
    }

    static func wrap<Result: Sendable>(_ body: () throws(VaultError) -> Result) throws(WalletKitError) -> Result {
        do throws(VaultError) { return try body() } catch { throw .vault(error) }
    }

    /// The records of a category; those that do not open are told and left out.
    func list(_ category: String) throws(WalletKitError) -> [RecordSummary] {
        let readable = try Self.wrap { () throws(VaultError) in try vault.listReadable(category: category) }
        for id in readable.damaged { unreadable(VaultError.damagedRecord(id).refusal) }
        return readable.records
    }

    /// Goes on without a record that does not open or has an unknown form, and tells it.
    func ifReadable<Value>(_ body: () throws(WalletKitError) -> Value) throws(WalletKitError) -> Value? {
        do throws(WalletKitError) { return try body() } catch {
            switch error {
            case .vault(.damagedRecord), .unreadableRecord:
                unreadable(error.refusal)
                return nil
            default: throw error
            }
        }
    }

    func read(_ id: RecordID) throws(WalletKitError) -> VaultRecord {
        try Self.wrap { () throws(VaultError) in try vault.read(id) }
    }

    /// What was listed, without what another process has deleted since and what does not open.
    func records(of summaries: [RecordSummary]) throws(WalletKitError) -> [VaultRecord] {
        var records: [VaultRecord] = []
        for summary in summaries {
            do throws(WalletKitError) {
                let record = try ifReadable { () throws(WalletKitError) in try read(summary.id) }
                if let record { records.append(record) }
            } catch {
                guard case .vault(.unknownRecord) = error else { throw error }
            }
        }
        return records
    }
}
