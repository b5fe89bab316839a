import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport
import Testing

/// Changes of valid presentations, all of which must be refused.
@Suite struct TamperingTests {
    private static func presentation(_ curve: KeyCurve) throws -> String {
        let issuer = try SoftwareKey(curve, privateScalar: [UInt8](repeating: 7, count: 32))
        let claims: JSONObject = ["iss": "https://post.example", "given_name": "Ada", "list": ["a", "b"]]
        let issued = try SDJWTIssuer(key: issuer, random: SeededRandom(1)).issue(
            claims, template: .init(disclosable: [["given_name"], ["list", 0]]), header: ["typ": "example+sd-jwt"],
            holder: JWK(publicKey: Parties.holder().publicKey))
        return try CompactSDJWT(parsing: issued.text).processed().presentation(disclosing: [0, 1]).bound(
            by: Parties.holder(), audience: Parties.verifier, nonce: Parties.nonce, at: Parties.now)
    }

    /// Every position of each sample, with one changed bit; the position decides which.
    @Test(arguments: [KeyCurve.p256, .ed25519])
    func `JOSE-14, KB-03 any single changed octet is refused`(curve: KeyCurve) throws {
        var verifier = try Parties.verifier()
        verifier.issuerKey = try SoftwareKey(curve, privateScalar: [UInt8](repeating: 7, count: 32)).publicKey
        let bytes = Array(try Self.presentation(curve).utf8)
        var log = StepLog()
        #expect(try verifier.verified(bytes, log: &log).keyBinding != nil)
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 1 << UInt8(position % 8)
            var log = StepLog()
            let isAccepted = (try? verifier.verified(changed, log: &log)) != nil
            #expect(!isAccepted, "octet \(position)")
            #expect(!log.isSound, "octet \(position)")
        }
    }

    /// All 255 other values at positions that matter most.
    @Test func `JOSE-02 no other spelling of a character is accepted`() throws {
        var verifier = try Parties.verifier()
        verifier.issuerKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 7, count: 32)).publicKey
        let bytes = Array(try Self.presentation(.p256).utf8)
        let separators = bytes.indices.filter { bytes[$0] == 0x7E || bytes[$0] == 0x2E }
        let positions = separators + separators.map { $0 - 1 } + separators.map { $0 + 1 } + [0, bytes.count - 1]
        for position in positions {
            for value in UInt8.min...UInt8.max where value != bytes[position] {
                var changed = bytes
                changed[position] = value
                var log = StepLog()
                let isAccepted = (try? verifier.verified(changed, log: &log)) != nil
                #expect(!isAccepted, "octet \(position), value \(value)")
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `SEC-04 random damage is refused without a crash`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var verifier = try Parties.verifier()
        verifier.issuerKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 7, count: 32)).publicKey
        let original = Array(try Self.presentation(.p256).utf8)
        var bytes = original
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.remove(at: position)
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
            case 2: bytes.swapAt(position, Int.random(in: 0..<bytes.count, using: &random))
            default: bytes[position] = [0x7E, 0x2E, 0x41, 0x3D].randomElement(using: &random) ?? 0
            }
        }
        var log = StepLog()
        let isAccepted = (try? verifier.verified(bytes, log: &log)) != nil
        #expect(!isAccepted || bytes == original, "seed \(seed)")
    }
}
