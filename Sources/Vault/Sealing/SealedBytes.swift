internal import Cryptography

/// A sealed text as the file holds it: nonce (24), ciphertext, tag (16).
struct SealedBytes: Equatable {
    let bytes: [UInt8]

    static let overhead = XChaCha20Poly1305.nonceCount + XChaCha20Poly1305.tagCount

    /// Takes what was read from a column; nil when it is too short to be sealed.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.overhead else { return nil }
        self.bytes = bytes
    }

    /// Puts the two columns of a value together; nil when one of them has a wrong length.
    init?(seal: [UInt8], ciphertext: [UInt8]) {
        guard seal.count == Self.overhead else { return nil }
        bytes = seal.prefix(XChaCha20Poly1305.nonceCount) + ciphertext + seal.suffix(XChaCha20Poly1305.tagCount)
    }

    /// Seals a text that is padded already.
    init(
        _ plaintext: [UInt8], key: borrowing SecretBytes, context: [UInt8], random: any RandomSource
    ) throws(VaultError) {
        let nonce = random.bytes(XChaCha20Poly1305.nonceCount)
        do throws(CryptographyError) {
            bytes = nonce + (try XChaCha20Poly1305.seal(plaintext, key: key, nonce: nonce, authenticating: context))
        } catch { throw .cryptography(error) }
    }

    /// Seals a secret that is padded already, or needs no padding.
    init(
        _ secret: borrowing SecretBytes, key: borrowing SecretBytes, context: [UInt8], random: any RandomSource
    ) throws(VaultError) {
        let nonce = random.bytes(XChaCha20Poly1305.nonceCount)
        do throws(CryptographyError) {
            bytes = nonce + (try XChaCha20Poly1305.seal(secret, key: key, nonce: nonce, authenticating: context))
        } catch { throw .cryptography(error) }
    }

    /// Opens the text; nil when it was changed, or sealed with another key or in another context.
    func opened(key: borrowing SecretBytes, context: [UInt8]) -> [UInt8]? {
        let nonce = Array(bytes.prefix(XChaCha20Poly1305.nonceCount))
        let rest = Array(bytes.dropFirst(XChaCha20Poly1305.nonceCount))
        return try? XChaCha20Poly1305.open(rest, key: key, nonce: nonce, authenticating: context)
    }

    /// Opens the text as a secret; nil when it was changed, or sealed with another key or in another context.
    ///
    /// - Throws: `cryptography(noGuardedMemory)`.
    func openedSecret(key: borrowing SecretBytes, context: [UInt8]) throws(VaultError) -> SecretBytes? {
        let nonce = Array(bytes.prefix(XChaCha20Poly1305.nonceCount))
        let rest = Array(bytes.dropFirst(XChaCha20Poly1305.nonceCount))
        do throws(CryptographyError) {
            return try XChaCha20Poly1305.openSecret(rest, key: key, nonce: nonce, authenticating: context)
        } catch .notAuthentic {
            return nil
        } catch { throw .cryptography(error) }
    }

    /// What is different at each sealing: 40 bytes.
    var nonceAndTag: [UInt8] {
        bytes.prefix(XChaCha20Poly1305.nonceCount) + bytes.suffix(XChaCha20Poly1305.tagCount)
    }

    /// What lies between nonce and tag.
    var ciphertext: [UInt8] {
        Array(bytes.dropFirst(XChaCha20Poly1305.nonceCount).dropLast(XChaCha20Poly1305.tagCount))
    }
}
