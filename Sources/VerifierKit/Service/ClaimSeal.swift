import Cryptography
public import JSON

/// Seals verified claims for the life of this process: who reads the database later finds nothing (SEC-28).
public struct ClaimSeal: Sendable {
    private final class Key: Sendable {
        let secret: SecretBytes
        init() throws(CryptographyError) { secret = try SecretBytes(randomCount: XChaCha20Poly1305.keyCount) }
    }

    private let key: Key

    /// Draws the key of this process.
    ///
    /// - Throws: `cryptography`.
    public init() throws(VerifierKitError) {
        do throws(CryptographyError) { key = try Key() } catch { throw .cryptography(error) }
    }

    /// Seals the claims of one transaction.
    ///
    /// - Throws: `cryptography`.
    public func seal(_ claims: JSONValue, transaction id: String) throws(VerifierKitError) -> [UInt8] {
        let nonce = SystemRandom().bytes(XChaCha20Poly1305.nonceCount)
        do throws(CryptographyError) {
            return nonce
                + (try XChaCha20Poly1305.seal(
                    claims.serialized(), key: key.secret, nonce: nonce, authenticating: Array(id.utf8)))
        } catch { throw .cryptography(error) }
    }

    /// Opens what this process sealed; nil for what an earlier process sealed.
    public func open(_ sealed: [UInt8], transaction id: String) -> JSONValue? {
        guard sealed.count > XChaCha20Poly1305.nonceCount else { return nil }
        let nonce = Array(sealed[..<XChaCha20Poly1305.nonceCount])
        let text = Array(sealed[XChaCha20Poly1305.nonceCount...])
        guard
            let bytes = try? XChaCha20Poly1305.open(
                text, key: key.secret, nonce: nonce, authenticating: Array(id.utf8))
        else { return nil }
        return try? JSONValue(parsing: bytes, limits: .own)
    }
}
