public import Cryptography

extension JWK {
    /// The key to agree with when a message is encrypted to this JWK.
    ///
    /// - Throws: `key` with `missing` when it has no `alg`, `restricted` when its `alg`, `use` or `key_ops` forbid it.
    ///   Source: OpenID4VP §8.3 (ENC-02, ENC-08).
    public func encryptionKey() throws(JOSEError) -> PublicKey {
        guard let algorithm else { throw .key(.missing(Member.algorithm)) }
        guard algorithm == JWEHeader.algorithm else { throw .key(.restricted(member: Member.algorithm)) }
        if let use, use != "enc" { throw .key(.restricted(member: Member.use)) }
        if let operations, !operations.contains("deriveKey"), !operations.contains("deriveBits") {
            throw .key(.restricted(member: Member.operations))
        }
        return publicKey
    }
}
