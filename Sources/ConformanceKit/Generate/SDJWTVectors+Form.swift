import Bytes
import Cryptography
import JSON

extension SDJWTVectors {
    /// Faults of the compact form and of base64url.
    func form() throws(CryptographyError) -> [VectorTest] {
        let good = try sdJWT(payload([given.json, family.json]), [given])
        let token = String(good.prefix { $0 != "~" })
        let unpadded = ForgedDisclosure(#"["2GLC42sKQveCfGfryNRN9w","given_name","Adam"]"#).text
        func one(_ disclosure: String) throws(CryptographyError) -> String {
            try sdJWT(payload([ForgedDisclosure(text: disclosure).json]), [ForgedDisclosure(text: disclosure)])
        }
        return [
            refused("bare-jwt", "no tilde at all", ["SDJWT-01", "SDJWT-30"], ["NEG-040"], token, "no_tilde"),
            refused(
                "last-tilde-missing", "the last Disclosure has no tilde", ["SDJWT-02", "SDJWT-30"], ["NEG-041"],
                String(good.dropLast()), "last_component_not_jwt"),
            refused(
                "empty-disclosure", "two tildes in a row", ["SDJWT-03"], ["NEG-042"], good + "~", "empty_disclosure"),
            refused(
                "first-disclosure-empty", "two tildes after the issuer's JWT", ["SDJWT-03"], ["NEG-042"],
                token + "~~" + given.text + "~", "empty_disclosure"),
            refused("nothing", "the empty string", ["SDJWT-01"], [], "", "no_tilde"),
            refused("only-tilde", "a tilde alone", ["JOSE-13"], [], "~", "part_count"),
            refused(
                "disclosure-padded", "a Disclosure with padding, and the digest of that spelling",
                ["JOSE-01", "SDJWT-47"], ["NEG-021"], try one(unpadded + "="), "character_outside_alphabet"),
            refused(
                "disclosure-standard-alphabet", "a Disclosure in the alphabet of standard base64",
                ["JOSE-01", "SDJWT-47"], ["NEG-022"],
                try one(Base64.encode(Array(#"["?~?~?~","given_name","Ada"]"#.utf8)).replacing("=", with: "")),
                "character_outside_alphabet"),
            refused(
                "disclosure-newline", "a line break in a Disclosure", ["JOSE-01", "SDJWT-47"], ["NEG-023"],
                try one(String(given.text.prefix(20)) + "\n" + given.text.dropFirst(21)),
                "character_outside_alphabet"),
            refused(
                "disclosure-unused-bits", "the last character of a Disclosure has bits that belong to no byte",
                ["JOSE-02", "SDJWT-47"], ["NEG-024"],
                try one(Base64URL.encode(Array(#"["s","n",100]"#.utf8)).dropLast() + "R"), "unused_bits_not_zero"),
            refused(
                "disclosure-impossible-length", "a Disclosure of a length that no bytes encode to",
                ["JOSE-02", "SDJWT-47"], ["NEG-025"], try one("WyJzI"), "impossible_length"),
            refused(
                "json-serialization", "the JSON form where the compact one is expected", ["SDJWT-01", "JOSE-13"],
                ["NEG-038"], try jsonForm(token), "no_tilde"),
            refused(
                "many", "1025 Disclosures", ["SDJWT-50"], ["NEG-067"],
                token + "~" + String(repeating: "WyJzIiwxXQ~", count: 1025), "too_many_disclosures"),
            refused(
                "general-second-signature", "the general JSON form with disclosures at the second signature",
                ["SDJWT-01", "SDJSON-03"], ["NEG-095"],
                try generalForm(token) { ["disclosures": [.string(given.text)]] },
                "no_tilde"),
            refused(
                "general-binding-protected", "the JSON form with kb_jwt in the protected header",
                ["SDJWT-01", "SDJSON-05"], ["NEG-095"], try bindingProtected(), "no_tilde"),
            refused(
                "general-name-twice", "the JSON form with alg in both headers", ["SDJWT-01", "SDJSON-05"], ["NEG-095"],
                try generalForm(token) { ["alg": "ES256"] }, "no_tilde"),
            refused(
                "general-x5c", "the JSON form with x5c in the header that nobody signed", ["SDJWT-01", "VC-31"],
                ["NEG-115"], try generalForm(token) { ["x5c": ["MIIB"]] }, "no_tilde"),
            refused(
                "unsigned", "the issuer's JWT says alg none", ["JOSE-05", "SDJWT-04"], ["NEG-001"],
                try unsigned(), "algorithm_none"),
            refused(
                "signed-by-another", "another key signed", ["JOSE-14", "SDJWT-31"], [],
                try cast.stranger.token(.object(cast.stranger.header()), .object(payload([]))) + "~",
                "signature_invalid"),
        ]
    }

    private func jsonForm(_ token: String) throws(CryptographyError) -> String {
        let parts = token.split(separator: ".").map { JSONValue.string(String($0)) }
        guard parts.count == 3 else { return token }
        let form: JSONValue = [
            "payload": parts[1], "protected": parts[0], "signature": parts[2],
            "header": ["disclosures": [.string(given.text)]],
        ]
        return form.text
    }

    /// The general form with two signatures of which the second has those further members.
    private func generalForm(
        _ token: String, _ header: () -> JSONObject
    ) throws(CryptographyError) -> String {
        let parts = token.split(separator: ".").map { JSONValue.string(String($0)) }
        guard parts.count == 3 else { return token }
        let signature: JSONObject = ["protected": parts[0], "signature": parts[2]]
        let form: JSONValue = [
            "payload": parts[1],
            "signatures": [.object(signature), .object(signature.adding("header", .object(header())))],
        ]
        return form.text
    }

    private func bindingProtected() throws(CryptographyError) -> String {
        let token = try cast.issuer.token(.object(cast.issuer.header(["kb_jwt": "a.b.c"])), .object(payload([])))
        return try jsonForm(token)
    }

    private func unsigned() throws(CryptographyError) -> String {
        let header = Base64URL.encode(Array(#"{"alg":"none","typ":"example+sd-jwt"}"#.utf8))
        return "\(header).\(Base64URL.encode(JSONValue.object(payload([])).serialized())).~"
    }

    /// Faults of the JSON in payload and Disclosures.
    func json() throws(CryptographyError) -> [VectorTest] {
        func inPayload(_ members: String) throws(CryptographyError) -> String {
            try sdJWT(text: #"{"iss":"\#(VectorCast.issuerName)",\#(members)}"#, [])
        }
        func inDisclosure(_ json: String) throws(CryptographyError) -> String {
            let disclosure = ForgedDisclosure(json)
            return try sdJWT(payload([disclosure.json]), [disclosure])
        }
        func bytes(_ bytes: [UInt8]) throws(CryptographyError) -> String {
            let disclosure = ForgedDisclosure(text: Base64URL.encode(bytes))
            return try sdJWT(payload([disclosure.json]), [disclosure])
        }
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        let limit = ["JOSE-04", "SDJWT-47"]
        return [
            refused(
                "payload-array", "the payload is an array", ["JOSE-13", "SDJWT-06"], ["NEG-027"],
                try sdJWT(text: "[]", []), "payload_not_object"),
            refused(
                "payload-duplicate-name", "a member of the payload twice", ["JOSE-03"], ["NEG-019"],
                try inPayload(#""vct":"a","vct":"b""#), "duplicate_name"),
            refused(
                "payload-duplicate-escaped", "a member of the payload twice, once with an escape", ["JOSE-03"],
                ["NEG-019"], try inPayload(#""vct":"a","\u0076ct":"a""#), "duplicate_name"),
            refused(
                "payload-trailing", "something after the payload's object", ["JOSE-04"], ["NEG-031"],
                try sdJWT(text: #"{"iss":"x"} {}"#, []), "trailing_characters"),
            refused(
                "payload-deep", "10,000 nested arrays in the payload", ["JOSE-04"], ["NEG-029"],
                try inPayload(#""a":\#(deep)"#), "too_deep"),
            refused(
                "disclosure-duplicate-name", "a member twice in the value of a Disclosure", ["JOSE-03"], ["NEG-020"],
                try inDisclosure(#"["s","place",{"a":1,"a":1}]"#), "duplicate_name"),
            refused(
                "disclosure-deep", "10,000 nested arrays in a Disclosure", limit, ["NEG-029"],
                try inDisclosure(#"["s","a",\#(deep)]"#), "too_deep"),
            refused(
                "disclosure-byte-order-mark", "a byte order mark before a Disclosure's array", limit, ["NEG-028"],
                try bytes([0xEF, 0xBB, 0xBF] + Array(#"["s","a",1]"#.utf8)), "byte_order_mark"),
            refused(
                "disclosure-utf-16", "a Disclosure in UTF-16", limit, ["NEG-028"],
                try bytes(Array(#"["s","a",1]"#.utf8).flatMap { [$0, 0] }), "unexpected_character"),
            refused(
                "disclosure-overlong", "an overlong UTF-8 sequence in a Disclosure", limit, ["NEG-028"],
                try bytes(Array(#"["s","a",""#.utf8) + [0xC1, 0x81] + Array(#""]"#.utf8)), "not_utf8"),
            refused(
                "disclosure-lone-surrogate", "an escape for half of a surrogate pair", limit, ["NEG-028"],
                try inDisclosure(#"["s","a","\ud83d"]"#), "lone_surrogate"),
            refused(
                "disclosure-trailing", "something after a Disclosure's array", limit, ["NEG-031"],
                try inDisclosure(#"["s","a",1]]"#), "trailing_characters"),
            refused(
                "disclosure-number", "a Disclosure's number is spelled 01", limit, ["NEG-030"],
                try inDisclosure(#"["s","a",01]"#), "malformed_number"),
            refused(
                "disclosure-not-json", "a Disclosure that is no JSON", limit, [], try inDisclosure("salt,name,value"),
                "unexpected_character"),
        ]
    }
}
