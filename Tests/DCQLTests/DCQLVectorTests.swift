import CredentialModel
import DCQL
import JSON
import Rules
import TestSupport
import Testing

@Suite struct DCQLVectorTests {
    @Test(arguments: try vectors("dcql/match.json"))
    func `vectors of dcql.match`(vector: Vector) throws {
        do throws(DCQLError) {
            let output = try Self.output(of: vector)
            #expect(vector.result == "valid")
            #expect(output.text == vector.test["output"]?.text)
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error, "\(error)")
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    private static func output(of vector: Vector) throws(DCQLError) -> JSONValue {
        var policy = DCQLPolicy()
        if vector["preference"]?.string == "verifier_order" { policy.preference = .verifierOrder }
        if vector["types"]?.string == "own_and_other" { policy.types = .ownAndOther }
        let query = try DCQLQuery(json: vector["query"] ?? .null)
        guard vector["side"]?.string == "verifier" else {
            return try query.match(facts(vector["credentials"]), policy: policy).choice().json
        }
        var log = StepLog()
        let answers = (vector["answers"]?.array ?? []).map { answer in
            DCQLPresented(
                queryID: answer["query"]?.string ?? "", presentations: facts(answer["presentations"]))
        }
        return json(of: try query.satisfaction(by: answers, policy: policy, log: &log))
    }

    private static func facts(_ json: JSONValue?) -> [CredentialFacts] {
        (json?.array ?? []).compactMap { json in
            do {
                return try CredentialFacts(json: json)
            } catch {
                Issue.record("\(error)")
                return nil
            }
        }
    }

    private static func json(of satisfaction: DCQLSatisfaction) -> JSONValue {
        let accepted = satisfaction.accepted.map { accepted in
            var object: JSONObject = [
                "query": .string(accepted.queryID), "credential": .string(accepted.credentialID),
            ]
            object["claim_set"] = accepted.alternative.claimSet.map { .integer(Int64($0)) }
            object["claims"] = accepted.claims
            object["surplus"] = .integer(Int64(accepted.surplus))
            return JSONValue.object(object)
        }
        let discarded: [JSONValue] = satisfaction.discarded.map { discarded in
            [
                "query": .string(discarded.queryID), "credential": .string(discarded.credentialID),
                "error": .string(discarded.reason.refusal.code),
            ]
        }
        return ["accepted": .array(accepted), "discarded": .array(discarded)]
    }
}
