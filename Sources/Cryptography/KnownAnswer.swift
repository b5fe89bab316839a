import Bytes

/// A question whose answer is known from a standard or from another implementation.
struct KnownAnswer: Sendable {
    /// The name that the error gives.
    let primitive: String
    let answer: [UInt8]
    let compute: @Sendable () throws -> [UInt8]

    init(_ primitive: String, _ answer: String, _ compute: @escaping @Sendable () throws -> [UInt8]) {
        self.primitive = primitive
        self.answer = (try? Hex.decode(answer)) ?? []
        self.compute = compute
    }

    /// One for each primitive.
    static let all = hashes + signatures + agreements + ciphers + derivations

    private static let abc = Array("abc".utf8)

    /// FIPS 180-4 and RFC 4231 §4.3, RFC 5869 §A.1.
    private static let hashes = [
        KnownAnswer("SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") {
            HashAlgorithm.sha256.hash(abc)
        },
        KnownAnswer(
            "SHA-384",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ) { HashAlgorithm.sha384.hash(abc) },
        KnownAnswer(
            "SHA-512",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ) { HashAlgorithm.sha512.hash(abc) },
        KnownAnswer("HMAC", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843") {
            HMAC.authenticationCode(
                .sha256, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8))
        },
        KnownAnswer("HKDF", "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865") {
            try HKDF.key(
                .sha256, secret: [UInt8](repeating: 0x0B, count: 22), salt: Array(0...12), info: Array(0xF0...0xF9),
                count: 42)
        },
    ]

    /// RFC 6979 §A.2.5 and RFC 8032 §7.1, test 2; then whether the check accepts what was signed and nothing else.
    private static let signatures = [
        KnownAnswer(
            "ECDSA on P-256",
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8" + "0100"
        ) {
            try signed(
                "sample", by: .p256, "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
        },
        KnownAnswer(
            "Ed25519",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" + "0100"
        ) {
            try signed("r", by: .ed25519, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
        },
    ]

    /// Test 1 of Wycheproof's ecdh_secp256r1_ecpoint; RFC 7748 §6.1.
    private static let agreements = [
        KnownAnswer("ECDH on P-256", "53020d908b0219328b658b525f26780e3ae12bcd952bb25a93bc0895e1714285") {
            try agreed(
                .p256, "0612465c89a023ab17855b0a6bcebfd3febb53aef84138647b5352e02c10c346",
                with: PublicKey(
                    p256X: Hex.decode("62d5bd3372af75fe85a040715d0f502428e07046868b0bfdfa61d731afe44f26"),
                    y: Hex.decode("ac333a93a9e70a81cd5a95b5bf8d13990eb741c8c38872b4a07d275a014e30cf")))
        },
        KnownAnswer("X25519", "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742") {
            try agreed(
                .x25519, "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
                with: PublicKey(
                    x25519: Hex.decode("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")))
        },
    ]

    /// Tests 2 and 91 of Wycheproof's aes_gcm, test 5 of its xchacha20_poly1305; each opened again.
    private static let ciphers = [
        KnownAnswer("AES-128-GCM", "49d8b9783e911913d87094d1f63cc7651e348ba07cca2cf04c618cb4d43a5b92") {
            try sealedByGCM(
                "001d0c231287c1182784554ca3a21908", key: "5b9604fe14eadba931b0ccf34843dab9",
                nonce: "921d2507fa8007b7bd067d34", context: "00112233445566778899aabbccddeeff")
        },
        KnownAnswer("AES-256-GCM", "e27abdd2d2a53d2f136b9a4a2579529301bcfb71c78d4060f52c") {
            try sealedByGCM(
                "00010203040506070809", key: "92ace3e348cd821092cd921aa3546374299ab46209691bc28b8752d17f123c20",
                nonce: "00112233445566778899aabb", context: "00000000ffffffff")
        },
        KnownAnswer("XChaCha20-Poly1305", "b0e5e35f5332f91bdd2d28e59d68a0b141") {
            let key = try secret("697c197c9e0023c8eee42ddf08c12c46718a436561b0c66d998c81879f7cb74c")
            let nonce = try Hex.decode("cd78f4533c94648feacd5aef0291b00b454ee3dcdb76dcc8")
            let context = try Hex.decode("6384f4714ff18c18")
            let sealed = try XChaCha20Poly1305.seal([0xE1], key: key, nonce: nonce, authenticating: context)
            let opened = try XChaCha20Poly1305.open(sealed, key: key, nonce: nonce, authenticating: context)
            return opened == [0xE1] ? sealed : []
        },
    ]

    /// Made with the Python package cryptography 48.0.0 (Argon2id) and with Python's hashlib (BLAKE2b, what subkeys are).
    private static let derivations = [
        KnownAnswer("Argon2id", "25ce5233cc1e4d37e9bca31bfef41710e40446cd1cb575932791c5fd3780bd3c") {
            // 64 KiB and one pass, below what is accepted elsewhere: the smallest accepted setting takes 74 ms.
            let passphrase = try secret("636f727265637420686f727365")
            let key = try Argon2id.key(
                count: 32, from: passphrase, salt: Array(0...15), memoryBytes: 64 << 10, passes: 1)
            return bytes(of: key)
        },
        KnownAnswer("subkeys", "631da004af3f4fb4f3bc8f68470b885db746d839929983aeb8086f39c41fbbb4") {
            let master = try secret("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
            return bytes(of: try master.subkey(1, context: "selftest"))
        },
    ]

    /// The signature, 1 when it is accepted, 0 when it is refused for another message.
    private static func signed(_ message: String, by curve: KeyCurve, _ secret: String) throws -> [UInt8] {
        let key = try SoftwareKey(curve, privateScalar: Hex.decode(secret))
        let message = Array(message.utf8)
        let signature = try key.sign(message)
        let verdicts = [message, message + [0]].map { key.publicKey.isValidSignature(signature, for: $0) }
        return signature + verdicts.map { $0 ? 1 : 0 }
    }

    private static func agreed(_ curve: KeyCurve, _ secret: String, with other: PublicKey) throws -> [UInt8] {
        bytes(of: try SoftwareKey(curve, privateScalar: Hex.decode(secret)).sharedSecret(with: other))
    }

    /// Ciphertext and tag; nothing when they do not open again.
    private static func sealedByGCM(
        _ plaintext: String, key: String, nonce: String, context: String
    ) throws -> [UInt8] {
        let (plaintext, nonce, context) = try (Hex.decode(plaintext), Hex.decode(nonce), Hex.decode(context))
        let key = try secret(key)
        let sealed = try AESGCM.seal(plaintext, key: key, nonce: nonce, authenticating: context)
        let opened = try AESGCM.open(
            sealed.ciphertext, tag: sealed.tag, key: key, nonce: nonce, authenticating: context)
        return opened == plaintext ? sealed.ciphertext + sealed.tag : []
    }

    private static func secret(_ hex: String) throws -> SecretBytes {
        var bytes = try Hex.decode(hex)
        return try SecretBytes(wiping: &bytes)
    }

    /// What a test key derives is no secret.
    private static func bytes(of secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
    }
}
