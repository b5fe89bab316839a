public import Cryptography

/// What a person presents to open a vault.
public struct SlotSecret: ~Copyable, Sendable {
    /// Which kind of slot it opens.
    public let kind: SlotKind
    /// The octets that go into the derivation.
    let bytes: SecretBytes

    private init(_ kind: SlotKind, _ bytes: consuming SecretBytes) {
        self.kind = kind
        self.bytes = bytes
    }

    /// A passphrase, its octets as they were typed.
    public static func passphrase(_ octets: consuming SecretBytes) -> SlotSecret { SlotSecret(.passphrase, octets) }

    /// A recovery key.
    public static func recoveryKey(_ key: consuming RecoveryKey) -> SlotSecret {
        SlotSecret(.recoveryKey, key.takeBytes())
    }

    /// The content of a key file.
    public static func keyFile(_ content: consuming SecretBytes) -> SlotSecret { SlotSecret(.keyFile, content) }

    /// Refuses lengths with which no slot is made.
    borrowing func requireLength() throws(VaultError) {
        switch kind {
        case .passphrase:
            guard (12...1_024).contains(bytes.count) else { throw .passphraseLength(bytes: bytes.count) }
        case .keyFile:
            guard (32...65_536).contains(bytes.count) else { throw .keyFileLength(bytes: bytes.count) }
        case .recoveryKey: break
        }
    }
}
