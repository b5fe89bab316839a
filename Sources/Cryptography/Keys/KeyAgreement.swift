import CSodium

extension SoftwareKey {
    /// The secret that this key and another side's key agree on: the x coordinate, 32 bytes, from which a key is derived
    /// at once.
    ///
    /// - Throws: `wrongUse` when the curves differ or do not agree on secrets, `weakSharedSecret`. Source: RFC 7518
    ///   §4.6, RFC 7748 §6.1.
    public func sharedSecret(with other: PublicKey) throws(CryptographyError) -> SecretBytes {
        guard other.curve == publicKey.curve else {
            throw .wrongUse(curve: other.curve, operation: "agree with \(publicKey.curve)")
        }
        guard publicKey.curve != .ed25519 else { throw .wrongUse(curve: .ed25519, operation: "agree on a secret") }
        return try withSecret { secret throws(CryptographyError) in
            try SecretBytes(count: 32, life: .passing) { (output: inout MutableRawSpan) throws(CryptographyError) in
                if let point = other.checked.p256 {
                    try point.writeProduct(with: secret, to: &output)
                    return
                }
                let answer = unsafe output.withOctets { output in
                    unsafe secret.withOctets { unsafe crypto_scalarmult(output, $0, other.x) }
                }
                guard answer == 0 else { throw .weakSharedSecret }
            }
        }
    }
}
