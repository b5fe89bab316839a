import Bytes
import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Testing

@Suite struct CompactJWSTests {
    @Test(arguments: try vectors("jws/verify.json"))
    func `JOSE-01 to JOSE-15, JOSE-22 vectors`(vector: Vector) throws {
        let algorithms = (vector["algorithms"]?.array ?? []).compactMap(\.string)
            .map(SignatureAlgorithm.init(rawValue:))
        do throws(JOSEError) {
            let key = try JWK(vector["key"] ?? .null)
            let jws = try CompactJWS(parsing: vector["jws"]?.string ?? "")
            if let type = vector["type"]?.string { try jws.header.requireType(type) }
            let verified = try jws.verified(by: key, allowing: algorithms)
            #expect(vector.result == "valid")
            #expect(.string(Base64URL.encode(verified.payloadBytes)) == vector.test["output"]?["payload"])
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error, "\(error)")
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    @Test func `JOSE-14 the examples of RFC 7515 and RFC 8037 verify`() throws {
        for example in try JSONValue(parsing: repositoryFile("vectors/rfc/jose.json"))["examples"]?.array ?? [] {
            let key = try JWK(example["key"] ?? .null)
            let jws = try CompactJWS(parsing: example["jws"]?.string ?? "")
            let verified = try jws.verified(by: key, allowing: SignatureAlgorithm.supported)
            #expect(.string(String(decoding: verified.payloadBytes, as: UTF8.self)) == example["payload"])
            #expect(.string(key.thumbprintText) == example["thumbprint"] ?? .string(key.thumbprintText))
        }
    }

    @Test func `JOSE-08 the Ed25519 example of RFC 8037 is signed byte for byte`() throws {
        let json = try JSONValue(parsing: repositoryFile("vectors/rfc/jose.json"))
        let example = try #require(json["examples"]?.array?.first { $0["name"] == "RFC 8037 A.4" })
        var secret = try #require(example["key"]?.object)
        secret["d"] = example["d"]
        let key = try JWK.Private(.object(secret)).key
        let token = try CompactJWS.signed(
            header: ["alg": "EdDSA"], payloadBytes: Array((example["payload"]?.string ?? "").utf8), by: key)
        #expect(.string(token) == example["jws"])
    }

    @Test func `JOSE-04 a token and a header at their limits are read, one byte more is refused`() throws {
        let key = try SoftwareKey(generating: .ed25519)
        let token = try CompactJWS.signed(header: ["kid": "1"], payload: ["a": "b"], by: key)
        let count = token.utf8.count
        let header = token.prefix { $0 != "." }.utf8.count
        var limits = JOSELimits.default
        (limits.tokenBytes, limits.headerBytes) = (count, header)
        #expect(try CompactJWS(parsing: token, limits: limits).text == token)
        limits.tokenBytes = count - 1
        #expect(throws: JOSEError.tokenTooLong(bytes: count, limit: count - 1)) {
            try CompactJWS(parsing: token, limits: limits)
        }
        (limits.tokenBytes, limits.headerBytes) = (count, header - 1)
        #expect(throws: JOSEError.headerTooLong(bytes: header, limit: header - 1)) {
            try CompactJWS(parsing: token, limits: limits)
        }
    }

    @Test func `JOSE-13 a token inside something larger is found by its range`() throws {
        let key = try SoftwareKey(generating: .p256)
        let token = try CompactJWS.signed(header: [:], payload: ["a": 1], by: key)
        let bytes = Array("before~\(token)~after".utf8)
        let jws = try CompactJWS(parsing: bytes, in: 7..<7 + token.utf8.count)
        #expect(jws.text == token)
        #expect(jws.bytes == Array(token.utf8))
        #expect(try jws.verified(by: key.publicKey, allowing: [.es256]).payload() == ["a": 1])
        #expect(try jws == CompactJWS(parsing: token))
        let beyond = 0..<Int.max
        #expect(throws: JOSEError.self) { try CompactJWS(parsing: bytes, in: beyond) }
    }

    @Test func `JOSE-06 EdDSA is written for Ed25519, ES256 for P-256`() throws {
        for (curve, name) in [(KeyCurve.p256, "ES256"), (.ed25519, "EdDSA")] {
            let key = try SoftwareKey(generating: curve)
            let token = try CompactJWS.signed(header: ["kid": "1"], payload: [:], by: key)
            let header = try CompactJWS(parsing: token).header
            #expect(header.algorithm.rawValue == name)
            #expect(header.json.names == ["alg", "kid"])
        }
    }

    @Test func `JOSE-06 a header that names another algorithm is not signed`() throws {
        let key = try SoftwareKey(generating: .p256)
        #expect(throws: JOSEError.algorithmKeyMismatch(.edDSA, curve: .p256)) {
            try CompactJWS.signed(header: ["alg": "EdDSA"], payload: [:], by: key)
        }
        #expect(throws: JOSEError.algorithmNone) {
            try CompactJWS.signed(header: ["alg": "none"], payload: [:], by: key)
        }
        #expect(throws: JOSEError.emptyPart(.payload)) {
            try CompactJWS.signed(header: [:], payloadBytes: [], by: key)
        }
        #expect(throws: JOSEError.criticalNotUnderstood("x")) {
            try CompactJWS.signed(header: ["crit": ["x"], "x": 1], payload: [:], by: key)
        }
    }

    @Test func `SEC-04 no prefix of a token crashes or verifies`() throws {
        let key = try SoftwareKey(generating: .ed25519)
        let bytes = Array(try CompactJWS.signed(header: ["typ": "JWT"], payload: ["a": [1, 2]], by: key).utf8)
        for end in bytes.indices {
            let jws = try? CompactJWS(parsing: Array(bytes[..<end]))
            let isVerified = (try? jws?.verified(by: key.publicKey, allowing: [.edDSA])) != nil
            #expect(!isVerified, "\(end)")
        }
    }

    @Test func `SEC-06 names from a token are repeated only when they are short and visible`() throws {
        let long = String(repeating: "x", count: 41)
        for (name, shown) in [("RS256", "'RS256'"), ("a\u{1B}[31m", "a name of 6 bytes"), (long, "a name of 41 bytes")]
        {
            let error = JOSEError.algorithmNotAllowed(SignatureAlgorithm(rawValue: name), allowed: [.es256])
            #expect(error.refusal.problem == "the token is signed with \(shown)")
        }
    }

    @Test func `JOSE-05 JOSE-06 the caller's key and list decide, also where the key is no JWK`() throws {
        let (p256, ed25519) = (try SoftwareKey(generating: .p256), try SoftwareKey(generating: .ed25519))
        let jws = try CompactJWS(parsing: try CompactJWS.signed(header: [:], payload: [:], by: p256))
        _ = try jws.verified(by: p256.publicKey, allowing: [.es256])
        #expect(throws: JOSEError.algorithmNotAllowed(.es256, allowed: [.edDSA])) {
            try jws.verified(by: p256.publicKey, allowing: [.edDSA])
        }
        #expect(throws: JOSEError.algorithmNotAllowed(.es256, allowed: [])) {
            try jws.verified(by: p256.publicKey, allowing: [])
        }
        #expect(throws: JOSEError.algorithmKeyMismatch(.es256, curve: .ed25519)) {
            try jws.verified(by: ed25519.publicKey, allowing: [.es256])
        }
        let short = jws.text.withSignatureCut
        #expect(throws: JOSEError.signatureLength(bytes: 63, expected: 64)) {
            try CompactJWS(parsing: short).verified(by: p256.publicKey, allowing: [.es256])
        }
    }
}

extension String {
    /// The token without the last byte of its signature.
    fileprivate var withSignatureCut: String {
        let parts = split(separator: ".").map(String.init)
        let signature = (try? Base64URL.decode(parts.last ?? "")) ?? []
        return (parts.dropLast() + [Base64URL.encode(signature.dropLast())]).joined(separator: ".")
    }
}
