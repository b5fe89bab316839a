import CredentialModel
import DCQL
import JSON
import Rules

extension Operation {
    /// Input and output: `vectors/dcql/ORIGIN.md` describes them.
    static func matchDCQL(_ input: VectorInput) throws -> JSONValue {
        var policy = DCQLPolicy()
        if input["preference"]?.string == "verifier_order" { policy.preference = .verifierOrder }
        if input["types"]?.string == "own_and_other" { policy.types = .ownAndOther }
        let query = try DCQLQuery(json: input["query"] ?? .null)
        guard input["side"]?.string == "verifier" else {
            return try query.match(facts(input["credentials"]), policy: policy).choice().json
        }
        var log = StepLog()
        let answers = try (input["answers"]?.array ?? []).map { answer in
            DCQLPresented(
                queryID: answer["query"]?.string ?? "", presentations: try facts(answer["presentations"]))
        }
        return json(of: try query.satisfaction(by: answers, policy: policy, log: &log))
    }

    private static func facts(_ json: JSONValue?) throws -> [CredentialFacts] {
        try (json?.array ?? []).map { try CredentialFacts(json: $0) }
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
