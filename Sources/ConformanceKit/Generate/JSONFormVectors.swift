import Bytes
import Cryptography
import JSON

/// Makes `vectors/sdjwt/jsonform.json`.
struct JSONFormVectors {
    let cast: VectorCast
    private let plain: KeyBindingVectors

    init(cast: VectorCast) { (self.cast, plain) = (cast, KeyBindingVectors(cast: cast)) }

    func groups() throws(CryptographyError) -> [VectorGroup] {
        [
            group("one signature, or all of them", [:], try accepted() + members() + headers() + signed()),
            group(
                "two signers, whose keys are known", ["further_keys": [cast.jwk(cast.stranger)]], try twoSigners()),
            group("the first signature decides", ["further_signatures": "ignored"], try firstDecides()),
        ]
    }

    private func group(_ comment: String, _ more: JSONObject, _ tests: [VectorTest]) -> VectorGroup {
        let shared: JSONObject = [
            "issuer_key": cast.jwk(cast.issuer), "algorithms": ["ES256", "EdDSA", "Ed25519"],
            "time": .integer(VectorCast.now), "skew_seconds": 60, "key_binding": "if_present",
            "audience": .string(VectorCast.verifierName), "nonce": .string(VectorCast.nonce), "max_age_seconds": 300,
        ]
        return VectorGroup(
            operation: "sdjwt.json.verify", comment: comment, input: shared.adding(more), tests: tests)
    }

    private func accepted(
        _ id: String, _ comment: String, _ rules: [String], _ json: JSONObject, given: JSONValue? = "Ada"
    ) -> VectorTest {
        var output = plain.claims
        output["given_name"] = given
        return VectorTest(
            "jsonform-\(id)", comment, rules: rules, flags: [], input: ["sd_jwt": .string(JSONValue.object(json).text)],
            .valid(.object(output)))
    }

    private func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ json: JSONObject, _ error: String
    ) -> VectorTest {
        refused(id, comment, rules, flags, text: JSONValue.object(json).text, error)
    }

    private func refused(
        _ id: String, _ comment: String, _ rules: [String], _ flags: [String] = [], text: String, _ error: String
    ) -> VectorTest {
        VectorTest(
            "jsonform-\(id)", comment, rules: rules, flags: flags, input: ["sd_jwt": .string(text)], .invalid(error))
    }

    private var given: JSONValue { .string(plain.given.text) }

    /// The issuer's JWT, in its three parts.
    private func parts(
        _ header: JSONObject = [:], by forge: TokenForge? = nil
    ) throws(CryptographyError) -> [JSONValue] {
        let payload = plain.claims.adding("_sd", [plain.given.json, plain.family.json]).adding("_sd_alg", "sha-256")
        let forge = forge ?? cast.issuer
        let typed = header.contains("typ") ? header : header.adding("typ", "example+sd-jwt")
        return try forge.token(.object(forge.header(typed)), .object(payload)).split(separator: ".")
            .map { .string(String($0)) }
    }

    /// One signature with its headers.
    private func entry(
        _ unprotected: JSONObject? = nil, protected: JSONObject = [:], by forge: TokenForge? = nil
    ) throws(CryptographyError) -> JSONObject {
        let parts = try parts(protected, by: forge)
        var entry: JSONObject = ["protected": parts.first ?? .null, "signature": parts.last ?? .null]
        entry["header"] = unprotected.map { .object($0) }
        return entry
    }

    private func payload() throws(CryptographyError) -> JSONValue { try parts().dropFirst().first ?? .null }

    private func flattened(
        _ unprotected: JSONObject? = nil, protected: JSONObject = [:]
    ) throws(CryptographyError) -> JSONObject {
        try entry(unprotected ?? ["disclosures": [given]], protected: protected).adding("payload", payload())
    }

    private func general(_ entries: JSONObject...) throws(CryptographyError) -> JSONObject {
        ["payload": try payload(), "signatures": .array(entries.map(JSONValue.object))]
    }

    /// A key binding JWT over the compact form of that signature.
    private func binding(
        to entry: JSONObject, _ disclosures: [ForgedDisclosure]? = nil
    ) throws(CryptographyError) -> JSONValue {
        let token = [entry["protected"], try payload(), entry["signature"]].map { $0?.string ?? "" }
        let compact = ([token.joined(separator: ".")] + (disclosures ?? [plain.given]).map(\.text) + [""])
            .joined(separator: "~")
        return .string(try plain.binding(to: compact))
    }

    private func accepted() throws(CryptographyError) -> [VectorTest] {
        let first = try entry()
        let bound: JSONObject = ["disclosures": [given], "kb_jwt": try binding(to: first)]
        return [
            accepted("flattened", "the flattened form", ["SDJSON-01", "SDJSON-04"], try flattened()),
            accepted(
                "no-disclosures", "no unprotected header at all", ["SDJSON-01"],
                try entry().adding("payload", payload()), given: nil),
            accepted(
                "bound", "with a key binding, over the compact form", ["SDJSON-01", "SDJSON-02"],
                try flattened(bound)),
            accepted(
                "general", "the general form with one signature", ["SDJSON-01", "SDJSON-03"],
                try general(entry(["disclosures": [given]]))),
            accepted(
                "general-bound", "the general form with a key binding", ["SDJSON-02", "SDJSON-03"],
                try general(entry(bound))),
            accepted(
                "other-names", "names in the unprotected header that nobody knows", ["SDJSON-04", "SDJSON-05"],
                try flattened(["disclosures": [given], "note": "from a courier"])),
        ]
    }

    private func members() throws(CryptographyError) -> [VectorTest] {
        let good = try flattened()
        let token = try parts().compactMap(\.string).joined(separator: ".")
        var tests = [
            refused(
                "compact", "a compact form where JSON is expected", ["SDJSON-01", "JOSE-04"], text: token + "~",
                "unexpected_character"),
            refused("array", "an array", ["SDJSON-01"], text: "[]", "json_form_not_an_object"),
            refused(
                "both", "the members of both forms", ["SDJSON-04"], [], good.adding("signatures", []), "json_form_both"),
            refused(
                "no-signatures", "the general form without a signature", ["SDJSON-01"], [],
                ["payload": try payload(), "signatures": []], "json_form_member_type"),
            refused(
                "17-signatures", "17 signatures", ["SDJWT-50"], [],
                ["payload": try payload(), "signatures": .array(Array(repeating: .object(try entry()), count: 17))],
                "json_form_too_many_signatures"),
            refused(
                "header-text", "header is a text", ["SDJSON-01"], [], good.adding("header", "x"),
                "json_form_member_type"),
        ]
        for name in ["payload", "protected", "signature"] {
            tests.append(
                refused("no-\(name)", "\(name) is missing", ["SDJSON-01"], [], good.without(name), "json_form_missing"))
            tests.append(
                refused(
                    "\(name)-number", "\(name) is a number", ["SDJSON-01"], [], good.adding(name, 1),
                    "json_form_member_type"))
            let text = good[name]?.string ?? ""
            for (word, mark) in [("tilde", "~"), ("dot", ".")] {
                tests.append(
                    refused(
                        "\(name)-\(word)", "a \(word) at the end of \(name)", ["SDJSON-01"], [],
                        good.adding(name, .string(text + mark)), "json_form_member_type"))
            }
        }
        return tests
    }

    private func headers() throws(CryptographyError) -> [VectorTest] {
        let second = { (header: JSONObject) throws(CryptographyError) in
            try general(entry(["disclosures": [given]]), entry(header, by: cast.stranger))
        }
        var tests = [
            refused(
                "later-disclosures", "disclosures beside the second signature", ["SDJSON-03"], ["NEG-095"],
                try second(["disclosures": [given]]), "json_form_later_header"),
            refused(
                "later-binding", "kb_jwt beside the second signature", ["SDJSON-03"], ["NEG-095"],
                try second(["kb_jwt": "e30.e30.AA"]), "json_form_later_header"),
            refused(
                "binding-protected", "kb_jwt in the protected header", ["SDJSON-01"], ["NEG-095"],
                try flattened(protected: ["kb_jwt": "e30.e30.AA"]), "json_form_must_be_unprotected"),
            refused(
                "disclosures-protected", "disclosures in the protected header", ["SDJSON-01"], ["NEG-095"],
                try flattened([:], protected: ["disclosures": [given]]), "json_form_must_be_unprotected"),
            refused(
                "disclosures-at-the-top", "disclosures beside the payload, as early drafts had them", ["SDJSON-01"], [],
                try entry().adding("payload", payload()).adding("disclosures", [given]), "json_form_outside_header"),
            refused(
                "binding-at-the-top", "kb_jwt beside the payload", ["SDJSON-01"], [],
                try flattened().adding("kb_jwt", "e30.e30.AA"), "json_form_outside_header"),
            refused(
                "name-twice", "a name in both headers", ["SDJSON-05"], ["NEG-095"],
                try flattened(["disclosures": [given], "x": 1], protected: ["x": 1]), "json_form_name_twice"),
            refused(
                "disclosures-text", "disclosures is a text", ["SDJSON-01"], [],
                try flattened(["disclosures": given]), "json_form_member_type"),
            refused(
                "disclosures-number", "a number among the Disclosures", ["SDJSON-01"], [],
                try flattened(["disclosures": [given, 1]]), "json_form_member_type"),
            refused(
                "disclosures-joined", "two Disclosures in one text, as the compact form has them", ["SDJSON-01"], [],
                try flattened(["disclosures": [.string(plain.given.text + "~" + plain.family.text)]]),
                "json_form_member_type"),
            refused(
                "binding-number", "kb_jwt is a number", ["SDJSON-01"], [],
                try flattened(["disclosures": [given], "kb_jwt": 1]), "json_form_member_type"),
            refused(
                "binding-no-jwt", "kb_jwt is no JWT", ["SDJSON-01", "SDJWT-02"], [],
                try flattened(["disclosures": [given], "kb_jwt": "e30"]), "last_component_not_jwt"),
            refused(
                "empty-disclosure", "an empty Disclosure", ["SDJSON-04", "SDJWT-03"], [],
                try flattened(["disclosures": ["", given]]), "empty_disclosure"),
        ]
        for name in ["alg", "typ", "kid", "x5c", "crit"] {
            // Beside the protected header that has none of them but alg and typ.
            let code = ["alg", "typ"].contains(name) ? "json_form_name_twice" : "json_form_must_be_protected"
            tests.append(
                refused(
                    "unprotected-\(name)", "\(name) in the header that nobody signed", ["SDJSON-05"], ["NEG-095"],
                    try flattened(["disclosures": [given], name: "x"]), code))
        }
        return tests
    }

    private func signed() throws(CryptographyError) -> [VectorTest] {
        let first = try entry()
        let otherPayload = JSONValue.string(Base64URL.encode(JSONValue.object(plain.claims).serialized()))
        return [
            refused(
                "changed", "another payload", ["SDJSON-04", "JOSE-14"], [],
                try flattened().adding("payload", otherPayload),
                "signature_invalid"),
            refused(
                "unreferenced", "a Disclosure that no digest stands for", ["SDJSON-04", "SDJWT-44"], [],
                try flattened(["disclosures": [.string(ForgedDisclosure(#"["salt","x",1]"#).text)]]),
                "unreferenced_disclosure"),
            refused(
                "disclosure-added", "a Disclosure more than the holder signed", ["SDJSON-02", "SDJSON-04", "KB-03"],
                ["NEG-087"],
                try flattened([
                    "disclosures": [given, .string(plain.family.text)], "kb_jwt": try binding(to: first),
                ]), "sd_hash_mismatch"),
            refused(
                "bound-to-json", "sd_hash over the JSON and not over the compact form", ["SDJSON-02", "KB-03"], [],
                try flattened([
                    "disclosures": [given],
                    "kb_jwt": .string(try plain.binding(to: JSONValue.object(try flattened()).text)),
                ]), "sd_hash_mismatch"),
            refused(
                "second-without-key", "a second signature, and one key", ["SDJSON-06"], [],
                try general(entry(["disclosures": [given]]), entry(by: cast.stranger)), "json_form_no_key"),
        ]
    }

    private func twoSigners() throws(CryptographyError) -> [VectorTest] {
        let (first, second) = (try entry(), try entry(by: cast.stranger))
        let bound: JSONObject = ["disclosures": [given], "kb_jwt": try binding(to: first)]
        return [
            accepted(
                "two-signers", "two signatures, both right", ["SDJSON-06"],
                try general(entry(["disclosures": [given]]), second)),
            accepted(
                "two-signers-bound", "the same, bound to a key", ["SDJSON-02", "SDJSON-06"],
                try general(entry(bound), second)),
            accepted(
                "one-of-two", "one signature where the keys of two are known", ["SDJSON-06"],
                try general(entry(["disclosures": [given]]))),
            refused(
                "second-wrong", "the second signature is another's", ["SDJSON-06", "JOSE-14"], [],
                try general(entry(["disclosures": [given]]), entry(by: cast.holder)), "signature_invalid"),
            refused(
                "first-wrong", "the first signature is another's", ["SDJSON-06", "SDJSON-04", "JOSE-14"], [],
                try general(entry(["disclosures": [given]], by: cast.holder), second), "signature_invalid"),
            refused(
                "third", "a third signature", ["SDJSON-06"], [],
                try general(entry(["disclosures": [given]]), second, entry()), "json_form_no_key"),
            refused(
                "bound-to-second", "sd_hash over the second signature", ["SDJSON-02", "KB-03"], [],
                try general(
                    entry(["disclosures": [given], "kb_jwt": try binding(to: second)]), second), "sd_hash_mismatch"),
        ]
    }

    private func firstDecides() throws(CryptographyError) -> [VectorTest] {
        [
            accepted(
                "second-ignored", "the second signature is another's, and not asked for", ["SDJSON-06"],
                try general(entry(["disclosures": [given]]), entry(by: cast.holder))),
            refused(
                "first-decides", "the first signature is another's", ["SDJSON-06", "JOSE-14"], [],
                try general(entry(["disclosures": [given]], by: cast.stranger), entry()), "signature_invalid"),
            refused(
                "ignored-header", "disclosures beside the signature that is not asked for", ["SDJSON-03"], ["NEG-095"],
                try general(entry(["disclosures": [given]]), entry(["disclosures": []], by: cast.stranger)),
                "json_form_later_header"),
        ]
    }
}
