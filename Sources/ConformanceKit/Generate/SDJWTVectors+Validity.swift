import Cryptography
import JSON

extension SDJWTVectors {
    /// Faults of times and audience.
    func validity() throws(CryptographyError) -> [VectorTest] {
        let now = VectorCast.now
        var tests: [VectorTest] = []
        let faults: [(id: String, comment: String, claim: JSONObject, error: String)] = [
            ("expired", "exp is 60 seconds ago", ["exp": .integer(now - 60)], "expired"),
            ("not-yet", "nbf is in 61 seconds", ["nbf": .integer(now + 61)], "not_yet_valid"),
            ("issued-in-future", "iat is in 61 seconds", ["iat": .integer(now + 61)], "issued_in_future"),
            ("exp-string", "exp is a string", ["exp": "1883000000"], "numeric_date"),
            ("exp-true", "exp is true", ["exp": true], "numeric_date"),
            ("exp-null", "exp is null", ["exp": .null], "numeric_date"),
            ("exp-negative", "exp is negative", ["exp": -1], "numeric_date"),
            ("exp-year-10000", "exp is beyond the year 9999", ["exp": 253_402_300_800], "numeric_date"),
        ]
        for fault in faults {
            let flags = fault.error == "numeric_date" ? ["NEG-032"] : ["NEG-100"]
            tests.append(
                refused(
                    fault.id, fault.comment, ["JOSE-16"], flags, try sdJWT(plain.adding(fault.claim), []), fault.error))
        }
        let edges: [(id: String, comment: String, claim: JSONObject)] = [
            ("expired-within-skew", "exp is 59 seconds ago", ["exp": .integer(now - 59)]),
            ("not-yet-within-skew", "nbf is in 60 seconds", ["nbf": .integer(now + 60)]),
            ("issued-within-skew", "iat is in 60 seconds", ["iat": .integer(now + 60)]),
            ("exp-latest", "exp is the end of the year 9999", ["exp": 253_402_300_799]),
        ]
        for edge in edges {
            tests.append(
                accepted(
                    edge.id, edge.comment, ["JOSE-16"], [], try sdJWT(plain.adding(edge.claim), []), edge.claim))
        }
        let fraction = "\(now + 1).5"
        if let number = JSONNumber(fraction) {
            tests.append(
                accepted(
                    "exp-fraction", "exp has a fraction", ["JOSE-16"], [],
                    try sdJWT(plain.adding("exp", .number(number)), []), ["exp": .number(number)]))
        }
        let expiry = ForgedDisclosure(#"["s","exp",\#(now - 3600)]"#)
        return tests + [
            refused(
                "expired-by-disclosure", "the exp of a Disclosure counts as well", ["JOSE-16", "SDJWT-45"], [],
                try sdJWT(payload([expiry.json]).without("exp"), [expiry]), "expired"),
            refused(
                "audience-other", "aud names another party", ["SDJWT-45"], [],
                try sdJWT(plain.adding("aud", "https://other.example"), []), "credential_audience_mismatch"),
            refused(
                "audience-number", "aud is a number", ["SDJWT-45"], [], try sdJWT(plain.adding("aud", 1), []),
                "credential_audience_mismatch"),
            accepted(
                "audience-one-of", "aud is an array that names this party", ["SDJWT-45"], [],
                try sdJWT(plain.adding("aud", ["https://other.example", .string(VectorCast.verifierName)]), []),
                ["aud": ["https://other.example", .string(VectorCast.verifierName)]]),
        ]
    }

    /// What only holders refuse.
    func onReceipt() throws(CryptographyError) -> [VectorTest] {
        let bound = payload([given.json], ["cnf": cast.confirmation])
        let text = try sdJWT(bound, [given])
        let binding = try KeyBindingVectors(cast: cast).binding(to: text)
        return [
            refused(
                "received-with-key-binding", "an issuer sends an SD-JWT with a key binding", ["SDJWT-52"], ["NEG-073"],
                text + binding, "key_binding_unexpected"),
            accepted(
                "received", "an issuer sends an SD-JWT", ["SDJWT-52"], [], text,
                ["cnf": cast.confirmation, "given_name": "Ada"]),
        ]
    }
}
