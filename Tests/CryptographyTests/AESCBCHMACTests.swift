import Testing

@testable import Cryptography

@Suite struct AESCBCHMACTests {
    @Test func `SEC-12 texts open as Wycheproof says`() throws {
        try expectAll(of: "a128cbc_hs256", count: 94) { test in
            let opened = try? AESCBCHMAC.open(
                test.bytes("ct"), tag: test.bytes("tag"), key: secret(test.bytes("key")), vector: test.bytes("iv"),
                authenticating: test.bytes("aad"))
            return try opened == (test.result == "valid" ? test.bytes("msg") : nil)
        }
    }

    @Test(arguments: [0, 16, 31, 33]) func `SEC-40 another length of the key is refused`(count: Int) throws {
        let key = try secret([UInt8](repeating: 1, count: count))
        #expect(throws: CryptographyError.parameterLength(name: "key", bytes: count, expected: 32)) {
            try AESCBCHMAC.open(
                [], tag: [], key: key, vector: [UInt8](repeating: 0, count: 16), authenticating: [])
        }
    }

    @Test(arguments: [0, 12, 15, 17]) func `SEC-40 another length of the vector is refused`(count: Int) throws {
        let key = try secret([UInt8](repeating: 1, count: 32))
        #expect(throws: CryptographyError.parameterLength(name: "initialization vector", bytes: count, expected: 16)) {
            try AESCBCHMAC.open(
                [], tag: [], key: key, vector: [UInt8](repeating: 0, count: count), authenticating: [])
        }
    }
}
