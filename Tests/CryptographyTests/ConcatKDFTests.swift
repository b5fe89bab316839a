import Bytes
import Testing

@testable import Cryptography

@Suite struct ConcatKDFTests {
    @Test func `ENC-05 the example of RFC 7518 Appendix C, from both sides`() throws {
        let alice = try key(
            "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo")
        let bob = try key("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw")
        for (own, other) in [(alice, bob), (bob, alice)] {
            let derived = try ConcatKDF.key(
                from: own.sharedSecret(with: other.publicKey), algorithm: "A128GCM", partyU: Array("Alice".utf8),
                partyV: Array("Bob".utf8), count: 16)
            #expect(Base64URL.encode(bytes(of: derived)) == "VqqN6vgjbSBcIijNcacQGg")
        }
    }

    @Test func `ENC-05 every input changes the key`() throws {
        func derive(
            _ agreed: [UInt8] = [1], _ algorithm: String = "A128GCM", _ partyU: [UInt8] = [], _ partyV: [UInt8] = [],
            _ count: Int = 16
        ) throws -> [UInt8] {
            bytes(
                of: try ConcatKDF.key(
                    from: secret(agreed), algorithm: algorithm, partyU: partyU, partyV: partyV,
                    count: count))
        }
        let keys = try [
            derive(), derive([2]), derive([1], "A256GCM"), derive([1], "A128GCM", [1]),
            derive([1], "A128GCM", [], [1]), Array(derive([1], "A128GCM", [], [], 32).prefix(16)),
        ]
        #expect(Set(keys).count == keys.count)
        #expect(try derive() == keys[0])
    }

    @Test(arguments: [-1, 33]) func `SEC-40 more than one round is refused`(count: Int) throws {
        let secret = try secret([1])
        #expect(throws: CryptographyError.parameterLength(name: "output", bytes: count, expected: 32)) {
            _ = try ConcatKDF.key(from: secret, algorithm: "A128GCM", partyU: [], partyV: [], count: count)
        }
    }

    private func key(_ scalar: String) throws -> SoftwareKey {
        try SoftwareKey(.p256, privateScalar: Base64URL.decode(scalar))
    }
}
