import Bytes
import Testing

@testable import Cryptography

@Suite struct SubkeyTests {
    /// Made with Python's hashlib: BLAKE2b keyed with the master key, salt the number, personal the context.
    @Test func `SEC-33 a subkey is the one that BLAKE2b gives`() throws {
        let master = try secret(Array(0..<32))
        #expect(
            Hex.encode(bytes(of: try master.subkey(1, context: "selftest")))
                == "631da004af3f4fb4f3bc8f68470b885db746d839929983aeb8086f39c41fbbb4")
    }

    @Test func `SEC-33 number, context and master key each give another subkey`() throws {
        let one = try secret(Array(0..<32))
        let other = try secret(Array(1..<33))
        let keys = [
            bytes(of: try one.subkey(1, context: "purpose1")), bytes(of: try one.subkey(2, context: "purpose1")),
            bytes(of: try one.subkey(1, context: "purpose2")), bytes(of: try other.subkey(1, context: "purpose1")),
            bytes(of: try one.subkey(.max, context: "purpose1")), bytes(of: one),
        ]
        #expect(Set(keys).count == keys.count)
    }

    @Test(arguments: [16, 64]) func `SEC-40 subkeys of 16 to 64 bytes are given`(count: Int) throws {
        let master = try secret(Array(0..<32))
        let key = try master.subkey(1, context: "purpose1", count: count)
        #expect(key.count == count)
    }

    @Test(arguments: [-1, 0, 15, 65]) func `SEC-40 subkeys of another length are refused`(count: Int) throws {
        let master = try secret(Array(0..<32))
        #expect(throws: CryptographyError.parameterLength(name: "subkey", bytes: count, expected: 32)) {
            _ = try master.subkey(1, context: "purpose1", count: count)
        }
    }

    @Test func `SEC-40 another length of the master key or of the context is refused`() throws {
        let short = try secret(Array(0..<31))
        let master = try secret(Array(0..<32))
        #expect(throws: CryptographyError.parameterLength(name: "master key", bytes: 31, expected: 32)) {
            _ = try short.subkey(1, context: "purpose1")
        }
        #expect(throws: CryptographyError.parameterLength(name: "context", bytes: 7, expected: 8)) {
            _ = try master.subkey(1, context: "purpose")
        }
    }

    @Test func `SEC-33 a blind index is the HMAC-SHA-256 of the message`() throws {
        let key = try secret(Array("Jefe".utf8))
        #expect(
            Hex.encode(key.authenticationCode(of: Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }
}
