import Bytes
import Cryptography
import JOSE
import JSON
import Rules
import Testing

@Suite struct GeneralJWSTests {
    private let keys: [SoftwareKey]
    private let jws: JSONObject

    init() throws {
        keys = [try SoftwareKey(generating: .p256), try SoftwareKey(generating: .ed25519)]
        jws = try GeneralJWS.signed(
            payload: ["a": 1], by: [(["typ": "x"], keys[0]), (["kid": "2"], keys[1])])
    }

    private func first(_ change: (inout JSONObject) -> Void) throws -> Result<CompactJWS, JOSEError>? {
        var entry = jws["signatures"]?[0]?.object ?? [:]
        change(&entry)
        var changed = jws
        changed["signatures"] = [.object(entry), jws["signatures"]?[1] ?? .null]
        let read = try GeneralJWS(changed)
        #expect((try? read.signatures[1].get()) != nil, "the other signature is not spoiled")
        return read.signatures.first
    }

    @Test func `DP-02 each signature over the payload is one of its own`() throws {
        let read = try GeneralJWS(jws)
        #expect(read.signatures.count == 2)
        for (index, signature) in read.signatures.enumerated() {
            let payload = try signature.get().verified(
                by: keys[index].publicKey, allowing: SignatureAlgorithm.supported
            ).payload()
            #expect(payload == ["a": 1])
        }
        #expect(throws: JOSEError.self) {
            try read.signatures[0].get().verified(by: keys[1].publicKey, allowing: SignatureAlgorithm.supported)
        }
    }

    @Test func `DP-02 NEG-187 a signature that cannot be read is unusable by itself`() throws {
        #expect(
            try first { $0["header"] = ["kid": "1"] } == .failure(.generalForm(problem: "has an unprotected header")))
        for name in ["protected", "signature"] {
            #expect(
                try first { $0[name] = nil }
                    == .failure(.generalForm(problem: "has a signature without a protected header")))
        }
        let unsigned = Base64URL.encode(Array("{\"alg\":\"none\"}".utf8))
        #expect(try first { $0["protected"] = .string(unsigned) } == .failure(.algorithmNone))
        #expect(try first { $0["signature"] = "" } == .failure(.emptyPart(.signature)))
    }

    @Test func `DP-02 without payload or signatures, or with too many, it is none`() throws {
        let many = JSONValue.array(Array(repeating: jws["signatures"]?[0] ?? .null, count: 17))
        for (name, value) in [
            ("payload", nil), ("payload", 7), ("signatures", nil), ("signatures", []), ("signatures", "x"),
            ("signatures", many),
        ] as [(String, JSONValue?)] {
            var changed = jws
            changed[name] = value
            #expect(throws: JOSEError.self) { try GeneralJWS(changed) }
        }
        #expect(throws: JOSEError.generalForm(problem: "has no signatures")) {
            try GeneralJWS.signed(payload: ["a": 1], by: [])
        }
    }
}
