public import SQLite

/// An error of a module above that can carry a `VaultError`, so that `CredentialVault.transaction` throws exactly what
/// its closure throws. An enum conforms by having the case `vault(VaultError)`.
public protocol WrapsVaultError: Error {
    /// Wraps an error of the vault.
    static func vault(_ error: VaultError) -> Self
}

extension VaultError: WrapsVaultError, WrapsSQLiteError {
    /// The error itself.
    public static func vault(_ error: VaultError) -> VaultError { error }
}

extension WrapsVaultError {
    /// Runs something that throws an error of the vault, and throws that error wrapped.
    @discardableResult
    public static func wrappingVault<Result: ~Copyable>(
        _ body: () throws(VaultError) -> Result
    ) throws(Self) -> Result {
        do throws(VaultError) { return try body() } catch { throw .vault(error) }
    }
}
