public import Rules
public import Vault

extension Wallet {
    /// Takes what is readable as the new content of a vault that was changed outside this program.
    ///
    /// After the whole vault was put back to an older state, nobody knows which copies were shown since then, so those
    /// that look unused are not shown to anybody (SDPRV-01).
    ///
    /// - Returns: what was lost.
    /// - Throws: `vault`.
    public func acceptChanges() throws(WalletKitError) -> LossReport {
        let loss = try Self.wrap { () throws(VaultError) in try vault.acceptChanges() }
        guard loss.wasRolledBack else { return loss }
        for record in try records(of: try list(Category.copy)) {
            let read = try ifReadable { () throws(WalletKitError) in try CredentialCopy(record) }
            guard var copy = read, copy.shownTo == nil else { continue }
            copy.shownTo = CredentialCopy.unknownVerifier
            let (id, value) = (copy.record, copy.value)
            try Self.wrap { () throws(VaultError) in _ = try vault.update(id, value: value, expecting: nil) }
        }
        return loss
    }

    /// Proves the vault sound, or says what is wrong with it.
    ///
    /// - Throws: `vault`; damage is a failed step, not an error.
    public func doctor() throws(WalletKitError) -> StepLog {
        try Self.wrap { () throws(VaultError) in try vault.doctor() }
    }
}
