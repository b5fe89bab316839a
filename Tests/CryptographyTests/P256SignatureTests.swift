import Bytes
import Testing

@testable import Cryptography

@Suite struct P256SignatureTests {
    private static let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
    private static let last = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"
    private static let one = String(repeating: "0", count: 63) + "1"
    private static let zero = String(repeating: "0", count: 64)
    private static let most = String(repeating: "f", count: 64)

    @Test(arguments: [
        (one, one, true), (last, last, true), (zero, one, false), (one, zero, false), (order, one, false),
        (one, order, false), (zero, zero, false), (order, order, false), (most, one, false), (one, most, false),
    ])
    func `JOSE-07 r and s lie between 1 and n - 1`(r: String, s: String, isAccepted: Bool) throws {
        let raw = try Hex.decode(r + s)
        #expect((signature(raw: raw) != nil) == isAccepted)
        let key = try SoftwareKey(generating: .p256).publicKey
        #expect(!key.isValidSignature(raw, for: []))
    }

    @Test func `JOSE-07 the twin with n - s is valid too, so a signature is no identity`() throws {
        let key = try SoftwareKey(generating: .p256)
        let signature = try key.sign([1])
        let order = try Hex.decode(Self.order)
        var (twin, borrow) = (signature, 0)
        for index in (0..<32).reversed() {
            let difference = Int(order[index]) - Int(signature[32 + index]) - borrow
            twin[32 + index] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        #expect(twin != signature)
        #expect(key.publicKey.isValidSignature(twin, for: [1]))
    }

    @Test(arguments: [0, 1, 32, 63, 65, 128]) func `JOSE-07 only 64 octets are a raw signature`(count: Int) {
        #expect(signature(raw: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test(arguments: [
        ("3006020101020101", true), ("30080202008002020080", true), ("300802020001020101", false),
        ("3006020100020101", false), ("3006020101020100", false), ("3006020181020101", false),
        ("300602010102010100", false), ("3007020101020101", false), ("308106020101020101", false),
        ("3106020101020101", false), ("3006030101020101", false), ("3006020101030101", false),
        ("3003020101", false), ("30050201010200", false), ("3000", false), ("", false),
        ("3009020101020101020101", false), ("3006020201020101", false), ("30800201010201010000", false),
    ])
    func `SEC-09 one DER encoding is read, no other`(hex: String, isAccepted: Bool) throws {
        let der = try Hex.decode(hex)
        #expect((signature(der: der) != nil) == isAccepted)
    }

    @Test func `SEC-09 the longest DER is read, and numbers of 33 bytes without a zero are refused`() throws {
        let last = "022100" + Self.last
        #expect(signature(der: try Hex.decode("3046" + last + last))?.bytes == (try Hex.decode(Self.last + Self.last)))
        let tooLong = "022101" + Self.last
        #expect(signature(der: try Hex.decode("3046" + tooLong + last)) == nil)
        let tooLongYet = "02220001" + Self.last
        #expect(signature(der: try Hex.decode("3047" + tooLongYet + last)) == nil)
    }

    @Test func `SEC-04 no prefix and no single changed octet of a DER signature crashes`() throws {
        let der = try Hex.decode("3046" + "022100" + Self.last + "022100" + Self.last)
        for count in 0..<der.count { #expect(signature(der: Array(der.prefix(count))) == nil) }
        for position in der.indices {
            for value in 0...255 as ClosedRange<UInt8> {
                var changed = der
                changed[position] = value
                _ = signature(der: changed)
            }
        }
    }

    private func signature(raw: [UInt8]) -> P256Signature? { P256Signature(raw: raw.span) }

    private func signature(der: [UInt8]) -> P256Signature? { P256Signature(der: der.span) }
}
