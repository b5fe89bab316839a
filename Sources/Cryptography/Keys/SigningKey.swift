/// A private key that signs: in software today, in hardware later.
public protocol SigningKey: Sendable {
    /// The public part.
    var publicKey: PublicKey { get }

    /// Signs a message.
    ///
    /// - Returns: 64 octets: r and s for P-256, the Ed25519 signature otherwise.
    /// - Throws: `wrongUse` when the key does not sign, `libraryFailure`.
    func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8]
}
