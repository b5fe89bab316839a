internal import Cryptography
internal import SQLite

extension CredentialVault {
    /// The slots of the vault, in the order of their numbers.
    ///
    /// - Throws: `damagedHeader` and errors of the database; works on a locked vault too.
    public func slots() throws(VaultError) -> [KeySlot] {
        try database.read { (connection) throws(VaultError) in try VaultHeader(connection).slots }
    }

    /// Adds another way to open the vault.
    ///
    /// - Parameters:
    ///   - secret: what will open it.
    ///   - present: what opens it now; an open vault alone must not be enough to let someone else in.
    /// - Returns: the number of the new slot.
    /// - Throws: `wrongSecret`, `slotsFull`, `passphraseLength`, `keyFileLength`, and those of `transaction`.
    @discardableResult
    public func addSlot(
        for secret: borrowing SlotSecret, authorisedBy present: borrowing SlotSecret
    ) throws(VaultError) -> SlotID {
        try secret.requireLength()
        let header = try database.read { (connection) throws(VaultError) in try VaultHeader(connection) }
        let opened = try header.opened(with: present)
        let derivation = derivation(for: secret.kind)
        // Derived before the transaction begins: others must not wait for it.
        let slotKey = try SlotSealing.key(of: secret, derivation)
        let kind = secret.kind
        return try changingSlots(since: header) { (connection, context) throws(VaultError) in
            let taken = try connection.slotRows()
            guard let id = (0..<Int64(KeySlot.limit)).first(where: { !taken.contains($0) }).map(SlotID.init(row:))
            else {
                throw .slotsFull(limit: KeySlot.limit)
            }
            try add(id, kind, derivation, slotKey, opened.vaultKey, context, connection)
            return id
        }
    }

    /// Replaces a secret by another, such as the passphrase; the slot keeps its number.
    ///
    /// Copies of the file that were made before still open with the old secret.
    ///
    /// - Parameters:
    ///   - present: what opens the slot now.
    ///   - secret: what will open it instead; it may be of another kind.
    /// - Throws: `wrongSecret`, `passphraseLength`, `keyFileLength`, and those of `transaction`.
    public func changeSlot(
        _ present: borrowing SlotSecret, to secret: borrowing SlotSecret
    ) throws(VaultError) {
        try secret.requireLength()
        let header = try database.read { (connection) throws(VaultError) in try VaultHeader(connection) }
        let opened = try header.opened(with: present)
        let derivation = derivation(for: secret.kind)
        let slotKey = try SlotSealing.key(of: secret, derivation)
        let kind = secret.kind
        try changingSlots(since: header) { (connection, context) throws(VaultError) in
            try connection.removeSlot(opened.slot.id)
            try add(opened.slot.id, kind, derivation, slotKey, opened.vaultKey, context, connection)
        }
        forgetOldPages()
    }

    /// Takes a way to open the vault away.
    ///
    /// Copies of the file that were made before still open with the old secret; `rekey` makes sure that they tell nothing
    /// about later records.
    ///
    /// - Throws: `lastSlot`, `unknownSlot`, and those of `transaction`.
    public func removeSlot(_ id: SlotID) throws(VaultError) {
        let header = try database.read { (connection) throws(VaultError) in try VaultHeader(connection) }
        try changingSlots(since: header) { (connection, _) throws(VaultError) in
            guard try connection.slotRows().contains(id.row) else { throw .unknownSlot(id) }
            // Slots that this version cannot use do not count: they may be damaged.
            guard try VaultHeader(connection).slots.contains(where: { $0.id != id }) else { throw .lastSlot }
            try connection.removeSlot(id)
        }
        forgetOldPages()
    }

    private func derivation(for kind: SlotKind) -> SlotDerivation {
        SlotSealing.derivation(for: kind, passphraseCost: configuration.passphraseCost, configuration.random)
    }

    /// Changes slots in a transaction, and notes them in the manifest.
    private func changingSlots<Result: Sendable>(
        since header: VaultHeader, _ body: (Connection, AssociatedData) throws(VaultError) -> Result
    ) throws(VaultError) -> Result {
        try transaction { (transaction) throws(VaultError) in
            let connection = transaction.reader.connection
            let now = try VaultHeader(connection)
            // Another process may have changed the slots while this one derived keys.
            guard now.keyEpoch == header.keyEpoch, now.slotsHash == header.slotsHash else {
                throw .keyChanged(file: file)
            }
            let result = try body(connection, transaction.reader.keys.context)
            transaction.manifest.slots = try VaultHeader(connection).slotsHash
            transaction.isChanged = true
            return result
        }
    }

    private func add(
        _ id: SlotID, _ kind: SlotKind, _ derivation: SlotDerivation, _ slotKey: borrowing SecretBytes,
        _ vaultKey: borrowing SecretBytes, _ context: AssociatedData, _ connection: Connection
    ) throws(VaultError) {
        let slot = try SlotSealing.sealed(
            vaultKey, under: slotKey, id, kind, derivation, context, configuration.random)
        try VaultError.wrapping { () throws(SQLiteError) in try connection.insert(slot) }
    }

    /// Overwrites in the WAL what was just erased from the file; another process that reads may put it off.
    ///
    /// The change itself is made and durable, so a failure here is a warning.
    func forgetOldPages() {
        do throws(SQLiteError) { try database.checkpoint() } catch .busy {} catch { warn(error.refusal) }
    }
}

extension Connection {
    /// The numbers of all slots, also of those that this version cannot read.
    fileprivate func slotRows() throws(VaultError) -> [Int64] {
        try VaultError.wrapping { () throws(SQLiteError) in
            try rows("SELECT id FROM slot") { (row) throws(SQLiteError) in try row.integer(0) }
        }
    }

    /// Removes a slot.
    fileprivate func removeSlot(_ id: SlotID) throws(VaultError) {
        try VaultError.wrapping { () throws(SQLiteError) in
            try run("DELETE FROM slot WHERE id = ?", [.integer(id.row)])
        }
    }
}
