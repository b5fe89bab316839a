import Bytes
import Testing

@testable import Cryptography

@Suite(.serialized) struct Argon2idTests {
    private static let salt: [UInt8] = Array(0...15)

    /// Made with the Python package cryptography 48.0.0.
    @Test(arguments: [
        ("correct horse", 2, "9aab5a81db651bf866ff7b6169794d2ad9bb00f3d95177925a5fca692a34dbd1"),
        ("correct horse battery", 3, "904b42492da04031a468a6d1d51689848c15e5c88d8587b0186dce574b8c4bcc"),
    ])
    func `SEC-33 a key is the one that another implementation derives`(
        passphrase: String, passes: Int, key: String
    ) throws {
        let parameters = try Argon2id.Parameters(memoryBytes: 64 << 20, passes: passes)
        let derived = try Argon2id.key(
            from: secret(Array(passphrase.utf8)), salt: Self.salt, parameters: parameters)
        #expect(Hex.encode(bytes(of: derived)) == key)
    }

    @Test(arguments: [
        (64 << 20, 2, true), (64 << 20, 1, false), (64 << 20 - 1, 2, false), ((64 << 20) - 1, 2, false),
        (1 << 30, 10, true), ((1 << 30) + 1, 10, false), (1 << 30, 11, false), (64 << 30, 3, false),
        (8 << 10, 3, false), (0, 3, false), (-1, 3, false), (256 << 20, 0, false), (256 << 20, -1, false),
        (.max, .max, false), (256 << 20, 3, true),
    ])
    func `SEC-33 a file chooses neither a cheap nor a ruinous derivation`(
        memoryBytes: Int, passes: Int, isAccepted: Bool
    ) {
        let parameters = try? Argon2id.Parameters(memoryBytes: memoryBytes, passes: passes)
        #expect((parameters != nil) == isAccepted)
        guard !isAccepted else { return }
        #expect(throws: CryptographyError.derivationParameters(memoryBytes: memoryBytes, passes: passes)) {
            try Argon2id.Parameters(memoryBytes: memoryBytes, passes: passes)
        }
    }

    @Test func `SEC-33 the default is 256 MiB and three passes`() {
        #expect(Argon2id.Parameters.moderate.memoryBytes == 256 << 20)
        #expect(Argon2id.Parameters.moderate.passes == 3)
    }

    @Test func `SEC-33 passphrase, salt, memory and passes each change the key`() throws {
        func key(_ passphrase: [UInt8], _ salt: [UInt8], _ kibibytes: Int, _ passes: Int) throws -> [UInt8] {
            let derived = try Argon2id.key(
                count: 32, from: secret(passphrase), salt: salt, memoryBytes: kibibytes << 10, passes: passes)
            return bytes(of: derived)
        }
        let other = Self.salt.reversed().map { $0 }
        let keys = try [
            key([1], Self.salt, 8, 1), key([2], Self.salt, 8, 1), key([1], other, 8, 1), key([1], Self.salt, 16, 1),
            key([1], Self.salt, 8, 2), key([], Self.salt, 8, 1), key([1, 0], Self.salt, 8, 1),
        ]
        #expect(Set(keys).count == keys.count)
        #expect(try key([1], Self.salt, 8, 1) == keys[0])
    }

    @Test func `SEC-33 memory that the system does not give is an error, not a crash`() throws {
        let passphrase = try secret([1])
        #expect(throws: CryptographyError.noDerivationMemory(bytes: 1 << 60)) {
            _ = try Argon2id.key(count: 32, from: passphrase, salt: Self.salt, memoryBytes: 1 << 60, passes: 1)
        }
    }

    @Test(arguments: [0, 15, 17]) func `SEC-40 another length of the salt is refused`(count: Int) throws {
        let passphrase = try secret([1])
        #expect(throws: CryptographyError.parameterLength(name: "salt", bytes: count, expected: 16)) {
            _ = try Argon2id.key(
                from: passphrase, salt: [UInt8](repeating: 0, count: count), parameters: .smallest)
        }
    }

    @Test(arguments: [0, 15, 1025]) func `SEC-40 another length of the key is refused`(count: Int) throws {
        let passphrase = try secret([1])
        #expect(throws: CryptographyError.parameterLength(name: "derived key", bytes: count, expected: 32)) {
            _ = try Argon2id.key(count: count, from: passphrase, salt: Self.salt, parameters: .smallest)
        }
    }
}
