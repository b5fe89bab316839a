internal import Rules

/// The words for what an examination of a vault finds.
enum VaultFinding {
    static let manifestUnreadable = Refusal(
        "SEC-33", "manifest_unreadable", "the sealed list of what the vault must hold does not open",
        hint: "restore a backup, or accept what is readable")

    static let olderThanSeenCode = "older_than_seen"

    static func olderThanSeen(epoch: UInt64, highest: UInt64) -> Refusal {
        Refusal(
            "SEC-33", olderThanSeenCode, "the vault is at epoch \(epoch), this computer has seen it at \(highest)",
            hint: "an older copy was put in its place: find the newer one, or accept the loss of what came after")
    }

    static func recordsDiffer(category: String, expected: UInt64, found: UInt64) -> Refusal {
        Refusal(
            "SEC-33", "records_differ", "the category \(category) must have \(expected) records and has \(found)",
            hint: "restore a backup, or accept the loss")
    }

    static let strangeRecords = Refusal(
        "SEC-33", "strange_records", "there are records of a category that the vault does not have",
        hint: "restore a backup, or accept what is readable")

    static let rowsDiffer = Refusal(
        "SEC-33", "rows_differ", "records or their search entries were deleted, exchanged, copied or put back",
        hint: "restore a backup, or accept what is readable")

    static let valuesDiffer = Refusal(
        "SEC-33", "values_differ", "values of records are missing, or there are values without a record",
        hint: "restore a backup, or accept what is readable")

    static let slotsDiffer = Refusal(
        "SEC-33", "slots_differ", "the slots are not those that this program wrote last",
        hint: "a removed passphrase may have been put back: accept the change, then remove what should not be there")

    static func unreadableRow(_ table: String) -> Refusal {
        Refusal(
            "SEC-33", "row_unreadable", "a row of the table \(table) does not have the form that this program writes",
            hint: "restore a backup, or accept what is readable")
    }

    static func damagedRecord(_ id: RecordID) -> Refusal { VaultError.damagedRecord(id).refusal }

    static func database(_ words: String) -> Refusal {
        Refusal(
            "SEC-33", "database_damaged", "SQLite finds: \(words)",
            hint: "restore a backup, or copy what is readable to a new vault")
    }

    static func rights(_ file: String, mode: UInt32) -> Refusal {
        Refusal(
            "SEC-34", "file_not_private", "\(file) may be read or written by others (mode \(String(mode, radix: 8)))",
            hint: "take the rights away with chmod 600")
    }
}
