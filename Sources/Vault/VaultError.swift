public import Cryptography
public import Rules
public import SQLite

/// Why a vault could not be opened, read or changed.
public enum VaultError: RuleError {
    /// No slot opens with this secret: it is wrong, or the slot is damaged; nobody can tell which.
    case wrongSecret(kind: SlotKind)
    /// The file is a SQLite database, but no vault; or no database at all.
    case notAVault(file: String)
    /// The file ends before its last page.
    case cutOff(file: String, bytes: Int64, expected: Int64)
    /// The header or a slot does not have the form that this version writes.
    case damagedHeader(file: String, part: String)
    /// The file was changed by something that does not know the vault key; nothing is written until that is accepted.
    case changedOutside(findings: [Refusal])
    /// Another process changed the vault key; the vault must be opened again.
    case keyChanged(file: String)
    /// The vault was locked.
    case locked
    /// A record's sealed bytes do not open: they were damaged or put there by someone else.
    case damagedRecord(RecordID)
    /// There is no record of this id.
    case unknownRecord(RecordID)
    /// The category has a record of this name.
    case nameTaken(category: String)
    /// The record was written since the caller read it.
    case recordChanged(RecordID)
    /// The value is a key: it is lent by `withSecret`, not returned.
    case secretRecord(RecordID)
    /// The value is no key, so it is read and not lent.
    case notASecret(RecordID)
    /// Something is longer than the vault stores.
    case tooLong(what: String, bytes: Int, limit: Int)
    /// A category is not 1 to 64 of the characters a–z, 0–9 and `-`.
    case malformedCategory
    /// The vault has as many records as it may have.
    case tooManyRecords(limit: Int)
    /// All slots are in use.
    case slotsFull(limit: Int)
    /// There is no slot of this number.
    case unknownSlot(SlotID)
    /// The last slot that is left cannot be removed.
    case lastSlot
    /// The passphrase is shorter or longer than the format allows.
    case passphraseLength(bytes: Int)
    /// The key file is shorter or longer than the format allows.
    case keyFileLength(bytes: Int)
    /// The cost that was asked for Argon2id is outside of the bounds.
    case derivationCost(memoryKiB: UInt64, passes: UInt64)
    /// A recovery key has a wrong number of characters.
    case recoveryKeyLength(characters: Int)
    /// A recovery key holds a character that none can have; counted from 1, spaces and hyphens left out.
    case recoveryKeyCharacter(position: Int)
    /// The check characters of a recovery key do not fit, and no single correction makes them fit.
    case recoveryKeyMistyped
    /// The file of epochs cannot be used, so that an older copy of a vault would not be noticed.
    case epochFileUnusable(path: String, why: String)
    /// An error of the database.
    case sqlite(SQLiteError)
    /// An error of the cryptography.
    case cryptography(CryptographyError)
    /// Something that cannot be was the case: a fault of this program.
    case internalInconsistency(String)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .sqlite(let error): error.refusal
        case .cryptography(let error): error.refusal
        case .wrongSecret, .notAVault, .cutOff, .damagedHeader, .changedOutside, .keyChanged, .locked:
            openingRefusal
        case .damagedRecord, .unknownRecord, .nameTaken, .recordChanged, .secretRecord, .notASecret, .tooLong,
            .malformedCategory,
            .tooManyRecords:
            recordRefusal
        default: slotRefusal
        }
    }
}
