import Cryptography
import JOSE
import JSON
import TestSupport
import Testing

@Suite struct JWKSetTests {
    private func key(_ curve: KeyCurve, _ keyID: String?, use: String? = nil) throws -> JWK {
        JWK(publicKey: try SoftwareKey(generating: curve).publicKey, keyID: keyID, use: use)
    }

    @Test func `JOSE-19 a kid that occurs twice spoils the set`() throws {
        let keys = try [key(.p256, "1"), key(.p256, "2"), key(.ed25519, "1")].map { JSONValue.object($0.json) }
        #expect(throws: JOSEError.key(.duplicateKeyID(index: 2))) { try JWKSet(["keys": .array(keys)]) }
        #expect(try JWKSet(["keys": .array(Array(keys.dropLast()))]).keys.count == 2)
    }

    @Test func `JOSE-19 a kid counts also when its key is unusable, and absent ones never collide`() throws {
        let unknown: JSONValue = ["kty": "XX", "kid": "1"]
        let good = JSONValue.object(try key(.p256, "1").json)
        #expect(throws: JOSEError.key(.duplicateKeyID(index: 1))) { try JWKSet(["keys": [unknown, good]]) }
        let nameless = try [key(.p256, nil), key(.p256, nil)].map { JSONValue.object($0.json) }
        #expect(try JWKSet(["keys": .array(nameless)]).keys.count == 2)
    }

    @Test func `JOSE-19 unknown types and wrong coordinates stay in the set as unusable`() throws {
        let good = JSONValue.object(try key(.p256, "good").json)
        let set = try JWKSet([
            "keys": [
                ["kty": "RSA", "n": "AQAB", "e": "AQAB"], ["kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"], good,
                ["kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"],
            ]
        ])
        #expect(set.keys.map(\.keyID) == ["good"])
        #expect(set.entries.count == 4)
        #expect(set.json["keys"]?.array?.count == 4)
        guard case .unusable(_, let first) = set.entries[0], case .unusable(_, let last) = set.entries[3] else {
            Issue.record("an unusable key is said to be usable")
            return
        }
        #expect(first == .key(.unsupported(type: "RSA", curve: nil)))
        #expect(last == .key(.length(member: "x", bytes: 1, expected: 32)))
    }

    @Test func `JOSE-19 64 keys are read, 65 are refused`() throws {
        let entry: JSONValue = ["kty": "XX"]
        #expect(try JWKSet(["keys": .array(Array(repeating: entry, count: 64))]).entries.count == 64)
        #expect(throws: JOSEError.key(.tooManyKeys(65, limit: 64))) {
            try JWKSet(["keys": .array(Array(repeating: entry, count: 65))])
        }
    }

    @Test func `JOSE-19 64 KiB are read, one byte more is refused`() throws {
        let text = Array(#"{"keys":[]}"#.utf8)
        let full = text + [UInt8](repeating: 0x20, count: 64 * 1024 - text.count)
        #expect(try JWKSet(parsing: full).entries.isEmpty)
        #expect(throws: JOSEError.key(.setTooLong(bytes: 64 * 1024 + 1, limit: 64 * 1024))) {
            try JWKSet(parsing: full + [0x20])
        }
    }

    @Test(arguments: [
        ("[]", JOSEError.key(.notAnObject(found: .array))), ("{}", .key(.noKeys)), (#"{"keys":{}}"#, .key(.noKeys)),
        (#"{"keys":[1]}"#, .key(.notAnObject(found: .number))),
        (#"{"keys":[]"#, .key(.json(.unexpectedEnd(expected: "a comma or a closing brace", offset: 10)))),
    ])
    func `JOSE-19 what is no set is refused`(text: String, error: JOSEError) {
        #expect(throws: error) { try JWKSet(parsing: Array(text.utf8)) }
    }

    @Test func `JOSE-12 kid names a key of this set and nothing else`() throws {
        let keys = try [key(.p256, "a"), key(.p256, "b"), key(.ed25519, "c"), key(.p256, "d", use: "enc")]
        let set = JWKSet(keys)
        func found(_ header: JSONObject) throws -> [String?] {
            set.candidates(for: try JOSEHeader(header)).map(\.keyID)
        }
        #expect(try found(["alg": "ES256", "kid": "b"]) == ["b"])
        #expect(try found(["alg": "ES256"]) == ["a", "b"])
        #expect(try found(["alg": "EdDSA"]) == ["c"])
        #expect(try found(["alg": "ES256", "kid": "c"]) == [])
        #expect(try found(["alg": "ES256", "kid": "d"]) == [])
        #expect(try found(["alg": "RS256"]) == [])
        for keyID in [
            "../../etc/passwd", "https://attacker.example/", "' OR 1=1", String(repeating: "k", count: 10_240),
        ] {
            #expect(try found(["alg": "ES256", "kid": .string(keyID)]) == [])
        }
    }

    @Test func `SEC-05 kid is compared octet by octet`() throws {
        let set = JWKSet([try key(.p256, "caf\u{E9}")])
        #expect(set.candidates(for: try JOSEHeader(["alg": "ES256", "kid": "caf\u{E9}"])).count == 1)
        #expect(set.candidates(for: try JOSEHeader(["alg": "ES256", "kid": "cafe\u{301}"])).isEmpty)
    }
}
