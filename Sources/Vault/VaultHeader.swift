internal import Cryptography
internal import SQLite

/// What the file says in clear: the vault's id, the number of its key, and its slots.
struct VaultHeader {
    let vault: VaultID
    /// Counts the vault keys that the file has had.
    let keyEpoch: UInt32
    /// The slots that have the form this version writes; others are left alone and shown by `doctor`.
    let slots: [KeySlot]
    /// Number of rows in the table of slots.
    let slotRows: Int
    /// SHA-256 over all rows of slots.
    let slotsHash: [UInt8]

    /// Reads the header.
    ///
    /// - Throws: `damagedHeader`.
    init(_ connection: Connection) throws(VaultError) {
        let file = connection.file
        let row = try VaultError.wrapping { () throws(SQLiteError) in
            try connection.first("SELECT vault, key_epoch FROM header WHERE id = 1") { (row) throws(SQLiteError) in
                (try row.blob(0), try row.integer(1))
            }
        }
        guard let row, let vault = VaultID(row.0), let keyEpoch = UInt32(exactly: row.1) else {
            throw .damagedHeader(file: file, part: "header")
        }
        (self.vault, self.keyEpoch) = (vault, keyEpoch)
        let rows = try VaultError.wrapping { () throws(SQLiteError) in
            // One more than there may be, so that a hostile file cannot make us read on and on.
            try connection.rows("SELECT id, kind, parameters, sealed FROM slot ORDER BY id LIMIT 9") {
                (row) throws(SQLiteError) in
                (try row.integer(0), try row.integer(1), try row.blob(2), try row.blob(3))
            }
        }
        var hashed = LayoutWriter()
        for row in rows {
            hashed.integer(row.0)
            hashed.integer(row.1)
            hashed.integer(UInt32(clamping: row.2.count))
            hashed.raw(row.2)
            hashed.integer(UInt32(clamping: row.3.count))
            hashed.raw(row.3)
        }
        slotsHash = HashAlgorithm.sha256.hash(hashed.bytes)
        slotRows = rows.count
        slots = rows.compactMap { row in
            guard let id = SlotID(Int(clamping: row.0)), let kind = UInt8(exactly: row.1).flatMap(SlotKind.init),
                let derivation = SlotDerivation(row.2)
            else { return nil }
            return KeySlot(id: id, kind: kind, derivation: derivation, sealed: row.3)
        }
    }

    /// Opens the vault key with the first slot that the secret fits.
    ///
    /// - Throws: `wrongSecret`, which a damaged slot gives too; `cryptography` when the derivation cannot be made.
    func opened(with secret: borrowing SlotSecret) throws(VaultError) -> OpenedSlot {
        let context = AssociatedData(vault: vault, keyEpoch: keyEpoch)
        for slot in slots where slot.kind == secret.kind {
            let slotKey = try SlotSealing.key(of: secret, slot.derivation)
            if let vaultKey = try SlotSealing.opened(slot, with: slotKey, context) {
                return OpenedSlot(slot: slot, slotKey: slotKey, vaultKey: vaultKey)
            }
        }
        throw .wrongSecret(kind: secret.kind)
    }
}

/// A slot with the two keys that opening it brought to light.
struct OpenedSlot: ~Copyable {
    let slot: KeySlot
    let slotKey: SecretBytes
    let vaultKey: SecretBytes
}
