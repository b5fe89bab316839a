import Testing

@testable import Cryptography

@Suite struct XChaCha20Poly1305SecretsTests {
    private let nonce = [UInt8](repeating: 7, count: 24)

    private func secret(_ count: Int, _ byte: UInt8) throws -> SecretBytes {
        var bytes = [UInt8](repeating: byte, count: count)
        return try SecretBytes(wiping: &bytes)
    }

    @Test(arguments: [0, 1, 32, 1_000])
    func `SEC-35 a secret is sealed as its bytes would be, and opens into guarded memory`(count: Int) throws {
        let key = try secret(32, 1)
        let sealed = try XChaCha20Poly1305.seal(secret(count, 2), key: key, nonce: nonce, authenticating: [3])
        let plain = [UInt8](repeating: 2, count: count)
        #expect(try sealed == XChaCha20Poly1305.seal(plain, key: key, nonce: nonce, authenticating: [3]))
        let opened = try XChaCha20Poly1305.openSecret(sealed, key: key, nonce: nonce, authenticating: [3])
        #expect(try opened.isEqual(to: secret(count, 2)))
    }

    @Test func `SEC-33 a sealed secret that was changed in any byte does not open`() throws {
        let key = try secret(32, 1)
        let sealed = try XChaCha20Poly1305.seal(secret(8, 2), key: key, nonce: nonce, authenticating: [3])
        for position in sealed.indices {
            var changed = sealed
            changed[position] ^= 1
            #expect(throws: CryptographyError.notAuthentic) {
                try XChaCha20Poly1305.openSecret(changed, key: key, nonce: nonce, authenticating: [3]).count
            }
        }
        for count in 0..<16 {
            #expect(throws: CryptographyError.notAuthentic) {
                try XChaCha20Poly1305.openSecret(
                    Array(sealed.prefix(count)), key: key, nonce: nonce, authenticating: [3]
                ).count
            }
        }
        #expect(throws: CryptographyError.notAuthentic) {
            try XChaCha20Poly1305.openSecret(sealed, key: key, nonce: nonce, authenticating: []).count
        }
        #expect(throws: CryptographyError.parameterLength(name: "nonce", bytes: 0, expected: 24)) {
            try XChaCha20Poly1305.openSecret(sealed, key: key, nonce: [], authenticating: [3]).count
        }
        #expect(throws: CryptographyError.parameterLength(name: "key", bytes: 31, expected: 32)) {
            try XChaCha20Poly1305.seal(secret(8, 2), key: secret(31, 1), nonce: nonce, authenticating: [3])
        }
    }
}
