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
}
