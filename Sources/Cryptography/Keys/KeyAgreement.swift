import COpenSSL
import CSodium

extension SoftwareKey {
    /// The secret that this key and another side's key agree on: the x coordinate, 32 bytes.
    ///
    /// - Throws: `wrongUse` when the curves differ or do not agree on secrets, `weakSharedSecret`. Source: RFC 7518
    ///   §4.6, RFC 7748.
    public func sharedSecret(with other: PublicKey) throws(CryptographyError) -> SecretBytes {
        guard other.curve == publicKey.curve else {
            throw .wrongUse(curve: other.curve, operation: "agree with \(publicKey.curve)")
        }
        var secret = [UInt8](repeating: 0, count: 32)
        switch publicKey.curve {
        case .p256:
            guard let native, let peer = other.native, let point = unsafe EC_KEY_get0_public_key(peer.pointer),
                unsafe ECDH_compute_key(&secret, 32, point, native.pointer, nil) == 32
            else {
                ERR_clear_error()
                throw .libraryFailure(operation: "agreeing on a P-256 secret")
            }
        case .x25519:
            let answer = withSecret { span in
                unsafe span.withOctets { unsafe crypto_scalarmult(&secret, $0, other.x) }
            }
            guard answer == 0 else { throw .weakSharedSecret }
        case .ed25519: throw .wrongUse(curve: .ed25519, operation: "agree on a secret")
        }
        return try SecretBytes(wiping: &secret)
    }
}
