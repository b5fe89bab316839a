import CSodium

extension SecretBytes {
    /// A key of its own for one purpose, from which neither this key nor another subkey can be found.
    ///
    /// - Parameters:
    ///   - number: which subkey.
    ///   - context: exactly 8 ASCII characters that name the purpose.
    ///   - count: bytes of the subkey, 16 to 64.
    /// - Throws: `parameterLength` when this key has not 32 bytes or the context not 8, `noGuardedMemory`.
    ///   Source: libsodium `crypto_kdf` (BLAKE2b).
    public borrowing func subkey(
        _ number: UInt64, context: StaticString, count: Int = 32
    ) throws(CryptographyError) -> SecretBytes {
        guard self.count == 32 else { throw .parameterLength(name: "master key", bytes: self.count, expected: 32) }
        let name = Array(context.description.utf8)
        guard name.count == 8 else { throw .parameterLength(name: "context", bytes: name.count, expected: 8) }
        guard (16...64).contains(count) else { throw .parameterLength(name: "subkey", bytes: count, expected: 32) }
        let letters = name.map { CChar(bitPattern: $0) }
        return try withBytes { master throws(CryptographyError) in
            try SecretBytes(count: count) { (key: inout MutableRawSpan) throws(CryptographyError) in
                let answer = unsafe key.withOctets { key in
                    unsafe master.withOctets { unsafe crypto_kdf_derive_from_key(key, count, number, letters, $0) }
                }
                guard answer == 0 else { throw .libraryFailure(operation: "deriving a subkey") }
            }
        }
    }

    /// The HMAC-SHA-256 of a message under this key, for blind indexes.
    public borrowing func authenticationCode(of message: [UInt8]) -> [UInt8] {
        HMAC.authenticationCode(.sha256, key: self, message: message)
    }
}
