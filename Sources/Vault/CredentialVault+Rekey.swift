internal import Cryptography
internal import SQLite

extension CredentialVault {
    /// Gives the vault a new key and seals every record anew.
    ///
    /// Whoever knows the old key, from a removed passphrase and an old copy of the file, cannot read what is written from
    /// now on. Only the slot of `present` stays: the others' secrets are not at hand, so they must be added again.
    ///
    /// - Parameter present: what opens the vault now, and will open it.
    /// - Returns: the kinds of the slots that are gone.
    /// - Throws: `wrongSecret`, `damagedRecord`, `keyChanged`, `changedOutside`, and those of `transaction`; nothing is changed then.
    @discardableResult
    public func rekey(authorisedBy present: borrowing SlotSecret) throws(VaultError) -> [SlotKind] {
        let random = configuration.random
        let header = try database.read { (connection) throws(VaultError) in try VaultHeader(connection) }
        let opened = try header.opened(with: present)
        let vaultKey = try Self.randomKey(random)
        let (keyEpoch, overflow) = header.keyEpoch.addingReportingOverflow(1)
        guard !overflow else { throw .internalInconsistency("the vault had 2^32 keys") }
        let keys = try VaultKeys(vault: id, keyEpoch: keyEpoch, vaultKey: vaultKey)
        let slot = try SlotSealing.sealed(
            vaultKey, under: opened.slotKey, opened.slot.id, opened.slot.kind, opened.slot.derivation, keys.context,
            random)
        try transaction { (transaction) throws(VaultError) in
            let connection = transaction.reader.connection
            // The new manifest vouches for whatever is there, so nothing may have been put back since the opening.
            let findings = try CompletenessCheck(transaction.reader).findings
            guard findings.isEmpty else { throw .changedOutside(findings: findings) }
            guard try VaultHeader(connection).slotsHash == header.slotsHash else { throw .keyChanged(file: file) }
            try VaultError.wrapping { () throws(SQLiteError) in
                try connection.run("DELETE FROM slot")
                try connection.insert(slot)
                try connection.run("UPDATE header SET key_epoch = ?", [.integer(Int64(keyEpoch))])
                try connection.run("DELETE FROM tag")
            }
            try transaction.reseal(with: keys)
        }
        withState { if $0.keys != nil { $0.keys = keys } }
        forgetOldPages()
        return header.slots.filter { $0.id != opened.slot.id }.map(\.kind)
    }
}

extension VaultTransaction {
    /// Seals all records and the manifest under other keys, and writes the search entries anew.
    mutating func reseal(with new: VaultKeys) throws(VaultError) {
        let old = reader
        var manifest = manifest
        manifest.rows = SetHash()
        manifest.tagCount = 0
        let ids = try VaultError.wrapping { () throws(SQLiteError) in
            try old.connection.rows("SELECT id FROM record") { (row) throws(SQLiteError) in
                RecordID(row: try row.integer(0))
            }
        }
        for id in ids { try Self.reseal(id, old, new, random, &manifest) }
        manifest.slots = try VaultHeader(old.connection).slotsHash
        replace(manifest, reader: try RecordReader(old.connection, new))
    }

    private static func reseal(
        _ id: RecordID, _ old: RecordReader, _ new: VaultKeys, _ random: any RandomSource, _ manifest: inout Manifest
    ) throws(VaultError) {
        let row = try old.row(id)
        guard let label = old.keys.label(row.label, of: row.identity) else { throw .damagedRecord(id) }
        let identity = RowIdentity(
            id: id, category: new.token(category: label.category),
            name: new.token(name: label.name, in: label.category))
        let sealedLabel = try new.sealed(label, for: identity, random)
        // Every value goes through guarded memory here: there may be keys among them.
        let sealedValue = try new.sealed(
            secret: try old.anyValue(of: row), for: identity, under: sealedLabel, random)
        try VaultError.wrapping { () throws(SQLiteError) in
            try old.connection.run(
                "UPDATE record SET category = ?, name = ?, label = ?, seal = ? WHERE id = ?",
                [
                    .blob(identity.category), .blob(identity.name), .blob(sealedLabel.bytes),
                    .blob(sealedValue.nonceAndTag), .integer(id.row),
                ])
            try old.connection.run(
                "UPDATE value SET sealed = ? WHERE id = ?", [.blob(sealedValue.ciphertext), .integer(id.row)])
        }
        manifest.rows.insert(
            new.element(identity, label: sealedLabel.nonceAndTag, value: sealedValue.nonceAndTag))
        for tag in label.tags {
            let token = new.token(tag: tag, in: label.category)
            try VaultError.wrapping { () throws(SQLiteError) in
                try old.connection.run(
                    "INSERT INTO tag (token, record) VALUES (?, ?)", [.blob(token), .integer(id.row)])
            }
            manifest.rows.insert(new.element(tag: token, of: id))
            manifest.tagCount += 1
        }
    }
}
