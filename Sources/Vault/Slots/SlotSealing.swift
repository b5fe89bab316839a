internal import Cryptography

/// Seals the vault key under a slot's secret, and opens it again.
enum SlotSealing {
    /// The cost for secrets that nobody can guess: they have 160 bits or more, so that the derivation need not be slow.
    private static let costOfRandomSecrets = Argon2id.Parameters.smallest

    /// A cost and a fresh salt for a new slot.
    static func derivation(
        for kind: SlotKind, passphraseCost: Argon2id.Parameters, _ random: any RandomSource
    ) -> SlotDerivation {
        let cost = kind == .passphrase ? passphraseCost : costOfRandomSecrets
        return SlotDerivation(cost: cost, salt: random.bytes(Argon2id.saltCount))
    }

    static func key(of secret: borrowing SlotSecret, _ derivation: SlotDerivation) throws(VaultError) -> SecretBytes {
        do throws(CryptographyError) {
            return try Argon2id.key(
                count: VaultKeys.byteCount, from: secret.bytes, salt: derivation.salt, parameters: derivation.cost)
        } catch { throw .cryptography(error) }
    }

    static func sealed(
        _ vaultKey: borrowing SecretBytes, under slotKey: borrowing SecretBytes, _ id: SlotID, _ kind: SlotKind,
        _ derivation: SlotDerivation, _ context: AssociatedData, _ random: any RandomSource
    ) throws(VaultError) -> KeySlot {
        let context = context.slot(id, kind, parameters: derivation.bytes)
        let sealed = try SealedBytes(vaultKey, key: slotKey, context: context, random: random)
        return KeySlot(id: id, kind: kind, derivation: derivation, sealed: sealed.bytes)
    }

    /// The vault key; nil when the key of the slot is wrong or the slot is damaged.
    static func opened(
        _ slot: KeySlot, with slotKey: borrowing SecretBytes, _ context: AssociatedData
    ) throws(VaultError) -> SecretBytes? {
        let context = context.slot(slot.id, slot.kind, parameters: slot.derivation.bytes)
        guard let key = try SealedBytes(slot.sealed)?.openedSecret(key: slotKey, context: context),
            key.count == VaultKeys.byteCount
        else { return nil }
        return key
    }
}
