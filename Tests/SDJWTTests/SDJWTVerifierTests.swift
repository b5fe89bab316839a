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
}
