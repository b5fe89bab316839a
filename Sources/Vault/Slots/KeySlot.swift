/// The kinds of secrets that open a vault.
public enum SlotKind: UInt8, Sendable, Hashable, CaseIterable {
    /// A passphrase that a person remembers.
    case passphrase = 1
    /// A random key that a person keeps on paper.
    case recoveryKey = 2
    /// A file with random bytes.
    case keyFile = 3

    /// What messages call it.
    public var words: String {
        switch self {
        case .passphrase: "passphrase"
        case .recoveryKey: "recovery key"
        case .keyFile: "key file"
        }
    }
}

/// The number of a slot, 0 to 7.
public struct SlotID: Sendable, Hashable, CustomStringConvertible {
    /// The row id.
    let row: Int64

    init(row: Int64) { self.row = row }

    /// A slot number from outside; nil when no slot can have it.
    public init?(_ number: Int) {
        guard (0..<KeySlot.limit).contains(number) else { return nil }
        row = Int64(number)
    }

    /// The number.
    public var description: String { String(row) }
}

/// One way to open a vault: the vault key, sealed under a key that Argon2id derives from a secret.
public struct KeySlot: Sendable, Hashable {
    /// Its number.
    public let id: SlotID
    /// What opens it.
    public let kind: SlotKind
    /// Cost and salt of the derivation.
    public let derivation: SlotDerivation
    /// Nonce, sealed vault key, tag.
    let sealed: [UInt8]

    /// The largest number of slots of a vault.
    public static let limit = 8
}
