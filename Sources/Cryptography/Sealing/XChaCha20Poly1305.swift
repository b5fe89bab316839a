import CSodium

/// Authenticated encryption with a random 24-byte nonce, long enough never to repeat.
///
/// Source: libsodium `crypto_aead_xchacha20poly1305_ietf`.
public enum XChaCha20Poly1305 {
    /// Bytes of a key.
    public static let keyCount = 32
    /// Bytes of a nonce.
    public static let nonceCount = 24
    /// Bytes that a sealed text has more than the plain one.
    public static let tagCount = 16

    /// Encrypts.
    ///
    /// - Returns: the ciphertext followed by the tag.
    /// - Throws: `parameterLength`, `libraryFailure`.
    public static func seal(
        _ plaintext: [UInt8], key: borrowing SecretBytes, nonce: [UInt8], authenticating context: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try check(key, nonce)
        var sealed = [UInt8](repeating: 0, count: plaintext.count + tagCount)
        let answer = key.withBytes { span in
            unsafe span.withOctets {
                unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                    &sealed, nil, plaintext, UInt64(plaintext.count), context, UInt64(context.count), nil, nonce, $0)
            }
        }
        guard answer == 0 else { throw .libraryFailure(operation: "sealing with XChaCha20-Poly1305") }
        return sealed
    }

    /// Decrypts what `seal` made with the same key, nonce and context.
    ///
    /// - Throws: `notAuthentic` for any change, `parameterLength`.
    public static func open(
        _ sealed: [UInt8], key: borrowing SecretBytes, nonce: [UInt8], authenticating context: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try check(key, nonce)
        guard sealed.count >= tagCount else { throw .notAuthentic }
        var plaintext = [UInt8](repeating: 0, count: sealed.count - tagCount)
        let answer = key.withBytes { span in
            unsafe span.withOctets {
                unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                    &plaintext, nil, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce, $0)
            }
        }
        guard answer == 0 else { throw .notAuthentic }
        return plaintext
    }

    static func check(_ key: borrowing SecretBytes, _ nonce: [UInt8]) throws(CryptographyError) {
        guard key.count == keyCount else {
            throw .parameterLength(name: "key", bytes: key.count, expected: keyCount)
        }
        guard nonce.count == nonceCount else {
            throw .parameterLength(name: "nonce", bytes: nonce.count, expected: nonceCount)
        }
    }
}
