import Cryptography
import HTTP
import JSON

/// Makes `vectors/openid4vp/response.json`.
struct ResponseVectors {
    let post: PostCast
    var cast: VectorCast { post.cast }

    func groups() throws -> [VectorGroup] {
        [
            group("one credential with one claim", query(), try single()),
            group("several of one kind", query(["multiple": true]), try several()),
            group("without holder binding", query(["require_cryptographic_holder_binding": false]), try unbound()),
            group("encrypted", query(), try encrypted()),
            group("transaction data", query(), try transactionData()),
            group("Digital Credentials API", query(), try digitalCredentials()),
            group("algorithms", query(), try algorithms()),
            group("one presentation for two queries", query(), try shared()),
        ]
    }

    func query(_ more: JSONObject = [:]) -> JSONValue {
        let credential: JSONObject = [
            "id": "who", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(PostCast.type)]],
            "claims": [["path": ["given_name"]]],
        ]
        return ["credentials": [.object(credential.adding(more))]]
    }

    private func group(_ comment: String, _ query: JSONValue, _ tests: [VectorTest]) -> VectorGroup {
        let shared: JSONObject = [
            "trust": post.trust, "time": .integer(VectorCast.now), "audience": .string(VectorCast.verifierName),
            "nonce": .string(VectorCast.nonce), "request_time": .integer(VectorCast.now - 120), "query": query,
        ]
        return VectorGroup(operation: "openid4vp.response", comment: comment, input: shared, tests: tests)
    }

    func form(_ token: JSONValue, _ more: [FormField] = []) -> String {
        String(
            decoding: URLForm([FormField("vp_token", token.text), FormField("state", "s")] + more).bytes, as: UTF8.self)
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ form: String, _ error: String,
        _ more: JSONObject = [:]
    ) -> VectorTest {
        VectorTest(
            "vp-response-\(id)", comment, rules: rules, flags: [flag],
            input: JSONObject([("form", .string(form))]).adding(more), .invalid(error))
    }

    func valid(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ form: String, _ credentials: Int = 1,
        _ more: JSONObject = [:]
    ) -> VectorTest {
        let credential: JSONValue = ["query": "who", "type": .string(PostCast.type), "claims": ["given_name": "Ada"]]
        return VectorTest(
            "vp-response-\(id)", comment, rules: rules, flags: flags,
            input: JSONObject([("form", .string(form))]).adding(more),
            .valid(["credentials": .array([JSONValue](repeating: credential, count: credentials))]))
    }

    private func answer(_ presentations: String...) -> String {
        form(["who": .array(presentations.map(JSONValue.string))])
    }

    private func single() throws -> [VectorTest] {
        let good = try post.presentation()
        let both = try post.presentation(post.credential(disclosing: [post.given, post.family]))
        let other = try post.presentation(post.credential(post.claims.adding("vct", "urn:example:other")))
        let trustsBoth: JSONValue = [
            .object((post.trust[0]?.object ?? [:]).adding("types", ["urn:example:other", .string(PostCast.type)]))
        ]
        return [
            valid(
                "plain", "what was asked for", ["RSP-01", "VFY-06", "DSEL-11", "VFY-07", "VFY-08", "VFY-10"], [],
                answer(good)),
            valid("surplus", "a claim more than asked for is dropped", ["VFY-14", "DSEL-12"], [], answer(both)),
            refused(
                "wrong-nonce", "made for another request", ["SES-07", "KB-07"], "NEG-204",
                answer(try post.presentation(nonce: "n-of-another-session")), "nonce_mismatch"),
            refused(
                "wrong-audience", "made for another verifier", ["KB-07", "VFY-08", "CID-12"], "NEG-205",
                answer(try post.presentation(audience: "https://other.example")), "audience_mismatch"),
            refused(
                "token-text", "vp_token is not JSON", ["RSP-01", "JOSE-04"], "NEG-207", "vp_token=x",
                "unexpected_character"),
            refused("token-array", "vp_token is an array", ["RSP-01", "VFY-06"], "NEG-207", form([]), "bad_response"),
            refused("token-string", "vp_token is a string", ["RSP-01"], "NEG-207", form(.string(good)), "bad_response"),
            refused(
                "entry-string", "the answer to a query is a string", ["RSP-01"], "NEG-207",
                form(["who": .string(good)]),
                "bad_response"),
            refused("entry-empty", "an empty array", ["RSP-01"], "NEG-207", form(["who": []]), "bad_response"),
            refused(
                "entry-number", "a number among the presentations", ["RSP-01", "VFY-06"], "NEG-207", form(["who": [1]]),
                "bad_response"),
            refused(
                "not-asked", "the answer to a query that was not asked", ["DSEL-12", "VFY-06"], "NEG-208",
                form(["who": [.string(good)], "other": [.string(good)]]), "answer_not_asked"),
            refused(
                "missing", "the answer that is required is missing", ["DSEL-07"], "NEG-208", form([:]),
                "answers_missing"),
            refused(
                "two", "two presentations where one was asked for", ["DSEL-09"], "NEG-209", answer(good, good),
                "answer_not_single"),
            refused(
                "claim-missing", "the claim was not disclosed", ["DSEL-11", "DSEL-07"], "NEG-212",
                answer(try post.presentation(post.credential(disclosing: [post.family]))), "answer_claims"),
            refused(
                "value", "another value than asked for", ["DSEL-11", "DSEL-07"], "NEG-213", answer(good),
                "answer_claims",
                ["query": query(["claims": [["path": ["given_name"], "values": ["Grace"]]]])]),
            refused(
                "type", "another type of a trusted issuer", ["DSEL-11", "DSEL-07"], "NEG-215", answer(other),
                "answer_type",
                ["trust": trustsBoth]),
            refused(
                "transaction-data", "transaction data hashes that nobody asked for", ["KB-11"], "NEG-233",
                answer(try post.presentation(more: ["transaction_data_hashes": ["x"]])), "transaction_data_unexpected"),
            refused(
                "unbound", "no key binding where one is required", ["KB-05", "VFY-07"], "NEG-235",
                answer(try post.credential()),
                "key_binding_missing"),
            refused(
                "encrypted", "an encrypted response that nobody asked for", ["RSP-06"], "NEG-216", "response=a.b.c.d.e",
                "bad_response"),
            refused(
                "twice", "vp_token twice", ["RSP-08", "HTTP-04"], "NEG-229", form([:], [FormField("vp_token", "{}")]),
                "form_repeated_field"),
            refused(
                "percent", "broken percent-encoding", ["RSP-08"], "NEG-229", "vp_token=%zz", "form_percent_encoding"),
            refused("nothing", "neither vp_token nor error", ["RSP-03"], "NEG-238", "state=s", "bad_response"),
            refused(
                "token-and-error", "vp_token and error together", ["RSP-08"], "NEG-238",
                form([:], [FormField("error", "access_denied")]), "bad_response"),
            VectorTest(
                "vp-response-error", "the wallet declines", rules: ["RSP-03"], flags: [],
                input: ["form": "error=access_denied&error_description=no&state=s"], .valid(["error": "access_denied"])),
        ]
    }

    private func several() throws -> [VectorTest] {
        let good = try post.presentation()
        let broken = String(good.dropLast(8)) + "AAAAAAAA"
        return [
            valid("multiple", "two where several may come", ["DSEL-09"], [], answer(good, good), 2),
            valid("one-bad", "one good and one with a broken signature", ["SES-07"], ["NEG-210"], answer(good, broken)),
            refused(
                "one-wrong-nonce", "one good and one made for another request", ["SES-07", "KB-07"], "NEG-211",
                answer(good, try post.presentation(nonce: "n-of-another-session")), "nonce_mismatch"),
        ]
    }

    private func unbound() throws -> [VectorTest] {
        [
            valid("bearer", "a credential alone", ["KB-05", "DSEL-11", "VFY-21"], [], answer(try post.credential())),
            valid(
                "bearer-bound", "a key binding although none is required", ["KB-09"], [],
                answer(try post.presentation())),
            refused(
                "bearer-wrong", "a key binding for another verifier, although none is required", ["KB-09", "KB-07"],
                "NEG-093", answer(try post.presentation(audience: "https://other.example")), "audience_mismatch"),
        ]
    }
}
