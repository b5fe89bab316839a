import Cryptography
import JSON

/// Makes `vectors/sdjwt/issue.json`.
///
/// Positive tests name what a verifier must see when all Disclosures are shown and when none is; how salts, digests and
/// spaces look is the issuer's choice.
struct IssueVectors {
    let cast: VectorCast

    func groups() -> [VectorGroup] {
        [
            VectorGroup(
                operation: "sdjwt.issue", comment: "templates",
                input: [
                    "issuer_private_key": cast.privateJWK(cast.issuer), "claims": .object(claims),
                    "header": ["typ": "example+sd-jwt"],
                ],
                tests: accepted() + refused())
        ]
    }

    private var claims: JSONObject {
        [
            "iss": .string(VectorCast.issuerName), "exp": .integer(VectorCast.now + 86_400), "given_name": "Ada",
            "address": ["street": "Hauptstrasse 1", "country": "DE"], "nationalities": ["DE", "GB"],
        ]
    }

    private func accepted() -> [VectorTest] {
        let cases:
            [(id: String, comment: String, rules: [String], paths: JSONValue, count: Int64, hidden: JSONObject)] = [
                ("nothing", "nothing is disclosable", ["SDJWT-01"], [], 0, claims),
                ("member", "a member", ["SDJWT-17"], [["given_name"]], 1, claims.without("given_name")),
                (
                    "nested", "a member of an object", ["SDJWT-17"], [["address", "street"]], 1,
                    claims.adding("address", ["country": "DE"])
                ),
                (
                    "recursive", "an object and a member of it", ["SDJWT-20"], [["address"], ["address", "street"]], 2,
                    claims.without("address")
                ),
                (
                    "element", "an array element", ["SDJWT-18"], [["nationalities", 1]], 1,
                    claims.adding("nationalities", ["DE"])
                ),
                (
                    "every-element", "each array element", ["SDJWT-18"], [["nationalities", .null]], 2,
                    claims.adding("nationalities", [])
                ),
            ]
        return cases.map { test in
            VectorTest(
                "issue-\(test.id)", test.comment, rules: test.rules, input: ["disclosable": test.paths],
                .valid([
                    "disclosures": .integer(test.count), "all": .object(claims), "none": .object(test.hidden),
                ]))
        }
    }

    private func refused() -> [VectorTest] {
        var tests: [VectorTest] = ["iss", "exp"].map { name in
            refused(
                "never-\(name)", "\(name) is disclosable", ["SDJWT-22"], ["disclosable": [[.string(name)]]],
                "claim_not_disclosable")
        }
        tests.append(
            refused(
                "misspelled", "a path that names nothing", ["SDJWT-22"], ["disclosable": [["givn_name"]]],
                "nothing_at_path"))
        for (id, name) in [("sd", "_sd"), ("dots", "..."), ("sd-alg", "_sd_alg")] {
            tests.append(
                refused(
                    "reserved-\(id)", "a claim named \(name)", ["SDJWT-06"],
                    ["disclosable": [], "claims": .object(claims.adding("place", .object([name: "x"])))],
                    "reserved_claim_name"))
        }
        tests.append(
            refused(
                "key-reused", "the holder's key is the issuer's", ["KB-12"],
                ["disclosable": [], "holder_key": cast.jwk(cast.issuer)], "key_reused"))
        tests.append(
            refused(
                "two-confirmations", "cnf and a holder's key", ["KB-10"],
                [
                    "disclosable": [], "holder_key": cast.jwk(cast.holder),
                    "claims": .object(claims.adding("cnf", cast.confirmation)),
                ], "two_confirmations"))
        return tests
    }

    private func refused(
        _ id: String, _ comment: String, _ rules: [String], _ input: JSONObject, _ error: String
    ) -> VectorTest {
        VectorTest("issue-\(id)", comment, rules: rules, input: input, .invalid(error))
    }
}
