import TestSupport
import Testing

@testable import Cryptography

@Suite struct KeyCacheTests {
    @Test func `SEC-03 the cache never holds more than two generations`() throws {
        let cache = KeyCache(capacity: 4)
        for key in try keys(50) {
            _ = try cache.key(.p256, x: key.x, y: key.y)
            #expect(cache.count <= 8)
        }
        #expect(cache.count >= 4)
    }

    @Test func `SEC-03 a key in use stays, however many others come between`() throws {
        let cache = KeyCache(capacity: 4)
        let all = try keys(60)
        let issuer = try cache.key(.p256, x: all[0].x, y: all[0].y)
        for key in all.dropFirst() {
            _ = try cache.key(.p256, x: key.x, y: key.y)
            #expect(try cache.key(.p256, x: all[0].x, y: all[0].y) === issuer)
        }
    }

    @Test func `JOSE-09 a refused key is not remembered, and the same bytes on another curve are another key`() throws {
        let cache = KeyCache(capacity: 4)
        let bytes = [UInt8](repeating: 0, count: 32)
        #expect(throws: CryptographyError.pointNotOnCurve(curve: .p256)) {
            _ = try cache.key(.p256, x: bytes, y: bytes)
        }
        #expect(cache.count == 0)
        let ed25519 = try SoftwareKey(generating: .ed25519).publicKey
        _ = try cache.key(.ed25519, x: ed25519.x, y: [])
        #expect(try cache.key(.x25519, x: ed25519.x, y: []).curve == .x25519)
        #expect(cache.count == 2)
    }

    @Test func `SEC-40 threads that ask at once get keys that check signatures rightly`() async throws {
        let cache = KeyCache(capacity: 2)
        let signers = try (0..<6).map { _ in try SoftwareKey(generating: .p256) }
        let signatures = try signers.map { try $0.sign([1]) }
        let isRight = await withTaskGroup(of: Bool.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    (0..<60).allSatisfy { turn in
                        let (own, other) = ((thread + turn) % 6, (thread + turn + 1) % 6)
                        let key = signers[own].publicKey
                        guard let point = try? cache.key(.p256, x: key.x, y: key.y).p256 else { return false }
                        let (message, right, wrong) = ([1] as [UInt8], signatures[own], signatures[other])
                        let isValid = point.isValid(P256Signature(raw: right.span), for: message.span)
                        let isOtherValid = point.isValid(P256Signature(raw: wrong.span), for: message.span)
                        return isValid && !isOtherValid
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(isRight)
        #expect(cache.count <= 4)
    }

    private func keys(_ count: Int) throws -> [PublicKey] {
        try (0..<count).map { _ in try SoftwareKey(generating: .p256).publicKey }
    }
}
