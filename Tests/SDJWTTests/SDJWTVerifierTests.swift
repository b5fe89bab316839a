import JSON
import Rules
import SDJWT
import TestSupport
import Testing

@Suite struct SDJWTVerifierTests {
    @Test(arguments: try vectors("sdjwt/rfc9901.json"))
    func `SDJWT-31 vectors`(vector: Vector) throws {
        let run = try VectorVerifier(vector)
        var log = StepLog()
        do throws(SDJWTError) {
            let presentation = try run.verified(log: &log)
            #expect(vector.result == "valid")
            #expect(JSONValue.object(presentation.credential.payload) == vector.test["output"])
            #expect(presentation.credential.content.claims().value == vector.test["output"])
            #expect(log.isSound)
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error, "\(error)")
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
            #expect(log.firstFailure == error.refusal)
        }
    }
}
