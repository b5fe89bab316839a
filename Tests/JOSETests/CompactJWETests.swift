import Bytes
import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Testing

@Suite struct CompactJWETests {
    @Test(arguments: try vectors("jwe/decrypt.json") + vectors("jwe/openid4vp.json"))
    func `ENC-02 to ENC-11, JOSE-13 vectors`(vector: Vector) throws {
        do {
            let key = try JWK.Private(vector["key"] ?? .null)
            let jwe = try CompactJWE(parsing: vector["jwe"]?.string ?? "")
            let allowed = (vector["encryptions"]?.array ?? []).compactMap(\.string)
                .compactMap(ContentEncryption.init(rawValue:))
            let message = try jwe.decrypted(by: key, allowing: allowed)
            #expect(vector.result == "valid")
            let expected = vector.test["output"]?["message"] ?? .string(Base64URL.encode(message))
            #expect(.string(Base64URL.encode(message)) == expected)
        } catch let error as any RuleError {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error, "\(error)")
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    @Test func `ENC-05 the published example of OpenID4VP holds its vp_token as an object`() throws {
        let vector = try #require(try vectors("jwe/openid4vp.json").first)
        let key = try JWK.Private(vector["key"] ?? .null)
        let message = try CompactJWE(parsing: vector["jwe"]?.string ?? "").decrypted(by: key, allowing: [.a128GCM])
        #expect(try JSONValue(parsing: message)["vp_token"]?["example_credential_id"] != nil)
    }

    @Test(arguments: [KeyCurve.p256, .x25519], ContentEncryption.written)
    func `ENC-02 ENC-05 what we encrypt, the receiver decrypts`(curve: KeyCurve, encryption: ContentEncryption) throws {
        let receiver = try receiver(curve)
        let token = try CompactJWE.encrypted([1, 2, 3], to: receiver.publicJWK, using: encryption)
        let jwe = try CompactJWE(parsing: token)
        #expect(jwe.header.keyID == "r1")
        #expect(jwe.header.encryption == encryption)
        #expect(try jwe.decrypted(by: receiver, allowing: [encryption]) == [1, 2, 3])
    }

    @Test func `ENC-05 two messages never share a key or a vector`() throws {
        let receiver = try receiver(.p256)
        let tokens = try (0..<2).map { _ in
            try CompactJWE.encrypted([1], to: receiver.publicJWK, using: .a256GCM)
        }
        let parts = tokens.map { $0.split(separator: ".", omittingEmptySubsequences: false) }
        #expect(parts[0][0] != parts[1][0])
        #expect(parts[0][2] != parts[1][2])
    }

    @Test func `ENC-04 what older peers write is not written`() throws {
        let receiver = try receiver(.p256).publicJWK
        #expect(throws: JWEError.encryption("A128CBC-HS256", allowed: [.a256GCM, .a128GCM])) {
            try CompactJWE.encrypted([], to: receiver, using: .a128CBCHS256)
        }
    }

    @Test(arguments: [("ES256", "sig"), ("ECDH-ES", "sig"), ("ECDH-ES+A128KW", "enc")])
    func `ENC-02 nothing is encrypted to a key that is not for it`(algorithm: String, use: String) throws {
        let key = JWK(publicKey: try SoftwareKey(generating: .p256).publicKey, algorithm: algorithm, use: use)
        #expect(throws: JWEError.self) { try CompactJWE.encrypted([], to: key, using: .a128GCM) }
    }

    @Test(arguments: [(["deriveBits"], true), (["deriveKey"], true), (["verify"], false), ([], false)])
    func `ENC-02 key_ops of the key is respected`(operations: [String], isFit: Bool) throws {
        var json = try receiver(.p256).publicJWK.json
        json["key_ops"] = .array(operations.map(JSONValue.string))
        let key = try JWK(json)
        let token = try? CompactJWE.encrypted([], to: key, using: .a128GCM)
        #expect((token != nil) == isFit)
    }

    @Test func `ENC-11 no refusal of a message that does not decrypt says why`() throws {
        let receiver = try receiver(.p256)
        let token = try CompactJWE.encrypted(Array("secret".utf8), to: receiver.publicJWK, using: .a128GCM)
        var refusals: Set<String> = []
        for index in 2...4 {
            var parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            var bytes = try Base64URL.decode(parts[index])
            bytes[0] ^= 1
            parts[index] = Base64URL.encode(bytes)
            let jwe = try CompactJWE(parsing: parts.joined(separator: "."))
            do {
                _ = try jwe.decrypted(by: receiver, allowing: [.a128GCM])
                Issue.record("a changed part \(index) was accepted")
            } catch {
                refusals.insert("\(error.refusal)")
            }
        }
        #expect(refusals.count == 1)
    }

    private func receiver(_ curve: KeyCurve) throws -> JWK.Private {
        let key = try SoftwareKey(generating: curve)
        var json = JWK(publicKey: key.publicKey, keyID: "r1", algorithm: "ECDH-ES", use: "enc").json
        json["d"] = .string(Base64URL.encode(key.exportedSecret()))
        return try JWK.Private(.object(json))
    }
}
