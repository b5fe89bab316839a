import CSodium

/// Ed25519 through libsodium, whose check is strict: s below the order, no small order, one spelling (JOSE-08).
enum Ed25519 {
    /// Whether a signature is the key's.
    static func isValid(_ signature: Span<UInt8>, for message: Span<UInt8>, by key: [UInt8]) -> Bool {
        guard signature.count == 64, key.count == 32 else { return false }
        let count = UInt64(message.count)
        return unsafe signature.withOctets { signature in
            unsafe message.withOctets { unsafe crypto_sign_verify_detached(signature, $0, count, key) == 0 }
        }
    }

    /// Signs with seed ‖ public key, 64 bytes.
    static func sign(_ message: [UInt8], expanded key: RawSpan) throws(CryptographyError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        guard key.byteCount == 64,
            unsafe key.withOctets({ unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), $0) })
                == 0
        else { throw .libraryFailure(operation: "signing with Ed25519") }
        return signature
    }

    /// Expands a seed of 32 bytes into seed ‖ public key, and gives the public key.
    static func expand(
        _ seed: borrowing SecretBytes, publicKey: inout [UInt8]
    ) throws(CryptographyError) -> SecretBytes {
        var made = [UInt8](repeating: 0, count: 32)
        let expanded = try seed.withBytes { seed throws(CryptographyError) in
            try SecretBytes(count: 64) { (output: inout MutableRawSpan) throws(CryptographyError) in
                let answer = unsafe output.withOctets { output in
                    unsafe seed.withOctets { unsafe crypto_sign_seed_keypair(&made, output, $0) }
                }
                guard answer == 0 else { throw .libraryFailure(operation: "making an Ed25519 key") }
            }
        }
        publicKey = made
        return expanded
    }
}
