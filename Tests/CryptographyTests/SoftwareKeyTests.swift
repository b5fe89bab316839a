import Bytes
import Testing

@testable import Cryptography

@Suite struct SoftwareKeyTests {
    private static let scalar = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"

    @Test func `JOSE-07 a P-256 signature is the one that RFC 6979 publishes`() throws {
        let key = try SoftwareKey(.p256, privateScalar: try Hex.decode(Self.scalar))
        #expect(Hex.encode(key.publicKey.x) == "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6")
        #expect(
            Hex.encode(try key.sign(Array("sample".utf8)))
                == "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
        #expect(
            Hex.encode(try key.sign(Array("test".utf8)))
                == "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083")
    }

    @Test(arguments: [KeyCurve.p256, .ed25519])
    func `what a new key signs is valid, and no changed octet is`(curve: KeyCurve) throws {
        let key = try SoftwareKey(generating: curve)
        let message = Array("a message".utf8)
        let signature = try key.sign(message)
        #expect(key.publicKey.isValidSignature(signature, for: message))
        for position in signature.indices {
            var changed = signature
            changed[position] ^= 1
            #expect(!key.publicKey.isValidSignature(changed, for: message))
        }
        #expect(!key.publicKey.isValidSignature(signature, for: message + [0]))
        #expect(!key.publicKey.isValidSignature(signature.dropLast(), for: message))
    }

    @Test func `JOSE-09 a scalar of zero or of the order is refused`() throws {
        let order = try Hex.decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
        #expect(throws: CryptographyError.scalarOutOfRange(curve: .p256)) {
            try SoftwareKey(.p256, privateScalar: order)
        }
        #expect(throws: CryptographyError.scalarOutOfRange(curve: .p256)) {
            try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0, count: 32))
        }
    }

    @Test(arguments: [KeyCurve.p256, .x25519])
    func `both sides agree on one secret`(curve: KeyCurve) throws {
        let (one, other) = (try SoftwareKey(generating: curve), try SoftwareKey(generating: curve))
        let secret = try one.sharedSecret(with: other.publicKey)
        let same = try other.sharedSecret(with: one.publicKey)
        let agreed = secret.isEqual(to: same)
        #expect(agreed)
    }

    @Test func `a public key survives its encoding`() throws {
        for curve in [KeyCurve.p256, .ed25519, .x25519] {
            let key = try SoftwareKey(generating: curve).publicKey
            #expect(try PublicKey(subjectPublicKeyInfo: key.subjectPublicKeyInfo) == key)
        }
    }
}
