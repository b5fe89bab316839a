import CSodium

extension XChaCha20Poly1305 {
    /// Encrypts a secret without a copy of it in ordinary memory.
    ///
    /// - Returns: the ciphertext followed by the tag.
    /// - Throws: `parameterLength`.
    public static func seal(
        _ plaintext: borrowing SecretBytes, key: borrowing SecretBytes, nonce: [UInt8], authenticating context: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try check(key, nonce)
        let count = plaintext.count
        var sealed = [UInt8](repeating: 0, count: count + tagCount)
        plaintext.withBytes { plaintext in
            key.withBytes { key in
                unsafe plaintext.withOctets { plaintext in
                    unsafe key.withOctets { key in
                        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                            &sealed, nil, plaintext, UInt64(count), context, UInt64(context.count), nil, nonce, key)
                    }
                }
            }
        }
        return sealed
    }

    /// Decrypts a secret straight into guarded memory.
    ///
    /// - Parameter life: how long it will be there.
    /// - Throws: `notAuthentic` for any change, `parameterLength`, `noGuardedMemory`.
    public static func openSecret(
        _ sealed: [UInt8], key: borrowing SecretBytes, nonce: [UInt8], authenticating context: [UInt8],
        life: SecretBytes.Life = .kept
    ) throws(CryptographyError) -> SecretBytes {
        try check(key, nonce)
        guard sealed.count >= tagCount else { throw .notAuthentic }
        return try SecretBytes(count: sealed.count - tagCount, life: life) {
            (memory: inout MutableRawSpan) throws(CryptographyError) in
            let answer = key.withBytes { key in
                unsafe key.withOctets { key in
                    unsafe memory.withUnsafeMutableBytes { memory in
                        let plaintext = unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
                        return unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                            plaintext, nil, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce,
                            key)
                    }
                }
            }
            guard answer == 0 else { throw .notAuthentic }
        }
    }
}
