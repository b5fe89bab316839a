import Bytes
import JSON
import Testing

@testable import Cryptography

/// Signatures of `PublicKey` against Wycheproof.
@Suite struct SignatureWycheproofTests {
    @Test func `JOSE-07 SEC-09 raw ECDSA signatures are judged as Wycheproof judges them`() throws {
        try expectAll(of: "ecdsa_secp256r1_sha256_p1363", count: 262) { test in
            try key(of: test).isValidSignature(test.bytes("sig"), for: test.bytes("msg")) == (test.result == "valid")
        }
    }

    @Test func `SEC-08 a signature over SHA-512 does not pass for one over SHA-256`() throws {
        try expectAll(of: "ecdsa_secp256r1_sha512_p1363", count: 332) { test in
            try !key(of: test).isValidSignature(test.bytes("sig"), for: test.bytes("msg"))
        }
    }

    @Test func `SEC-09 DER ECDSA signatures are judged as Wycheproof judges them`() throws {
        try expectAll(of: "ecdsa_secp256r1_sha256", count: 484) { test in
            let (key, signature) = (try key(of: test), try test.bytes("sig"))
            let message = try test.bytes("msg")
            return key.isValidCertificateSignature(signature, for: message) == (test.result == "valid")
                && !key.isValidSignature(signature, for: message)
        }
    }

    @Test func `JOSE-08 Ed25519 signatures are judged as Wycheproof judges them`() throws {
        try expectAll(of: "ed25519", count: 151) { test in
            let der = try Hex.decode(try test.group.string("publicKeyDer"))
            let isValid =
                (try? PublicKey(subjectPublicKeyInfo: der))?
                .isValidSignature(try test.bytes("sig"), for: try test.bytes("msg")) ?? false
            return isValid == (test.result == "valid")
        }
    }

    /// The key of a group, read from its DER and again from its coordinates.
    private func key(of test: WycheproofTest) throws -> PublicKey {
        let key = try PublicKey(subjectPublicKeyInfo: Hex.decode(try test.group.string("publicKeyDer")))
        let point = try Hex.decode(try test.group.object("publicKey").string("uncompressed"))
        #expect(try PublicKey(p256X: Array(point[1..<33]), y: Array(point[33...])) == key)
        #expect(try Hex.encode(key.subjectPublicKeyInfo) == test.group.string("publicKeyDer"))
        return key
    }
}
