import Bytes
import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport
import Testing

@Suite struct SDJWTVerifierTests {
    @Test(
        arguments: try vectors("sdjwt/rfc9901.json") + vectors("sdjwt/verify.json") + vectors("sdjwt/keybinding.json"))
    func `SDJWT-30 to SDJWT-52, KB-01 to KB-12 vectors`(vector: Vector) throws {
        let run = try VectorVerifier(vector)
        var log = StepLog()
        do throws(SDJWTError) {
            let presentation = try run.verified(log: &log)
            #expect(vector.result == "valid")
            #expect(JSONValue.object(presentation.credential.payload) == vector.test["output"])
            #expect(presentation.credential.content.claims().value == vector.test["output"])
            #expect(run.text.hasSuffix("~") == (presentation.keyBinding == nil))
            #expect(log.isSound)
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error, "\(error)")
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
            #expect(log.firstFailure == error.refusal)
        }
    }

    /// A value of that many arrays inside one another.
    private func nested(_ depth: Int) -> JSONValue { (1..<depth).reduce(JSONValue.array([])) { value, _ in [value] } }

    @Test func `SDJWT-50 what is put together from Disclosures is no deeper than one JSON text may be`() throws {
        func refusal(_ depth: Int) throws -> SDJWTError? {
            let issued = try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(3)).issue(
                ["a": ["b": nested(depth)]],
                template: SDJWTTemplate(disclosable: [["a"], ["a", "b"]]), header: [:], holder: nil)
            let verifier = try Parties.verifier(.refused)
            var log = StepLog()
            do throws(SDJWTError) {
                _ = try verifier.verified(issued.text, log: &log)
                return nil
            } catch { return error }
        }
        // The payload, a and b's arrays.
        #expect(try refusal(30) == nil)
        #expect(try refusal(31) == .payloadTooDeep(limit: 32))
    }

    /// Issues plain claims, and tells how a verifier ends that a test has changed.
    private func refusal(
        header: JSONObject = [:], algorithm: HashAlgorithm = .sha256, _ change: (inout SDJWTVerifier) -> Void
    ) throws -> SDJWTError? {
        var template = SDJWTTemplate(disclosable: algorithm == .sha256 ? [] : [["a"]])
        template.hashAlgorithm = algorithm
        let issued = try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(3)).issue(
            ["iss": "https://issuer.example", "a": 1], template: template, header: header, holder: nil)
        var verifier = try Parties.verifier(.refused)
        change(&verifier)
        var log = StepLog()
        do throws(SDJWTError) {
            _ = try verifier.verified(issued.text, log: &log)
            return nil
        } catch { return error }
    }

    @Test func `SDJWT-05 only the types that were asked for, spelled exactly so`() throws {
        #expect(try refusal { $0.types = nil } == nil)
        #expect(try refusal(header: ["typ": "example+sd-jwt"]) { $0.types = ["x", "example+sd-jwt"] } == nil)
        for header in [[:], ["typ": "Example+sd-jwt"], ["typ": "JWT"]] as [JSONObject] {
            #expect(
                try refusal(header: header) { $0.types = ["example+sd-jwt"] }
                    == .typeMismatch(expected: ["example+sd-jwt"]))
        }
        #expect(try refusal(header: ["typ": "JWT"]) { $0.types = [] } == .typeMismatch(expected: []))
    }

    @Test func `SDJWT-31 the issuer must be the one whose key is used`() throws {
        #expect(try refusal { $0.issuer = "https://issuer.example" } == nil)
        #expect(try refusal { $0.issuer = "https://issuer.example/" } == .issuerMismatch)
    }

    @Test func `SDJWT-32 a hash that policy does not allow is refused, the default one too`() throws {
        #expect(try refusal(algorithm: .sha512) { $0.hashAlgorithms = [.sha512] } == nil)
        #expect(try refusal(algorithm: .sha512) { $0.hashAlgorithms = [.sha256] } == .hashNotAllowed(.sha512))
        #expect(try refusal { $0.hashAlgorithms = [.sha512] } == .hashNotAllowed(.sha256))
    }

    /// How a verifier that asks for key binding, or not, ends on a payload that is signed as it stands.
    private func refusal(of payload: JSONObject, _ change: (inout SDJWTVerifier) -> Void) throws -> SDJWTError? {
        let token = try CompactJWS.signed(header: [:], payload: payload, by: Parties.issuer())
        var verifier = try Parties.verifier(.refused)
        change(&verifier)
        var log = StepLog()
        do throws(SDJWTError) {
            _ = try verifier.verified("\(token)~", log: &log)
            return nil
        } catch { return error }
    }

    @Test func `SDJWT-32 a payload without _sd_alg means SHA-256, which policy may not allow`() throws {
        #expect(try refusal(of: ["a": 1]) { $0.hashAlgorithms = [.sha256] } == nil)
        #expect(try refusal(of: ["a": 1]) { $0.hashAlgorithms = [.sha512] } == .hashNotAllowed(.sha256))
    }

    @Test(arguments: ["jku", "x5u"]) func `KB-10 a holder's key that names an address is used by nobody`(name: String)
        throws
    {
        let holder = try Parties.holder()
        var key = JWK(publicKey: holder.publicKey).json
        key[name] = "https://keys.example"
        let token = try CompactJWS.signed(
            header: [:], payload: ["cnf": ["jwk": .object(key)]], by: Parties.issuer())
        let digest = Base64URL.encode(HashAlgorithm.sha256.hash(Array("\(token)~".utf8)))
        let binding = try CompactJWS.signed(
            header: ["typ": "kb+jwt"],
            payload: [
                "iat": .integer(Parties.now.seconds), "aud": .string(Parties.verifier), "nonce": .string(Parties.nonce),
                "sd_hash": .string(digest),
            ], by: holder)
        var log = StepLog()
        #expect(throws: SDJWTError.keyBinding(.confirmationUnsupported)) {
            try Parties.verifier().verified("\(token)~\(binding)", log: &log)
        }
    }
}
