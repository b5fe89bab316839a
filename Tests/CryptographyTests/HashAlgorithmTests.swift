import Bytes
import Testing

@testable import Cryptography

@Suite struct HashAlgorithmTests {
    /// FIPS 180-4's example of two blocks, and no bytes at all.
    @Test(arguments: [
        (HashAlgorithm.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (
            .sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            .sha384, "",
            "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"
        ),
        (
            .sha512, "",
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
        ),
    ])
    func `SDJWT-09 digests are those of FIPS 180-4`(algorithm: HashAlgorithm, message: String, digest: String) {
        #expect(Hex.encode(algorithm.hash(Array(message.utf8))) == digest)
        #expect(Hex.encode(algorithm.hash(message.utf8.span)) == digest)
        #expect(algorithm.byteCount * 2 == digest.count)
    }

    @Test func `SDJWT-09 a million letters`() {
        let million = [UInt8](repeating: 0x61, count: 1_000_000)
        #expect(
            Hex.encode(HashAlgorithm.sha256.hash(million))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `SDJWT-08 names are those of the registry, in lower case only`() {
        #expect(HashAlgorithm(rawValue: "sha-256") == .sha256)
        #expect(HashAlgorithm(rawValue: "SHA-256") == nil)
        #expect(HashAlgorithm(rawValue: "sha-256-128") == nil)
    }
}
