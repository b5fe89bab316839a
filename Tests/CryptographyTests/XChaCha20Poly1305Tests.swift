import Testing

@testable import Cryptography

@Suite struct XChaCha20Poly1305Tests {
    private static let nonce = [UInt8](repeating: 7, count: 24)

    @Test func `SEC-33 boxes are those of Wycheproof, in both directions`() throws {
        try expectAll(of: "xchacha20_poly1305", count: 315) { test in
            let (nonce, context) = (try test.bytes("iv"), try test.bytes("aad"))
            let (message, sealed) = (try test.bytes("msg"), try test.bytes("ct") + test.bytes("tag"))
            let key = try secret(test.bytes("key"))
            let opened = try? XChaCha20Poly1305.open(sealed, key: key, nonce: nonce, authenticating: context)
            guard test.result == "valid" else { return opened == nil }
            let again = try XChaCha20Poly1305.seal(message, key: key, nonce: nonce, authenticating: context)
            return opened == message && again == sealed
        }
    }

    @Test func `SEC-33 no changed octet of box, nonce, context or key opens`() throws {
        let message = Array("a record of the vault".utf8)
        let (key, context) = ([UInt8](repeating: 1, count: 32), Array("row 7".utf8))
        let sealed = try XChaCha20Poly1305.seal(message, key: secret(key), nonce: Self.nonce, authenticating: context)
        for position in 0..<(sealed.count + Self.nonce.count + context.count + key.count) {
            var all = sealed + Self.nonce + context + key
            all[position] ^= 0x80
            var rest = all[...]
            func take(_ count: Int) -> [UInt8] {
                defer { rest = rest.dropFirst(count) }
                return Array(rest.prefix(count))
            }
            let (box, nonce, context) = (take(sealed.count), take(24), take(context.count))
            let key = try secret(take(32))
            #expect(throws: CryptographyError.notAuthentic) {
                try XChaCha20Poly1305.open(box, key: key, nonce: nonce, authenticating: context)
            }
        }
    }

    @Test func `SEC-33 boxes without a whole tag do not open`() throws {
        let key = try secret([UInt8](repeating: 1, count: 32))
        let sealed = try XChaCha20Poly1305.seal([], key: key, nonce: Self.nonce, authenticating: [])
        #expect(sealed.count == XChaCha20Poly1305.tagCount)
        #expect(try XChaCha20Poly1305.open(sealed, key: key, nonce: Self.nonce, authenticating: []) == [])
        for count in 0..<sealed.count {
            #expect(throws: CryptographyError.notAuthentic) {
                try XChaCha20Poly1305.open(
                    Array(sealed.prefix(count)), key: key, nonce: Self.nonce, authenticating: [])
            }
        }
    }

    @Test(arguments: [31, 33]) func `SEC-40 another length of the key is refused`(count: Int) throws {
        let key = try secret([UInt8](repeating: 1, count: count))
        #expect(throws: CryptographyError.parameterLength(name: "key", bytes: count, expected: 32)) {
            try XChaCha20Poly1305.seal([], key: key, nonce: Self.nonce, authenticating: [])
        }
    }

    @Test(arguments: [23, 25]) func `SEC-40 another length of the nonce is refused`(count: Int) throws {
        let key = try secret([UInt8](repeating: 1, count: 32))
        #expect(throws: CryptographyError.parameterLength(name: "nonce", bytes: count, expected: 24)) {
            try XChaCha20Poly1305.open(
                [UInt8](repeating: 0, count: 16), key: key, nonce: [UInt8](repeating: 0, count: count),
                authenticating: [])
        }
    }
}
