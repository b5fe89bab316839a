import Bytes
import Certificates
import Cryptography
import JOSE
import JSON

/// Makes `vectors/sdjwtvc/verify.json`.
struct CredentialVectors {
    let post: PostCast
    var cast: VectorCast { post.cast }

    func groups() throws -> [VectorGroup] {
        [
            group("what is accepted", try accepted()),
            group("type of the token", try mediaTypes()),
            group("type, issuer and times", try claims()),
            group("claims that must be visible", try visibility()),
            group("certificates", try certificates()),
            group("status", try status()), group("type metadata", try types()),
            group("high assurance profile", try haip()), group("status in CWT form", try statusCWT()),
            group("published keys", try issuerKeys()), group("postal types", try postal()),
            group("without status", try shortLived()),
        ]
    }

    private func group(_ comment: String, _ tests: [VectorTest]) -> VectorGroup {
        let shared: JSONObject = [
            "trust": post.trust, "time": .integer(VectorCast.now), "key_binding": "refused", "skew_seconds": 60,
            "audience": .string(VectorCast.verifierName), "nonce": .string(VectorCast.nonce), "max_age_seconds": 300,
        ]
        return VectorGroup(operation: "sdjwtvc.verify", comment: comment, input: shared, tests: tests)
    }

    func valid(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String] = [], _ text: String,
        _ claims: JSONObject? = nil, _ more: JSONObject = [:]
    ) -> VectorTest {
        let claims = claims ?? post.claims.adding("given_name", "Ada")
        return VectorTest(
            "vc-\(id)", comment, rules: rules, flags: flags,
            input: JSONObject([("sd_jwt", .string(text))]).adding(more),
            .valid(["type": .string(PostCast.type), "issuer": claims["iss"] ?? "", "claims": .object(claims)]))
    }

    func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ text: String, _ error: String,
        _ more: JSONObject = [:]
    ) -> VectorTest {
        VectorTest(
            "vc-\(id)", comment, rules: rules, flags: flags,
            input: JSONObject([("sd_jwt", .string(text))]).adding(more), .invalid(error))
    }

    private func accepted() throws -> [VectorTest] {
        let subject = ForgedDisclosure(#"["lklxF5jMYlGTPUovMNIvCA","sub","urn:example:7"]"#)
        let issued = ForgedDisclosure(#"["Qg_O64zqAxe412a108iroA","iat",1735686000]"#)
        let hidden = post.claims.without("iat")
        return [
            valid(
                "plain", "a credential of a trusted issuer", ["VC-01", "VC-30", "VC-31", "VC-42", "VC-40"], [],
                try post.credential()),
            valid(
                "nothing-disclosable", "everything is visible, and no digest is there", ["VC-07"], [],
                try cast.issuer.token(.object(cast.issuer.header(post.header)), .object(post.claims)) + "~",
                post.claims),
            valid(
                "draft-type", "vc+sd-jwt, where drafts are read too", ["VC-01"], ["NEG-033"],
                try post.credential(header: post.header.adding("typ", "vc+sd-jwt")), nil, ["type_names": "drafts_too"]),
            valid(
                "iat-sub-disclosed", "iat and sub in Disclosures", ["VC-21", "VC-20"], ["NEG-072"],
                try post.credential(hidden, disclosing: [subject, issued], hiding: [subject, issued]),
                hidden.adding("sub", "urn:example:7").adding("iat", 1_735_686_000)),
            valid(
                "exp-in-skew", "expired 59 seconds ago, with a skew of 60", ["VC-25", "JOSE-16"], ["NEG-100"],
                try post.credential(post.claims.adding("exp", .integer(VectorCast.now - 59))),
                post.claims.adding("exp", .integer(VectorCast.now - 59)).adding("given_name", "Ada")),
            valid(
                "key-set", "an issuer with a configured key instead of certificates", ["VC-30", "VC-34"], [],
                try post.credential(header: ["typ": "dc+sd-jwt"]), nil,
                ["trust": keySet([cast.jwk(cast.issuer)])]),
            valid(
                "key-set-kid", "kid chooses among the keys of the issuer", ["VC-34"], [],
                try post.credential(header: ["typ": "dc+sd-jwt", "kid": "1"]), nil,
                ["trust": keySet([named(cast.stranger, "2"), named(cast.issuer, "1")])]),
            valid(
                "bound", "shown by its holder", ["VC-30", "KB-07", "VC-23"], [], try post.presentation(), nil,
                ["key_binding": "required"]),
            valid(
                "types", "one of the types that will do", ["VC-04", "DSEL-11"], [], try post.credential(), nil,
                ["types": ["urn:example:other", .string(PostCast.type)]]),
        ]
    }

    private func mediaTypes() throws -> [VectorTest] {
        var tests = [
            refused(
                "typ-missing", "typ is missing", ["VC-01"], ["NEG-033"],
                try post.credential(header: post.header.without("typ")), "wrong_type")
        ]
        let cases = [
            ("jwt", "JWT", "NEG-033"), ("capitals", "DC+SD-JWT", "NEG-033"), ("draft", "vc+sd-jwt", "NEG-033"),
            ("application", "application/dc+sd-jwt", "NEG-034"), ("request", "oauth-authz-req+jwt", "NEG-035"),
            ("key-binding", "kb+jwt", "NEG-035"), ("status-list", "statuslist+jwt", "NEG-035"),
            ("attestation", "verifier-attestation+jwt", "NEG-035"),
        ]
        for (id, type, flag) in cases {
            tests.append(
                refused(
                    "typ-\(id)", "typ is \(type)", ["VC-01", "JOSE-15"], [flag],
                    try post.credential(header: post.header.adding("typ", .string(type))), "wrong_type"))
        }
        return tests
    }

    private func claims() throws -> [VectorTest] {
        func changed(_ name: String, _ value: JSONValue) throws -> String {
            try post.credential(post.claims.adding(name, value))
        }
        return [
            refused(
                "expired", "expired 60 seconds ago", ["VC-25", "JOSE-16", "VC-40"], ["NEG-100"],
                try changed("exp", .integer(VectorCast.now - 60)), "expired"),
            refused(
                "not-yet", "valid in 61 seconds", ["VC-25", "JOSE-16"], ["NEG-100"],
                try changed("nbf", .integer(VectorCast.now + 61)), "not_yet_valid"),
            refused(
                "vct-missing", "vct is missing", ["VC-04"], ["NEG-101"],
                try post.credential(post.claims.without("vct")),
                "vct_missing"),
            refused("vct-number", "vct is a number", ["VC-04"], ["NEG-101"], try changed("vct", 1), "vct_missing"),
            refused("vct-empty", "vct is empty", ["VC-04"], ["NEG-101"], try changed("vct", ""), "vct_malformed"),
            refused(
                "vct-not-asked", "another type than asked for", ["DSEL-11"], ["NEG-101"], try post.credential(),
                "vct_not_expected", ["types": ["urn:example:other"]]),
            refused(
                "vct-case", "the type in another case", ["DSEL-11", "VC-04"], [], try post.credential(),
                "vct_not_expected", ["types": [.string(PostCast.type.uppercased())]]),
            refused(
                "vct-not-vouched", "a trusted issuer, but not for this type", ["VC-41"], ["NEG-102"],
                try changed("vct", "urn:example:other"), "type_not_permitted"),
            refused(
                "other-purpose", "an authority that is trusted for verifiers only", ["TRU-01", "TRU-02"], ["NT-01"],
                try post.credential(), "no_anchor_configured",
                ["trust": [.object((post.trust[0]?.object ?? [:]).adding("purposes", ["rp-access"]))]]),
            refused(
                "iss-number", "iss is a number", ["VC-22"], [], try changed("iss", 1), "iss_malformed"),
            refused(
                "iss-invisible", "iss has a character that turns the reading direction", ["VC-22"], [],
                try changed("iss", "https://issuer.example/\u{202E}"), "iss_malformed"),
            refused(
                "iss-other", "iss is the address of another issuer than the certificate's", ["VC-22"], ["NEG-114"],
                try changed("iss", "https://other.example"), "iss_not_certified"),
            refused(
                "iss-below", "iss is below the host that the certificate names", ["VC-22"], ["NEG-114"],
                try changed("iss", "https://kea.issuer.example"), "iss_not_certified"),
            refused(
                "iss-user", "iss hides another host behind that of the certificate", ["VC-22"], ["NEG-114"],
                try changed("iss", "https://issuer.example@other.example"), "iss_not_certified"),
            refused(
                "aud-other", "aud names others than who checks it", ["SDJWT-45"], [],
                try post.presentation(post.credential(post.claims.adding("aud", ["https://other.example"]))),
                "credential_audience_mismatch", ["key_binding": "required"]),
            refused(
                "two-keys", "two keys of the issuer fit, and no kid says which", ["VC-34"], ["NEG-122"],
                try post.credential(header: ["typ": "dc+sd-jwt"]), "no_such_key",
                ["trust": keySet([cast.jwk(cast.issuer), cast.jwk(cast.stranger)])]),
            refused(
                "kid-of-nobody", "kid names no key of the issuer", ["VC-34"], ["NEG-122"],
                try post.credential(header: ["typ": "dc+sd-jwt", "kid": "2"]), "no_such_key",
                ["trust": keySet([named(cast.issuer, "1")])]),
            refused(
                "kid-twice", "two keys of the issuer have the name in kid", ["JOSE-19", "VC-34"], ["NEG-122"],
                try post.credential(header: ["typ": "dc+sd-jwt", "kid": "1"]), "jwks_duplicate_kid",
                ["trust": keySet([named(cast.issuer, "1"), named(cast.stranger, "1")])]),
            refused(
                "kid-of-other-key", "kid names another key than the one that signed", ["VC-34", "JOSE-14", "SDJWT-31"],
                ["NEG-122"], try post.credential(header: ["typ": "dc+sd-jwt", "kid": "2"]), "signature_invalid",
                ["trust": keySet([named(cast.issuer, "1"), named(cast.stranger, "2")])]),
            refused(
                "key-reused", "the issuer's key is the holder's", ["KB-12"], ["NEG-129"],
                try post.presentation(
                    post.credential(post.claims.adding("cnf", ["jwk": cast.jwk(cast.issuer)])), by: cast.issuer),
                "key_reused", ["key_binding": "required"]),
            refused(
                "unknown-issuer", "no certificates, and no keys for this issuer", ["VC-30"], [],
                try post.credential(header: ["typ": "dc+sd-jwt"]), "unknown_issuer"),
        ]
    }

    private func named(_ forge: TokenForge, _ name: String) -> JSONValue {
        .object((cast.jwk(forge).object ?? [:]).adding("kid", .string(name)))
    }

    /// The post with keys instead of certificates.
    func keySet(_ keys: [JSONValue]) -> JSONValue {
        [
            [
                "id": "post", "purposes": ["postal-issuer"], "types": [.string(PostCast.type)],
                "issuer": .string(VectorCast.issuerName), "jwks": ["keys": .array(keys)],
            ]
        ]
    }

    private func visibility() throws -> [VectorTest] {
        var tests: [VectorTest] = []
        let cases: [(String, String)] = [
            ("exp", "\(VectorCast.now + 86_400)"), ("nbf", "\(VectorCast.now)"), ("cnf", cast.confirmation.text),
            ("iss", "\"\(VectorCast.issuerName)\""), ("status", "{}"),
        ]
        for (name, value) in cases {
            let disclosure = ForgedDisclosure("[\"6Ij7tM-a5iVPGboS5tmvVA\",\"\(name)\",\(value)]")
            tests.append(
                refused(
                    "disclosed-\(name)", "\(name) in a Disclosure", ["VC-20"], ["NEG-070"],
                    try post.credential(post.claims.without(name), disclosing: [disclosure], hiding: [disclosure]),
                    "protected_claim_disclosed"))
        }
        let type = ForgedDisclosure("[\"6Ij7tM-a5iVPGboS5tmvVA\",\"vct\",\"\(PostCast.type)\"]")
        tests.append(
            refused(
                "disclosed-vct", "vct in a Disclosure", ["VC-04", "VC-20"], ["NEG-070"],
                try post.credential(post.claims.without("vct"), disclosing: [type], hiding: [type]), "vct_missing"))
        let key = ForgedDisclosure("[\"6Ij7tM-a5iVPGboS5tmvVA\",\"jwk\",\(cast.jwk(cast.holder).text)]")
        tests.append(
            refused(
                "disclosed-in-cnf", "cnf hides its key in a Disclosure", ["VC-20"], ["NEG-071"],
                try post.credential(post.claims.adding("cnf", ["_sd": [key.json]]), disclosing: [key]),
                "protected_claim_disclosed"))
        return tests
    }
}
