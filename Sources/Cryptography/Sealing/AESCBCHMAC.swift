import COpenSSL

/// AES-128 in CBC mode with HMAC-SHA-256, `A128CBC-HS256` of JOSE: read from older peers, never written.
///
/// The key has 32 bytes, 16 for the code and 16 for the cipher. The code is checked before anything is decrypted, so that padding
/// tells an attacker nothing. Source: RFC 7518 §5.2.
public enum AESCBCHMAC {
    /// Bytes of a key.
    public static let keyCount = 32
    /// Bytes of an initialization vector.
    public static let vectorCount = 16
    /// Bytes of a tag: the first half of the code.
    public static let tagCount = 16

    /// Checks and decrypts.
    ///
    /// - Throws: `notAuthentic` for any change, `parameterLength` for a key or vector of another length.
    public static func open(
        _ ciphertext: [UInt8], tag: [UInt8], key: borrowing SecretBytes, vector: [UInt8],
        authenticating context: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard key.count == keyCount else {
            throw .parameterLength(name: "key", bytes: key.count, expected: keyCount)
        }
        guard vector.count == vectorCount else {
            throw .parameterLength(name: "initialization vector", bytes: vector.count, expected: vectorCount)
        }
        return try key.withBytes { key throws(CryptographyError) in
            let code = authenticationCode(key.extracting(0..<16), context, vector, ciphertext)
            guard constantTimeEqual(tag, Array(code.prefix(tagCount))),
                let plaintext = decrypt(ciphertext, key: key.extracting(16..<32), vector: vector)
            else { throw .notAuthentic }
            return plaintext
        }
    }

    /// The code over context, vector, ciphertext, and the bits of the context in 8 octets.
    private static func authenticationCode(
        _ key: RawSpan, _ context: [UInt8], _ vector: [UInt8], _ ciphertext: [UInt8]
    ) -> [UInt8] {
        let bits = UInt64(context.count) << 3
        let length = stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) }
        let message = context + vector + ciphertext + length
        return unsafe HMAC.code(.sha256, key: key, message: message.span.bytes)
    }

    private static func decrypt(_ ciphertext: [UInt8], key: RawSpan, vector: [UInt8]) -> [UInt8]? {
        guard let count = Int32(exactly: ciphertext.count), count > 0,
            let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-128-CBC", nil)
        else { return nil }
        defer { unsafe EVP_CIPHER_free(cipher) }
        guard let state = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(state) }
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count + vectorCount)
        var (written, rest): (Int32, Int32) = (0, 0)
        guard
            unsafe key.withOctets({ unsafe EVP_CipherInit_ex2(state, cipher, $0, vector, 0, nil) }) == 1,
            unsafe EVP_CipherUpdate(state, &plaintext, &written, ciphertext, count) == 1
        else { return nil }
        let isPadded = unsafe plaintext.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, 0...ciphertext.count ~= Int(written) else { return false }
            return unsafe EVP_CipherFinal_ex(state, start + Int(written), &rest) == 1
        }
        guard isPadded else {
            ERR_clear_error()
            return nil
        }
        return Array(plaintext.prefix(Int(written) + Int(rest)))
    }
}
