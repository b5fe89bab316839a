import Cryptography
import JSON

extension ResponseVectors {
    /// Answers that come through the Digital Credentials API to a page of `https://shop.example`.
    func digitalCredentials() throws -> [VectorTest] {
        let jwe = JWEVectors(cast: cast)
        let page: JSONObject = ["audience": "origin:https://shop.example", "protocols": ["openid4vp-v1-signed"]]
        let key: JSONObject = ["encryption_key": jwe.receiverKey()]
        let token: JSONValue = ["who": [.string(try post.presentation(audience: "origin:https://shop.example"))]]
        let byLink: JSONValue = ["who": [.string(try post.presentation())]]
        func answer(_ data: JSONValue, _ exchange: String = "openid4vp-v1-signed") -> JSONObject {
            ["answer": ["protocol": .string(exchange), "data": data]]
        }
        func sealed(_ members: JSONValue) throws -> JSONValue {
            ["response": .string(try jwe.token(jwe.header(), message: members.text))]
        }
        func refused(
            _ id: String, _ comment: String, _ rules: [String], _ flag: String, _ input: JSONObject, _ error: String
        ) -> VectorTest {
            VectorTest(
                "vp-response-dc-\(id)", comment, rules: rules, flags: flag.isEmpty ? [] : [flag],
                input: page.adding(input), .invalid(error))
        }
        func valid(_ id: String, _ comment: String, _ rules: [String], _ input: JSONObject) -> VectorTest {
            VectorTest(
                "vp-response-dc-\(id)", comment, rules: rules, flags: [], input: page.adding(input),
                .valid([
                    "credentials": [
                        ["query": "who", "type": .string(PostCast.type), "claims": ["given_name": "Ada"]]
                    ]
                ]))
        }
        let plain: JSONValue = ["vp_token": token]
        return [
            valid("plain", "in the clear", ["DP-05", "DP-06"], answer(plain)),
            valid("jwe", "encrypted", ["DP-06", "HAIP-06"], answer(try sealed(plain)).adding(key)),
            VectorTest(
                "vp-response-dc-error", "the wallet answers with an error", rules: ["DP-06"], flags: [],
                input: page.adding(answer(["error": "access_denied"])).adding(key), .valid(["error": "access_denied"])),
            refused(
                "by-link", "made for a request by link", ["DP-05", "KB-07"], "NEG-206", answer(["vp_token": byLink]),
                "audience_mismatch"),
            refused(
                "to-link", "made for a page, given as the answer to a request by link", ["DP-05", "KB-07"], "NEG-206",
                ["audience": .string(VectorCast.verifierName), "form": .string(form(token))], "audience_mismatch"),
            refused(
                "origin", "made for another page", ["DP-05", "KB-07"], "NEG-239",
                answer(["vp_token": ["who": [.string(try post.presentation(audience: "origin:https://evil.example"))]]]
                ),
                "audience_mismatch"),
            refused(
                "bare-origin", "an audience without its prefix", ["DP-05", "KB-07"], "NEG-239",
                answer(["vp_token": ["who": [.string(try post.presentation(audience: "https://shop.example"))]]]),
                "audience_mismatch"),
            refused(
                "protocol", "a protocol that was not asked", ["DP-07"], "NEG-239",
                answer(plain, "openid4vp-v1-unsigned"), "bad_response"),
            refused(
                "in-clear", "in the clear where encryption was asked for", ["RSP-06"], "NEG-216",
                answer(plain).adding(key), "bad_response"),
            refused(
                "encrypted", "encrypted, though nobody asked for that", ["RSP-06"], "NEG-216",
                answer(try sealed(plain)), "bad_response"),
            refused(
                "both", "encrypted and in the clear together", ["RSP-08"], "NEG-229",
                answer([
                    "response": .string(try jwe.token(jwe.header(), message: plain.text)), "vp_token": token,
                ]).adding(key), "bad_response"),
            refused(
                "token-text", "vp_token is a text", ["ENC-01", "RSP-01"], "NEG-207",
                answer(["vp_token": .string(token.text)]), "bad_response"),
            refused(
                "nothing", "neither presentations nor an error", ["RSP-03"], "NEG-238", answer([:]), "bad_response"),
        ]
    }

    /// Algorithms that the verifier did not announce.
    func algorithms() throws -> [VectorTest] {
        let credential = try post.credential()
        let binding: JSONObject = [
            "iat": .integer(VectorCast.now - 10), "aud": .string(VectorCast.verifierName),
            "nonce": .string(VectorCast.nonce),
        ]
        var tests: [VectorTest] = []
        for algorithm in ["ES384", "RS256"] {
            let proof = try cast.holder.token(
                ["alg": .string(algorithm), "typ": "kb+jwt"], .object(binding))
            tests.append(
                refused(
                    "holder-\(algorithm.lowercased())", "the holder signs by \(algorithm)", ["WM-05", "JOSE-05"],
                    "NEG-237", form(["who": [.string(credential + proof)]]), "algorithm_not_allowed"))
            let foreign = try post.credential(header: post.header.adding("alg", .string(algorithm)))
            tests.append(
                refused(
                    "issuer-\(algorithm.lowercased())", "the issuer signs by \(algorithm)", ["WM-05", "JOSE-05"],
                    "NEG-237", form(["who": [.string(try post.presentation(foreign))]]), "algorithm_not_allowed"))
        }
        return tests
    }

    /// One presentation, or its key binding, under two queries.
    func shared() throws -> [VectorTest] {
        let both: JSONValue = [
            "credentials": [
                query()["credentials"]?[0] ?? .null,
                .object((query()["credentials"]?[0]?.object ?? [:]).adding("id", "again")),
            ]
        ]
        let good = try post.presentation()
        let other = try post.credential(disclosing: [post.given, post.family])
        let proof = good.split(separator: "~").last.map(String.init) ?? ""
        let credential: JSONObject = [
            "query": "who", "type": .string(PostCast.type), "claims": ["given_name": "Ada"],
        ]
        return [
            VectorTest(
                "vp-response-shared", "one presentation answers two queries", rules: ["KB-03", "DSEL-06"],
                flags: ["NEG-234"],
                input: [
                    "query": both, "form": .string(form(["who": [.string(good)], "again": [.string(good)]])),
                ],
                .valid([
                    "credentials": [.object(credential), .object(credential.adding("query", "again"))]
                ])),
            refused(
                "shared-proof", "the key binding of one presentation under another", ["KB-03"], "NEG-234",
                form(["who": [.string(good)], "again": [.string(other + proof)]]), "sd_hash_mismatch",
                ["query": both]),
        ]
    }
}
