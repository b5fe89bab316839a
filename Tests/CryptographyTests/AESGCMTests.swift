import Testing

@testable import Cryptography

@Suite struct AESGCMTests {
    private static let nonce = [UInt8](repeating: 7, count: 12)

    @Test func `SEC-12 texts are those of Wycheproof, in both directions`() throws {
        try expectAll(of: "aes_gcm", count: 316) { test in
            let (nonce, context) = (try test.bytes("iv"), try test.bytes("aad"))
            let (message, ciphertext, tag) = (try test.bytes("msg"), try test.bytes("ct"), try test.bytes("tag"))
            let key = try secret(test.bytes("key"))
            let opened = try? AESGCM.open(ciphertext, tag: tag, key: key, nonce: nonce, authenticating: context)
            let isSupported = nonce.count == 12 && key.count != 24
            guard test.result == "valid", isSupported else { return opened == nil }
            let again = try AESGCM.seal(message, key: key, nonce: nonce, authenticating: context)
            return opened == message && again.ciphertext == ciphertext && again.tag == tag
        }
    }

    @Test(arguments: [16, 32])
    func `SEC-12 no changed octet of text, tag, nonce, context or key opens`(keyCount: Int) throws {
        let (message, context) = (Array("a response".utf8), Array("header".utf8))
        let key = [UInt8](repeating: 1, count: keyCount)
        let sealed = try AESGCM.seal(message, key: secret(key), nonce: Self.nonce, authenticating: context)
        for position in 0..<(message.count + 16 + 12 + context.count + keyCount) {
            var all = sealed.ciphertext + sealed.tag + Self.nonce + context + key
            all[position] ^= 1
            var rest = all[...]
            func take(_ count: Int) -> [UInt8] {
                defer { rest = rest.dropFirst(count) }
                return Array(rest.prefix(count))
            }
            let (text, tag, nonce) = (take(message.count), take(16), take(12))
            let context = take(context.count)
            let key = try secret(take(keyCount))
            #expect(throws: CryptographyError.notAuthentic) {
                try AESGCM.open(text, tag: tag, key: key, nonce: nonce, authenticating: context)
            }
        }
    }

    @Test func `SEC-12 a shortened or lengthened tag is refused though it begins rightly`() throws {
        let key = try secret([UInt8](repeating: 1, count: 32))
        let sealed = try AESGCM.seal([1, 2, 3], key: key, nonce: Self.nonce, authenticating: [])
        let opened = try AESGCM.open(
            sealed.ciphertext, tag: sealed.tag, key: key, nonce: Self.nonce, authenticating: [])
        #expect(opened == [1, 2, 3])
        for tag in (0..<16).map({ Array(sealed.tag.prefix($0)) }) + [sealed.tag + [0]] {
            #expect(throws: CryptographyError.notAuthentic) {
                try AESGCM.open(sealed.ciphertext, tag: tag, key: key, nonce: Self.nonce, authenticating: [])
            }
        }
    }

    @Test func `SEC-12 an empty text is sealed and opened`() throws {
        let key = try secret([UInt8](repeating: 1, count: 16))
        let sealed = try AESGCM.seal([], key: key, nonce: Self.nonce, authenticating: [])
        #expect(sealed.ciphertext == [])
        #expect(try AESGCM.open([], tag: sealed.tag, key: key, nonce: Self.nonce, authenticating: []) == [])
    }

    @Test(arguments: [0, 15, 17, 24, 31, 33]) func `SEC-40 another length of the key is refused`(count: Int) throws {
        let key = try secret([UInt8](repeating: 1, count: count))
        #expect(throws: CryptographyError.parameterLength(name: "key", bytes: count, expected: 32)) {
            try AESGCM.seal([], key: key, nonce: Self.nonce, authenticating: [])
        }
    }

    @Test(arguments: [0, 11, 13, 16]) func `SEC-40 another length of the nonce is refused`(count: Int) throws {
        let key = try secret([UInt8](repeating: 1, count: 16))
        #expect(throws: CryptographyError.parameterLength(name: "nonce", bytes: count, expected: 12)) {
            try AESGCM.seal([], key: key, nonce: [UInt8](repeating: 0, count: count), authenticating: [])
        }
    }
}
