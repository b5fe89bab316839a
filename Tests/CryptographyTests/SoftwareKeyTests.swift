import Bytes
import TestSupport
import Testing

@testable import Cryptography

@Suite struct SoftwareKeyTests {
    private static let scalar = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"

    @Test func `JOSE-07 a P-256 signature is the one that RFC 6979 publishes`() throws {
        let key = try SoftwareKey(.p256, privateScalar: try Hex.decode(Self.scalar))
        #expect(Hex.encode(key.publicKey.x) == "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6")
        #expect(Hex.encode(key.publicKey.y) == "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
        #expect(
            Hex.encode(try key.sign(Array("sample".utf8)))
                == "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
        #expect(
            Hex.encode(try key.sign(Array("test".utf8)))
                == "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083")
    }

    @Test func `ENC-02 a scalar that comes with its point signs and agrees as the key that it was`() throws {
        let key = try SoftwareKey(.p256, privateScalar: try Hex.decode(Self.scalar))
        let other = try SoftwareKey(generating: .p256, life: .passing)
        var scalar = try Hex.decode(Self.scalar)
        let again = try SoftwareKey(made: SecretBytes(wiping: &scalar), publicKey: key.publicKey)
        #expect(again.publicKey == key.publicKey)
        #expect(try again.sign([1, 2]) == key.sign([1, 2]))
        #expect(
            bytes(of: try again.sharedSecret(with: other.publicKey))
                == bytes(of: try key.sharedSecret(with: other.publicKey)))
        #expect(
            bytes(of: try other.sharedSecret(with: again.publicKey))
                == bytes(of: try key.sharedSecret(with: other.publicKey)))
        let edwards = try SoftwareKey(generating: .ed25519).publicKey
        #expect(throws: CryptographyError.self) {
            _ = try SoftwareKey(made: SecretBytes(count: 32) { _ in }, publicKey: edwards)
        }
        #expect(throws: CryptographyError.keyLength(curve: .p256, bytes: 31, expected: 32)) {
            _ = try SoftwareKey(made: SecretBytes(count: 31) { _ in }, publicKey: key.publicKey)
        }
    }

    @Test func `JOSE-08 an Ed25519 signature is the one that RFC 8032 publishes`() throws {
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
        let key = try SoftwareKey(.ed25519, privateScalar: try Hex.decode(seed))
        #expect(Hex.encode(key.publicKey.x) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(
            Hex.encode(try key.sign([]))
                == "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")
    }

    @Test(arguments: [KeyCurve.p256, .ed25519])
    func `SEC-09 what a new key signs is valid, and no changed octet is`(curve: KeyCurve) throws {
        let key = try SoftwareKey(generating: curve)
        let message = Array("a message".utf8)
        let signature = try key.sign(message)
        #expect(signature.count == 64)
        #expect(key.publicKey.isValidSignature(signature, for: message))
        for position in signature.indices {
            var changed = signature
            changed[position] ^= 1
            #expect(!key.publicKey.isValidSignature(changed, for: message), "octet \(position)")
        }
        #expect(!key.publicKey.isValidSignature(signature, for: message + [0]))
        #expect(!key.publicKey.isValidSignature(signature.dropLast(), for: message))
        #expect(!key.publicKey.isValidSignature(signature + [0], for: message))
        #expect(!(try SoftwareKey(generating: curve)).publicKey.isValidSignature(signature, for: message))
    }

    @Test func `JOSE-07 200 keys sign 200 messages of every length, the same twice`() throws {
        let random = SeededRandom(seed: 6979)
        for length in 0..<200 {
            let key = try SoftwareKey(generating: .p256, from: random)
            let message = random.bytes(length)
            let signature = try key.sign(message)
            #expect(key.publicKey.isValidSignature(signature, for: message), "length \(length)")
            #expect(try key.sign(message) == signature, "length \(length)")
        }
    }

    @Test func `JOSE-06 an X25519 key does not sign`() throws {
        let key = try SoftwareKey(generating: .x25519)
        #expect(throws: CryptographyError.wrongUse(curve: .x25519, operation: "sign")) { try key.sign([1]) }
        #expect(key.publicKey.scheme == nil)
    }

    @Test(arguments: [
        ("0000000000000000000000000000000000000000000000000000000000000000", false),
        ("0000000000000000000000000000000000000000000000000000000000000001", true),
        ("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", true),
        ("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", false),
        ("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552", false),
        ("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false),
    ])
    func `JOSE-09 a private scalar lies between 1 and n - 1`(hex: String, isAccepted: Bool) throws {
        let scalar = try Hex.decode(hex)
        if isAccepted {
            let key = try SoftwareKey(.p256, privateScalar: scalar)
            #expect(key.publicKey.isValidSignature(try key.sign([1]), for: [1]))
            #expect(key.withSecret { $0.byteCount } == 32)
        } else {
            #expect(throws: CryptographyError.scalarOutOfRange(curve: .p256)) {
                try SoftwareKey(.p256, privateScalar: scalar)
            }
        }
    }

    @Test(arguments: [KeyCurve.p256, .ed25519, .x25519], [0, 31, 33])
    func `JOSE-09 a private key of another length is refused`(curve: KeyCurve, count: Int) {
        #expect(throws: CryptographyError.keyLength(curve: curve, bytes: count, expected: 32)) {
            try SoftwareKey(curve, privateScalar: [UInt8](repeating: 1, count: count))
        }
    }

    @Test(arguments: [KeyCurve.p256, .ed25519, .x25519])
    func `SEC-14 SEC-35 a key is what the source drew, and is lent as it was drawn`(curve: KeyCurve) throws {
        let drawn = SeededRandom(seed: 1).bytes(32)
        let key = try SoftwareKey(generating: curve, from: SeededRandom(seed: 1))
        #expect(key.publicKey == (try SoftwareKey(curve, privateScalar: drawn)).publicKey)
        let lent = key.withSecret { span in (0..<32).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        }
        #expect(lent == drawn)
    }

    @Test func `SEC-14 a string that is no scalar is drawn again, and a source without any is given up`() throws {
        struct Fixed: RandomSource { func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0xFF, count: count) } }
        #expect(throws: CryptographyError.libraryFailure(operation: "drawing a private key")) {
            try SoftwareKey(generating: .p256, from: Fixed())
        }
    }

    @Test func `SEC-15 SEC-40 threads sign and check with one key`() async throws {
        let key = try SoftwareKey(generating: .p256)
        let isRight = await withTaskGroup(of: Bool.self) { group in
            for thread in 0..<8 as Range<UInt8> {
                group.addTask {
                    (0..<50 as Range<UInt8>).allSatisfy { turn in
                        guard let signature = try? key.sign([thread, turn]) else { return false }
                        return key.publicKey.isValidSignature(signature, for: [thread, turn])
                            && !key.publicKey.isValidSignature(signature, for: [turn, thread, 0])
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(isRight)
    }
}
