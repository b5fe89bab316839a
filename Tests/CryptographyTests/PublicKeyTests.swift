import Bytes
import Testing

@testable import Cryptography

@Suite struct PublicKeyTests {
    private static let x = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    private static let y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    private static let prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
    private static let zero = String(repeating: "0", count: 64)

    @Test func `JOSE-09 a point of the curve is taken, and known again`() throws {
        let key = try PublicKey(p256X: Hex.decode(Self.x), y: Hex.decode(Self.y))
        let again = try PublicKey(p256X: Hex.decode(Self.x), y: Hex.decode(Self.y))
        #expect(Hex.encode(key.x) == Self.x && Hex.encode(key.y) == Self.y && key.curve == .p256)
        #expect(key.scheme == .ecdsaP256SHA256)
        #expect(key == again && key.hashValue == again.hashValue)
        #expect(key != (try SoftwareKey(generating: .p256)).publicKey)
    }

    @Test(arguments: [
        (x, x), (y, x), (zero, zero), (prime, y), (x, prime),
        (zero, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
        // The point itself, its y moved by one; and its x as x + p would be cut to 32 bytes.
        (x, "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d446229a"),
    ])
    func `JOSE-09 what is no point of the curve is refused, each time it comes`(x: String, y: String) throws {
        for _ in 0..<2 {
            #expect(throws: CryptographyError.pointNotOnCurve(curve: .p256)) {
                try PublicKey(p256X: Hex.decode(x), y: Hex.decode(y))
            }
        }
    }

    @Test func `JOSE-09 the two points with x = 0 are points, though a byte of zeros is no infinity`() throws {
        let y = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4"
        let key = try PublicKey(p256X: Hex.decode(Self.zero), y: Hex.decode(y))
        #expect(!key.isValidSignature([UInt8](repeating: 1, count: 64), for: [1]))
    }

    @Test(arguments: [0, 31, 33])
    func `JOSE-09 coordinates have exactly 32 bytes`(count: Int) throws {
        let (x, short) = (try Hex.decode(Self.x), [UInt8](repeating: 1, count: count))
        let refusal = { CryptographyError.keyLength(curve: $0, bytes: count, expected: 32) }
        #expect(throws: refusal(.p256)) { try PublicKey(p256X: short, y: x) }
        #expect(throws: refusal(.p256)) { try PublicKey(p256X: x, y: short) }
        #expect(throws: refusal(.ed25519)) { try PublicKey(ed25519: short) }
        #expect(throws: refusal(.x25519)) { try PublicKey(x25519: short) }
    }

    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",  // order 4
        "0100000000000000000000000000000000000000000000000000000000000000",  // neutral
        "0100000000000000000000000000000000000000000000000000000000000080",  // neutral, another spelling
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // order 2
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  // order 8
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // y = p
        "f2ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // y = p + 5
        "0200000000000000000000000000000000000000000000000000000000000000",  // on no curve
    ])
    func `JOSE-08 Ed25519 keys of small order, in another spelling or off the curve are refused`(hex: String) throws {
        #expect(throws: CryptographyError.pointNotOnCurve(curve: .ed25519)) {
            try PublicKey(ed25519: Hex.decode(hex))
        }
    }

    @Test(arguments: [KeyCurve.p256, .ed25519, .x25519])
    func `JOSE-06 a public key survives its DER`(curve: KeyCurve) throws {
        let key = try SoftwareKey(generating: curve).publicKey
        let again = try PublicKey(subjectPublicKeyInfo: key.subjectPublicKeyInfo)
        #expect(again == key && again.curve == curve)
    }

    @Test(arguments: [KeyCurve.p256, .ed25519, .x25519])
    func `JOSE-06 cut, lengthened or changed DER is no key`(curve: KeyCurve) throws {
        let der = try SoftwareKey(generating: curve).publicKey.subjectPublicKeyInfo
        for count in 0..<der.count {
            #expect(throws: CryptographyError.unsupportedKey) {
                try PublicKey(subjectPublicKeyInfo: Array(der.prefix(count)))
            }
        }
        #expect(throws: CryptographyError.unsupportedKey) { try PublicKey(subjectPublicKeyInfo: der + [0]) }
        for position in 0..<(der.count - (curve == .p256 ? 64 : 32)) {
            var changed = der
            changed[position] ^= 0x40
            #expect(throws: CryptographyError.unsupportedKey, "octet \(position)") {
                try PublicKey(subjectPublicKeyInfo: changed)
            }
        }
    }

    @Test func `SEC-09 a huge signature is refused, not copied into a small buffer`() throws {
        for curve in [KeyCurve.p256, .ed25519, .x25519] {
            let key = try SoftwareKey(generating: curve).publicKey
            for count in [0, 1, 63, 65, 96, 16384] {
                let signature = [UInt8](repeating: 0x30, count: count)
                #expect(!key.isValidSignature(signature, for: []))
                #expect(!key.isValidCertificateSignature(signature, for: []))
            }
        }
    }
}
