import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport
import Testing

@Suite struct JSONSDJWTTests {
    private func bytes(_ json: JSONObject) -> [UInt8] { JSONValue.object(json).serialized() }

    private func presentation() throws -> CompactSDJWT {
        let issued = try SDJWTIssuer(key: try Parties.issuer(), random: SeededRandom(8)).issue(
            ["iss": "https://issuer.example", "given_name": "Ada", "family_name": "Lovelace"],
            template: SDJWTTemplate(disclosable: [["given_name"], ["family_name"]]), header: ["typ": "example+sd-jwt"],
            holder: JWK(publicKey: try Parties.holder().publicKey))
        let content = try CompactSDJWT(parsing: issued.text).processed()
        return try CompactSDJWT(
            parsing: try content.presentation(disclosing: [0]).bound(
                by: try Parties.holder(), audience: Parties.verifier, nonce: Parties.nonce, at: Parties.now))
    }

    @Test func `SDJSON-01 SDJSON-02 the JSON form of a compact form is read as that compact form`() throws {
        let compact = try presentation()
        let json = try JSONSDJWT(compact).json
        #expect(json.names == ["protected", "signature", "header", "payload"])
        #expect(json["header"]?["disclosures"]?.array?.count == 1)
        #expect(json["header"]?["kb_jwt"]?.string?.isEmpty == false)
        #expect(try JSONSDJWT(parsing: bytes(json)).compact == compact)
        var log = StepLog()
        let verified = try Parties.verifier().verified(json: bytes(json), log: &log)
        #expect(verified.credential.payload["iss"] == "https://issuer.example")
        #expect(verified.keyBinding != nil)
        #expect(log.steps.first?.rule == "SDJSON-01")
    }

    @Test func `SDJSON-03 SDJSON-06 the general form keeps all signatures, and all must be over one payload`() throws {
        let compact = try presentation()
        let stranger = try SoftwareKey(generating: .p256)
        let second = try CompactJWS(
            parsing: try CompactJWS.signed(
                header: ["typ": "example+sd-jwt"], payloadBytes: compact.issuerJWT.payloadBytes, by: stranger))
        let form = try JSONSDJWT(compact, further: [second])
        #expect(form.json["signatures"]?.array?.count == 2)
        #expect(form.json["signatures"]?[1]?["header"] == nil)
        let read = try JSONSDJWT(parsing: bytes(form.json))
        #expect(read == form)
        var verifier = try Parties.verifier()
        var log = StepLog()
        #expect(throws: SDJWTError.jsonForm(.noKey(signature: 1))) {
            _ = try verifier.verified(json: bytes(form.json), log: &log)
        }
        for rule in ["SDJWT-31", "SDJWT-45", "KB-07"] as [RuleID] {
            #expect(log.steps.contains { $0.rule == rule }, "what was not reached is said: \(rule)")
        }
        verifier.furtherSignatures = .verified(by: [stranger.publicKey])
        #expect(try verifier.verified(json: bytes(form.json), log: &log).keyBinding != nil)
        verifier.furtherSignatures = .verified(by: [try Parties.holder().publicKey])
        #expect(throws: SDJWTError.jose(.signatureInvalid)) {
            _ = try verifier.verified(json: bytes(form.json), log: &log)
        }
        verifier.furtherSignatures = .ignored
        #expect(try verifier.verified(json: bytes(form.json), log: &log).keyBinding != nil)
        let other = try CompactJWS(parsing: try CompactJWS.signed(header: [:], payload: ["a": 1], by: stranger))
        #expect(throws: SDJWTError.jsonForm(.otherPayload(signature: 1))) {
            _ = try JSONSDJWT(compact, further: [second, other].reversed())
        }
    }

    @Test func `SDJWT-50 the JSON at the limit of the whole is read, one byte more is refused`() throws {
        let text = bytes(try JSONSDJWT(try presentation()).json)
        var limits = SDJWTLimits.default
        limits.totalBytes = text.count
        #expect(try JSONSDJWT(parsing: text, limits: limits).compact.disclosureCount == 1)
        limits.totalBytes -= 1
        #expect(throws: SDJWTError.tooLong(bytes: text.count, limit: limits.totalBytes)) {
            _ = try JSONSDJWT(parsing: text, limits: limits)
        }
    }

    @Test func `SDJSON-04 no changed byte of the JSON form goes through`() throws {
        let text = bytes(try JSONSDJWT(try presentation()).json)
        let verifier = try Parties.verifier()
        var refused = 0
        for position in stride(from: 0, to: text.count, by: 3) {
            var changed = text
            changed[position] ^= 1
            var log = StepLog()
            do {
                let verified = try verifier.verified(json: changed, log: &log)
                Issue.record("byte \(position): \(verified.credential.payload)")
            } catch { refused += 1 }
        }
        #expect(refused == (text.count + 2) / 3)
    }
}
