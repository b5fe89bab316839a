import Bytes
import Testing

@testable import Cryptography

@Suite struct DeterministicNonceTests {
    /// RFC 6979 §A.2.5, SHA-256.
    @Test(arguments: [
        ("sample", "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60"),
        ("test", "d16b6ae827f17175e040871a1c7ec3500192c4c92677336ec2537acaee0008e0"),
    ])
    func `JOSE-07 the first candidate is the nonce of RFC 6979`(message: String, nonce: String) throws {
        #expect(Hex.encode(try candidates(1, digest: HashAlgorithm.sha256.hash(Array(message.utf8)))[0]) == nonce)
    }

    /// Made with a plain implementation of RFC 6979 §3.2 on Python's hmac.
    @Test func `JOSE-07 further candidates follow as RFC 6979 steps on`() throws {
        let found = try candidates(3, digest: HashAlgorithm.sha256.hash(Array("sample".utf8)))
        #expect(
            found.map(Hex.encode) == [
                "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60",
                "8e83dc490bc5fc4d5992bd63cd87f254adffcb930f8a8011702a88870f638fdb",
                "7b8dc9ad8ce159abca1b9915fc1470e91d5ad2443b3032557e78f47e180ab702",
            ])
    }

    @Test func `JOSE-07 a digest of n or more is reduced before it seeds`() throws {
        let order = P256Curve.orderBytes
        #expect(P256Curve.reduced(order) == [UInt8](repeating: 0, count: 32))
        var oneLess = order
        oneLess[31] -= 1
        #expect(P256Curve.reduced(oneLess) == oneLess)
        let most = [UInt8](repeating: 0xFF, count: 32)
        #expect(
            Hex.encode(P256Curve.reduced(most)) == "00000000ffffffff00000000000000004319055258e8617b0c46353d039cdaae")
    }

    private func candidates(_ count: Int, digest: [UInt8]) throws -> [[UInt8]] {
        let scalar = try secret(Hex.decode("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))
        let found = scalar.withBytes { scalar in
            DeterministicNonce.lend(scalar: scalar, reducedDigest: digest) { nonces in
                (0..<count).map { turn in
                    if turn > 0 { nonces.refuse() }
                    return nonces.next { span in
                        (0..<span.byteCount).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
                    }
                }
            }
        }
        return try #require(found)
    }
}
