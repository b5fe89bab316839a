import Testing

@testable import Cryptography

@Suite struct SelfTestTests {
    @Test func `SEC-39 every primitive gives its known answer`() throws { try SelfTest.run() }

    @Test func `SEC-39 the primitives of this module are all asked`() {
        #expect(
            KnownAnswer.all.map(\.primitive) == [
                "SHA-256", "SHA-384", "SHA-512", "HMAC", "HKDF", "ECDSA on P-256", "Ed25519", "ECDH on P-256", "X25519",
                "AES-128-GCM", "AES-256-GCM", "XChaCha20-Poly1305", "Argon2id", "subkeys",
            ])
    }

    @Test(arguments: KnownAnswer.all.indices)
    func `SEC-39 a wrong answer of any primitive stops, and is named`(index: Int) {
        var questions = KnownAnswer.all
        let asked = questions[index]
        questions[index] = KnownAnswer(asked.primitive, "00") { try asked.compute() }
        #expect(throws: CryptographyError.selfTestFailed(primitive: asked.primitive)) { try SelfTest.run(questions) }
    }

    @Test func `SEC-39 a primitive that fails stops as one that answers wrongly`() {
        let failing = KnownAnswer("failing", "") { throw CryptographyError.weakSharedSecret }
        #expect(throws: CryptographyError.selfTestFailed(primitive: "failing")) { try SelfTest.run([failing]) }
    }
}
