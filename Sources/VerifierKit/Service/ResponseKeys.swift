import Bytes
public import Cryptography
public import JOSE
import JSON

/// Makes and keeps the keys to which wallets encrypt: one for each transaction, sealed in the database, gone with its end.
///
/// They are sealed under a secret of the verifier's folder and not of the process, so that a transaction outlives a restart.
/// Source: OpenID4VP 1.0 §8.3, HAIP 1.0 §5 (ENC-02, ENC-04, ENC-10).
public struct ResponseKeys: Sendable {
    /// A key as a transaction keeps it.
    public struct Kept: Sendable {
        /// What the request announces; `kid` is different in every transaction (RSP-07).
        public let publicKey: JWK
        /// The private part, sealed.
        public let sealed: [UInt8]

        /// Puts the two together.
        public init(publicKey: JWK, sealed: [UInt8]) { (self.publicKey, self.sealed) = (publicKey, sealed) }
    }

    private final class Seal: Sendable {
        let key: SecretBytes
        init(secret: [UInt8]) throws(CryptographyError) {
            var secret = secret
            key = try HKDF.key(
                .sha256, secret: SecretBytes(wiping: &secret), salt: [], info: Array("carnet response keys".utf8),
                count: XChaCha20Poly1305.keyCount)
        }
    }

    private let seal: Seal
    private let random: any RandomSource

    /// Seals under a key of its own, derived from the secret.
    ///
    /// - Throws: `cryptography`.
    public init(secret: [UInt8], random: any RandomSource) throws(VerifierKitError) {
        do throws(CryptographyError) { seal = try Seal(secret: secret) } catch { throw .cryptography(error) }
        self.random = random
    }

    /// Makes the key of a transaction.
    ///
    /// - Throws: `cryptography`.
    public func make(for requestID: String) throws(VerifierKitError) -> Kept {
        do throws(CryptographyError) {
            let key = try SoftwareKey(generating: .p256, life: .passing, from: random)
            let nonce = random.bytes(XChaCha20Poly1305.nonceCount)
            let pair = JWK.Private(agreeing: key, keyID: Base64URL.encode(random.bytes(16)))
            let sealed = try XChaCha20Poly1305.seal(
                key.exportedSecret(), key: seal.key, nonce: nonce,
                authenticating: Self.context(of: pair.publicJWK, requestID))
            return Kept(publicKey: pair.publicJWK, sealed: nonce + sealed)
        } catch { throw .cryptography(error) }
    }

    /// Opens the key of a transaction.
    ///
    /// - Throws: `cryptography` when it belongs to another transaction, public key or folder.
    public func open(_ kept: Kept, for requestID: String) throws(VerifierKitError) -> JWK.Private {
        let count = XChaCha20Poly1305.nonceCount
        do throws(CryptographyError) {
            let secret = try XChaCha20Poly1305.openSecret(
                Array(kept.sealed.dropFirst(count)), key: seal.key, nonce: Array(kept.sealed.prefix(count)),
                authenticating: Self.context(of: kept.publicKey, requestID), life: .passing)
            return JWK.Private(kept.publicKey, key: try SoftwareKey(made: secret, publicKey: kept.publicKey.publicKey))
        } catch { throw .cryptography(error) }
    }

    /// The private part opens only beside the public part that it was made with, in its own transaction.
    private static func context(of publicKey: JWK, _ requestID: String) -> [UInt8] {
        Array("\(requestID) \(publicKey.thumbprintText)".utf8)
    }
}
