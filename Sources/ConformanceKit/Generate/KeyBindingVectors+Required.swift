import Bytes
import Cryptography
import JSON

extension KeyBindingVectors {
    /// Presence, signature, type and what the key binding is tied to.
    func required() throws(CryptographyError) -> [VectorTest] {
        let text = try credential()
        let both = try credential(disclosing: [given, family])
        let other = try credential(claims.adding("iss", "https://other.example"))
        let good = try binding(to: text)
        let attacker = cast.jwk(cast.stranger)
        func with(_ change: (JSONObject) -> JSONObject) throws(CryptographyError) -> String {
            text + (try binding(to: text, change))
        }
        func typed(_ header: JSONObject) throws(CryptographyError) -> String {
            text + (try binding(to: text, header: header))
        }
        return [
            accepted(
                "right", "a right key binding", ["KB-07", "KB-01", "KB-02", "KB-10", "SDJWT-02", "SDJWT-30"], [],
                text + good),
            accepted(
                "extra-claims", "claims that nobody knows", ["KB-11"], [], try with { $0.adding("jti", "1") }),
            accepted(
                "hash-sha-512", "sd_hash with the hash of _sd_alg", ["KB-03"], [], try sha512(with: .sha512)),
            refused("missing", "none came", ["KB-05"], ["NEG-080"], text, "key_binding_missing"),
            refused(
                "type-missing", "typ is missing", ["KB-01"], ["NEG-081"], try typed([:]), "key_binding_type"),
            refused("type-jwt", "typ is JWT", ["KB-01"], ["NEG-081"], try typed(["typ": "JWT"]), "key_binding_type"),
            refused(
                "type-capitals", "typ is KB+JWT", ["KB-01"], ["NEG-081"], try typed(["typ": "KB+JWT"]),
                "key_binding_type"),
            refused(
                "other-key-in-header", "signed by another key, which the header carries", ["KB-06", "JOSE-14"],
                ["NEG-082"],
                text + (try binding(to: text, header: ["typ": "kb+jwt", "jwk": attacker], by: cast.stranger)),
                "signature_invalid"),
            refused(
                "unsigned", "alg none", ["KB-01", "JOSE-05"], ["NEG-083"], text + unsigned(text), "algorithm_none"),
            refused(
                "hmac", "alg HS256 with the holder's key as secret", ["KB-01", "JOSE-05"], ["NEG-083"],
                text + hmac(text), "algorithm_not_allowed"),
            refused(
                "nonce-other", "the nonce of another session", ["KB-07"], ["NEG-086"],
                try with { $0.adding("nonce", "n-0S6_WzA2Mj8fK3pR") }, "nonce_mismatch"),
            refused(
                "nonce-empty", "an empty nonce", ["KB-07"], ["NEG-086"], try with { $0.adding("nonce", "") },
                "nonce_mismatch"),
            refused(
                "audience-other", "another verifier", ["KB-07"], ["NEG-085"],
                try with { $0.adding("aud", "https://other.example") }, "audience_mismatch"),
            refused(
                "audience-case", "this verifier in capitals", ["KB-07"], ["NEG-085"],
                try with { $0.adding("aud", "https://Verifier.example") }, "audience_mismatch"),
            refused(
                "audience-slash", "this verifier with a slash at the end", ["KB-07"], ["NEG-085"],
                try with { $0.adding("aud", "https://verifier.example/") }, "audience_mismatch"),
            refused(
                "disclosure-removed", "a Disclosure was taken away after signing", ["KB-03"], ["NEG-087"],
                text + (try binding(to: both)), "sd_hash_mismatch"),
            refused(
                "disclosure-added", "a Disclosure was added after signing", ["KB-03"], ["NEG-087"], both + good,
                "sd_hash_mismatch"),
            refused(
                "hash-without-tilde", "sd_hash without the last tilde", ["KB-03"], ["NEG-088"],
                text + (try binding(to: String(text.dropLast()))), "sd_hash_mismatch"),
            refused(
                "hash-other-algorithm", "sd_hash with sha-256 under _sd_alg sha-512", ["KB-03"], ["NEG-088"],
                try sha512(with: .sha256), "sd_hash_mismatch"),
            refused(
                "of-other-credential", "made for another credential of the same holder", ["KB-03"], ["NEG-090"],
                other + good, "sd_hash_mismatch"),
            refused(
                "not-a-jwt", "two parts where three should be", ["JOSE-13", "SDJWT-02"], [],
                text + String(good.prefix { $0 != "." }) + ".e30", "part_count"),
        ]
    }

    private func unsigned(_ text: String) -> String {
        let header = Base64URL.encode(Array(#"{"alg":"none","typ":"kb+jwt"}"#.utf8))
        return "\(header).\(Base64URL.encode(JSONValue.object(bindingClaims(text)).serialized()))."
    }

    private func hmac(_ text: String) -> String {
        let header = Base64URL.encode(Array(#"{"alg":"HS256","typ":"kb+jwt"}"#.utf8))
        let input = "\(header).\(Base64URL.encode(JSONValue.object(bindingClaims(text)).serialized()))"
        let code = HMAC.authenticationCode(
            .sha256, key: cast.jwk(cast.holder).serialized(), message: Array(input.utf8))
        return "\(input).\(Base64URL.encode(code))"
    }

    /// A credential with digests of sha-512, bound with that hash.
    private func sha512(with hash: HashAlgorithm) throws(CryptographyError) -> String {
        let disclosure = ForgedDisclosure(text: given.text, hash: .sha512)
        let payload = claims.adding("_sd", [disclosure.json]).adding("_sd_alg", "sha-512")
        let token = try cast.issuer.token(.object(cast.issuer.header()), .object(payload))
        let text = "\(token)~\(disclosure.text)~"
        let claims = JSONValue.object(bindingClaims(text, hash: hash))
        return text + (try cast.holder.token(.object(cast.holder.header(["typ": "kb+jwt"])), claims))
    }

    /// Claims that are missing, of the wrong type, or outside their window.
    func members() throws(CryptographyError) -> [VectorTest] {
        let text = try credential()
        let now = VectorCast.now
        var tests: [VectorTest] = []
        for name in ["iat", "aud", "nonce", "sd_hash"] {
            let token = try binding(to: text) { $0.without(name) }
            let flags = ["iat": ["NEG-089"], "aud": ["NEG-084"], "nonce": ["NEG-086"]][name] ?? []
            tests.append(
                refused(
                    "\(name)-missing", "\(name) is missing", ["KB-02"], flags, text + token,
                    "key_binding_member_missing"))
        }
        let types: [(id: String, comment: String, name: String, value: JSONValue, flags: [String])] = [
            (
                "aud-array", "aud is an array with the right value", "aud", [.string(VectorCast.verifierName)],
                ["NEG-084"]
            ),
            ("aud-number", "aud is a number", "aud", 1, ["NEG-084"]),
            ("nonce-number", "nonce is a number", "nonce", 1, ["NEG-086"]),
            ("iat-string", "iat is a string", "iat", .string(String(now)), ["NEG-089"]),
            ("hash-null", "sd_hash is null", "sd_hash", .null, []),
        ]
        for type in types {
            let token = try binding(to: text) { $0.adding(type.name, type.value) }
            tests.append(
                refused(type.id, type.comment, ["KB-02"], type.flags, text + token, "key_binding_member_type"))
        }
        let times: [(id: String, comment: String, claims: JSONObject, flags: [String], error: String?)] = [
            ("oldest", "300 seconds old", ["iat": .integer(now - 300)], [], nil),
            ("too-old", "301 seconds old", ["iat": .integer(now - 301)], [], "key_binding_too_old"),
            ("hour-old", "an hour old", ["iat": .integer(now - 3600)], ["NEG-089"], "key_binding_too_old"),
            ("newest", "60 seconds ahead", ["iat": .integer(now + 60)], [], nil),
            ("too-new", "61 seconds ahead", ["iat": .integer(now + 61)], [], "key_binding_in_future"),
            (
                "ten-minutes-ahead", "ten minutes ahead", ["iat": .integer(now + 600)], ["NEG-089"],
                "key_binding_in_future"
            ),
            (
                "fraction", "iat with a fraction", ["iat": JSONNumber("\(now - 10).25").map(JSONValue.number) ?? .null],
                [], nil
            ),
            ("expired", "exp is in the past", ["exp": .integer(now - 60)], ["NEG-094"], "expired"),
            ("not-yet", "nbf is in the future", ["nbf": .integer(now + 61)], [], "not_yet_valid"),
        ]
        for time in times {
            let token = text + (try binding(to: text) { $0.adding(time.claims) })
            if let error = time.error {
                let rules = error.hasPrefix("key") ? ["KB-08"] : ["KB-07", "JOSE-16"]
                tests.append(refused("time-\(time.id)", time.comment, rules, time.flags, token, error))
            } else {
                tests.append(accepted("time-\(time.id)", time.comment, ["KB-08"], time.flags, token))
            }
        }
        return tests
    }

    /// Faults of `cnf` in the credential.
    func confirmation() throws(CryptographyError) -> [VectorTest] {
        let holder = cast.jwk(cast.holder)
        let secret = (holder.object ?? [:]).adding("d", "Ur2bNKuBPOrAaxsRnbSH6hIhmNTxSGXshDSUD1a1y7g")
        let remote = (holder.object ?? [:]).adding("x5u", "https://issuer.example/key")
        let ecdh = (holder.object ?? [:]).adding("use", "enc")
        let faults:
            [(id: String, comment: String, rules: [String], flags: [String], value: JSONValue?, error: String)] = [
                ("absent", "the credential has no cnf", ["KB-06"], ["NEG-091"], nil, "no_confirmation"),
                ("string", "cnf is a string", ["KB-10"], [], "key", "confirmation_unsupported"),
                ("empty", "cnf is empty", ["KB-10"], [], [:], "confirmation_unsupported"),
                (
                    "jku", "cnf has a key and an address", ["KB-10"], ["NEG-092"],
                    ["jwk": holder, "jku": "https://issuer.example/keys"], "confirmation_unsupported"
                ),
                (
                    "kid", "cnf has an address as kid", ["KB-10"], ["NEG-092"], ["kid": "https://issuer.example/key"],
                    "confirmation_unsupported"
                ),
                (
                    "x5u", "the key in cnf has an address", ["KB-10"], ["NEG-092"], ["jwk": .object(remote)],
                    "confirmation_unsupported"
                ),
                (
                    "two-methods", "cnf has two methods", ["KB-10"], [], ["jwk": holder, "kid": "1"],
                    "confirmation_unsupported"
                ),
                (
                    "private", "the key in cnf has its private part", ["JOSE-22"], ["NEG-037"],
                    ["jwk": .object(secret)],
                    "jwk_private_member"
                ),
                (
                    "encryption", "the key in cnf is for encryption", ["JOSE-06"], [], ["jwk": .object(ecdh)],
                    "jwk_restricted"
                ),
                ("null", "the key in cnf is null", ["JOSE-06", "KB-10"], [], ["jwk": .null], "jwk_not_object"),
            ]
        var tests: [VectorTest] = []
        for fault in faults {
            let text = try credential(
                fault.value.map { claims.adding("cnf", $0) } ?? claims.without("cnf"))
            tests.append(
                refused(
                    "cnf-\(fault.id)", fault.comment, fault.rules, fault.flags, text + (try binding(to: text)),
                    fault.error))
        }
        let reused = try credential(claims.adding("cnf", ["jwk": cast.jwk(cast.issuer)]))
        tests.append(
            refused(
                "cnf-issuer", "the key in cnf is the issuer's", ["KB-12"], ["NEG-129"],
                reused + (try binding(to: reused, by: cast.issuer)), "key_reused"))
        return tests
    }
}
