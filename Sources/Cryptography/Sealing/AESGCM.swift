import COpenSSL

/// AES in Galois/Counter Mode with a 12-byte nonce and a 16-byte tag, for the encryption of JOSE.
///
/// The key has 16 bytes (`A128GCM`) or 32 (`A256GCM`). A nonce must never serve twice with one key, so keys come from a
/// fresh key agreement for each message; what is stored is sealed with `XChaCha20Poly1305` instead.
///
/// Source: NIST SP 800-38D, RFC 7518 §5.3.
public enum AESGCM {
    /// Bytes of a nonce.
    public static let nonceCount = 12
    /// Bytes of a tag.
    public static let tagCount = 16

    /// Encrypts.
    ///
    /// - Returns: the ciphertext, as long as the plaintext, and the tag.
    /// - Throws: `parameterLength`, `libraryFailure`.
    public static func seal(
        _ plaintext: [UInt8], key: borrowing SecretBytes, nonce: [UInt8], authenticating context: [UInt8]
    ) throws(CryptographyError) -> (ciphertext: [UInt8], tag: [UInt8]) {
        let cipher = unsafe try cipher(key: key, nonce: nonce)
        var (ciphertext, tag) = ([UInt8](repeating: 0, count: plaintext.count), [UInt8](repeating: 0, count: tagCount))
        let sealed = key.withBytes { key in
            unsafe run(cipher, .sealing, key, nonce, context, from: plaintext, to: &ciphertext, tag: &tag)
        }
        guard sealed else { throw .libraryFailure(operation: "sealing with AES-GCM") }
        return (ciphertext, tag)
    }

    /// Decrypts.
    ///
    /// - Parameter tag: unchecked; only a whole one of 16 bytes is accepted.
    /// - Throws: `notAuthentic` for any change, `parameterLength`.
    public static func open(
        _ ciphertext: [UInt8], tag: [UInt8], key: borrowing SecretBytes, nonce: [UInt8],
        authenticating context: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        let cipher = unsafe try cipher(key: key, nonce: nonce)
        // A short tag would be checked as far as it goes, and a tag of one byte is soon guessed.
        guard tag.count == tagCount else { throw .notAuthentic }
        var (plaintext, tag) = ([UInt8](repeating: 0, count: ciphertext.count), tag)
        let opened = key.withBytes { key in
            unsafe run(cipher, .opening, key, nonce, context, from: ciphertext, to: &plaintext, tag: &tag)
        }
        guard opened else { throw .notAuthentic }
        return plaintext
    }

    private enum Direction: Int32 {
        case opening = 0
        case sealing = 1
    }

    /// Looked up once: 0.44 µs for a message instead of 0.67 µs.
    @safe private struct Ciphers: @unchecked Sendable {
        let aes128 = unsafe EVP_CIPHER_fetch(nil, "AES-128-GCM", nil)
        let aes256 = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
    }

    private static let ciphers = Ciphers()

    private static func cipher(
        key: borrowing SecretBytes, nonce: [UInt8]
    ) throws(CryptographyError) -> OpaquePointer {
        guard nonce.count == nonceCount else {
            throw .parameterLength(name: "nonce", bytes: nonce.count, expected: nonceCount)
        }
        guard key.count == 16 || key.count == 32 else {
            throw .parameterLength(name: "key", bytes: key.count, expected: 32)
        }
        guard let cipher = unsafe key.count == 16 ? ciphers.aes128 : ciphers.aes256 else {
            throw .libraryFailure(operation: "finding AES-GCM")
        }
        return unsafe cipher
    }

    /// Runs the cipher over context and input; `tag` is written when sealing and checked when opening.
    private static func run(
        _ cipher: OpaquePointer, _ direction: Direction, _ key: RawSpan, _ nonce: [UInt8], _ context: [UInt8],
        from input: [UInt8], to output: inout [UInt8], tag: inout [UInt8]
    ) -> Bool {
        guard let inputCount = Int32(exactly: input.count), let contextCount = Int32(exactly: context.count),
            let state = unsafe EVP_CIPHER_CTX_new()
        else { return false }
        defer { unsafe EVP_CIPHER_CTX_free(state) }
        var count: Int32 = 0
        var rest: [UInt8] = [0]
        guard
            unsafe key.withOctets({ unsafe EVP_CipherInit_ex2(state, cipher, $0, nonce, direction.rawValue, nil) })
                == 1,
            unsafe contextCount == 0 || EVP_CipherUpdate(state, nil, &count, context, contextCount) == 1,
            unsafe inputCount == 0 || EVP_CipherUpdate(state, &output, &count, input, inputCount) == 1
        else { return false }
        switch direction {
        case .sealing:
            return unsafe EVP_CipherFinal_ex(state, &rest, &count) == 1
                && EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_GET_TAG, 16, &tag) == 1
        case .opening:
            guard unsafe EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_SET_TAG, 16, &tag) == 1,
                unsafe EVP_CipherFinal_ex(state, &rest, &count) == 1
            else {
                ERR_clear_error()
                return false
            }
            return true
        }
    }
}
