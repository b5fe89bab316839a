import Bytes
import Cryptography
import JOSE
import JSON
import TestSupport
import Testing

@Suite struct JWKTests {
    @Test func `JOSE-20 the thumbprint of RFC 7638 section 3_1`() throws {
        let json = try JSONValue(parsing: repositoryFile("vectors/rfc/jose.json"))
        let key = try #require(json["thumbprint"]?["key"]?.object)
        let thumbprint = try #require(JWK.thumbprint(of: key))
        #expect(Base64URL.encode(thumbprint) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test func `JOSE-20 the thumbprint of the OpenID4VP handover key`() throws {
        let json: JSONObject = [
            "kty": "EC", "crv": "P-256", "x": "DxiH5Q4Yx3UrukE2lWCErq8N8bqC9CHLLrAwLz5BmE0",
            "y": "XtLM4-3h5o3HUH0MHVJV0kyq0iBlrBwlh8qEDMZ4-Pc", "use": "enc", "alg": "ECDH-ES", "kid": "1",
        ]
        let jwk = try JWK(json)
        #expect(
            Hex.encode(jwk.thumbprint()) == "4283ec927ae0f208daaa2d026a814f2b22dca52cf85ffa8f3f8626c6bd669047")
    }

    @Test func `JOSE-20 the order of members and other members make no difference`() throws {
        let key = try SoftwareKey(generating: .ed25519).publicKey
        let plain = JWK(publicKey: key)
        let other = try JWK(.object(JSONObject([("kid", "7")] + plain.json.reversed().map { ($0.name, $0.value) })))
        #expect(plain.thumbprint() == other.thumbprint())
        #expect(JWK.thumbprint(of: ["kty": "oct", "k": "AA"]) == nil)
        #expect(JWK.thumbprint(of: ["kty": "EC", "crv": "P-256", "x": "AA"]) == nil)
    }

    @Test(arguments: [KeyCurve.p256, .ed25519, .x25519])
    func `JOSE-09 what is written is read`(curve: KeyCurve) throws {
        let key = try SoftwareKey(generating: curve).publicKey
        let written = JWK(publicKey: key, keyID: "1", use: curve == .x25519 ? "enc" : "sig")
        let read = try JWK(JSONValue(parsing: JSONValue.object(written.json).serialized()))
        #expect(read.publicKey == key)
        #expect(read == written)
    }

    @Test(arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func `JOSE-22 a private member is refused, whatever its value`(member: String) throws {
        var json = JWK(publicKey: try SoftwareKey(generating: .p256).publicKey).json
        json[member] = .null
        #expect(throws: JOSEError.key(.privateMember(member))) { try JWK(json) }
        #expect(throws: JOSEError.key(.privateMember(member))) { try JWKSet(["keys": [.object(json)]]) }
    }

    @Test func `JOSE-06 a key is used only as its own members permit`() throws {
        let key = try SoftwareKey(generating: .p256).publicKey
        #expect(try JWK(publicKey: key).verificationKey(for: .es256) == key)
        #expect(try JWK(publicKey: key, algorithm: "ES256", use: "sig").verificationKey(for: .es256) == key)
        #expect(throws: JOSEError.key(.restricted(member: "use"))) {
            try JWK(publicKey: key, use: "enc").verificationKey(for: .es256)
        }
        #expect(throws: JOSEError.key(.restricted(member: "alg"))) {
            try JWK(publicKey: key, algorithm: "ECDH-ES").verificationKey(for: .es256)
        }
        #expect(throws: JOSEError.algorithmKeyMismatch(.edDSA, curve: .p256)) {
            try JWK(publicKey: key).verificationKey(for: .edDSA)
        }
        let edwards = try SoftwareKey(generating: .ed25519).publicKey
        for name in ["EdDSA", "Ed25519"] {
            let jwk = JWK(publicKey: edwards, algorithm: name)
            #expect(try jwk.verificationKey(for: .edDSA) == edwards)
            #expect(try jwk.verificationKey(for: .ed25519) == edwards)
        }
        let agreeing = JWK(publicKey: try SoftwareKey(generating: .x25519).publicKey)
        #expect(throws: JOSEError.algorithmKeyMismatch(.edDSA, curve: .x25519)) {
            try agreeing.verificationKey(for: .edDSA)
        }
    }

    @Test func `JOSE-06 a private key is read, and its halves must belong together`() throws {
        let json: JSONObject = [
            "kty": "EC", "crv": "P-256", "x": "TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc",
            "y": "ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ", "d": "5K5SCos8zf9zRemGGUl6yfok-_NiiryNZsvANWMhF-I",
        ]
        let pair = try JWK.Private(.object(json))
        #expect(!pair.publicJWK.json.contains("d"))
        let token = try CompactJWS.signed(header: [:], payload: [:], by: pair.key)
        #expect(
            try CompactJWS(parsing: token).verified(by: pair.publicJWK, allowing: [.es256]).key == pair.key.publicKey)

        var other = json
        other["d"] = "Ur2bNKuBPOrAaxsRnbSH6hIhmNTxSGXshDSUD1a1y7g"
        #expect(throws: JOSEError.key(.pairMismatch)) { try JWK.Private(.object(other)) }
        other["d"] = nil
        #expect(throws: JOSEError.key(.missing("d"))) { try JWK.Private(.object(other)) }
        other["d"] = .string(Base64URL.encode([UInt8](repeating: 1, count: 31)))
        #expect(throws: JOSEError.key(.length(member: "d", bytes: 31, expected: 32))) {
            try JWK.Private(.object(other))
        }
        other["d"] = .string(Base64URL.encode([UInt8](repeating: 0, count: 32)))
        #expect(throws: JOSEError.self) { try JWK.Private(.object(other)) }
    }
}
