import Cryptography
import JSON

extension SDJWTVectors {
    /// Choices of Disclosures, decoys and nesting.
    func valid() throws(CryptographyError) -> [VectorTest] {
        let both = payload([given.json, family.json])
        let list = payload([], ["nationalities": ["DE", second.element]])
        let street = ForgedDisclosure(#"["AJx-095VPrpTtN4QMOqROA","street","Hauptstrasse 1"]"#)
        let address = ForgedDisclosure(
            #"["Qg_O64zqAxe412a108iroA","address",{"_sd":["\#(street.digest)"],"country":"DE"}]"#)
        let inner = ForgedDisclosure(#"["Pc33JM2LchcU_lHggv_ufQ","b"]"#)
        let outer = ForgedDisclosure(#"["lklxF5jMYlGTPUovMNIvCA",["a",{"...":"\#(inner.digest)"}]]"#)
        let twin = ForgedDisclosure(#"["nPuoQnkRFq3BIeAm7AnXFA","given_name","Ada"]"#)
        let decoys = (0..<200).map { ForgedDisclosure("decoy \($0)").json }
        return [
            accepted(
                "all-disclosed", "every Disclosure is shown",
                ["SDJWT-39", "SDJWT-03", "SDJWT-04", "SDJWT-07", "SDJWT-16", "SDJWT-36", "SDJWT-43", "SDJWT-44"], [],
                try sdJWT(both, [given, family]),
                ["given_name": "Ada", "family_name": "Lovelace"]),
            accepted("none-disclosed", "no Disclosure is shown", ["SDJWT-35"], [], try sdJWT(both, []), [:]),
            accepted(
                "some-disclosed", "one of two Disclosures is shown", ["SDJWT-35", "SDJWT-39"], [],
                try sdJWT(both, [family]), ["family_name": "Lovelace"]),
            accepted(
                "any-order", "Disclosures stand in another order than digests", ["SDJWT-33"], ["NEG-069"],
                try sdJWT(both, [family, given]), ["given_name": "Ada", "family_name": "Lovelace"]),
            accepted(
                "element-disclosed", "an array element is shown in its place", ["SDJWT-40"], [],
                try sdJWT(list, [second]), ["nationalities": ["DE", "GB"]]),
            accepted(
                "element-withheld", "a withheld array element disappears", ["SDJWT-41"], [], try sdJWT(list, []),
                ["nationalities": ["DE"]]),
            accepted(
                "array-all-withheld", "an array of withheld elements becomes empty", ["SDJWT-41"], [],
                try sdJWT(payload([], ["nationalities": [second.element]]), []), ["nationalities": []]),
            accepted(
                "recursive", "a Disclosure lies in a Disclosure", ["SDJWT-20", "SDJWT-39"], [],
                try sdJWT(payload([address.json]), [address, street]),
                ["address": ["country": "DE", "street": "Hauptstrasse 1"]]),
            accepted(
                "recursive-child-first", "the inner Disclosure is sent first", ["SDJWT-20", "SDJWT-44"], ["NEG-069"],
                try sdJWT(payload([address.json]), [street, address]),
                ["address": ["country": "DE", "street": "Hauptstrasse 1"]]),
            accepted(
                "recursive-parent-only", "the outer Disclosure alone", ["SDJWT-20", "SDJWT-42"], [],
                try sdJWT(payload([address.json]), [address]), ["address": ["country": "DE"]]),
            accepted(
                "recursive-array", "an array element holds a disclosable array element", ["SDJWT-40"], [],
                try sdJWT(payload([], ["list": [outer.element]]), [outer, inner]), ["list": [["a", "b"]]]),
            accepted(
                "object-becomes-empty", "an object of withheld members stays as an empty object", ["SDJWT-42"], [],
                try sdJWT(payload([], ["address": ["_sd": [street.json]]]), []), ["address": [:]]),
            accepted(
                "structured", "digests inside a plain object", ["SDJWT-34", "SDJWT-06"], [],
                try sdJWT(payload([], ["address": ["_sd": [street.json], "country": "DE"]]), [street]),
                ["address": ["country": "DE", "street": "Hauptstrasse 1"]]),
            accepted(
                "many-decoys", "200 decoys and no Disclosure",
                ["SDJWT-19", "SDJWT-35", "SDJWT-07", "SDJWT-43", "SDJWT-49"], ["NEG-066"],
                try sdJWT(payload(decoys), []), [:]),
            accepted(
                "empty-sd", "an empty array of digests", ["SDJWT-17", "SDJWT-48"], ["NEG-065"],
                try sdJWT(payload([]), []), [:]),
            accepted(
                "name-elsewhere", "one name at two levels, each with its own salt",
                ["SDJWT-14", "SDJWT-37", "SDJWT-38", "SDJWT-46"], [],
                try sdJWT(payload([given.json], ["_sdx": ["_sd": [twin.json]]]), [given, twin]),
                ["given_name": "Ada", "_sdx": ["given_name": "Ada"]]),
            accepted(
                "no-digests", "no digest anywhere", ["SDJWT-01", "SDJWT-02", "SDJWT-30"], [], try sdJWT(plain, []), [:]),
            accepted(
                "iat-disclosed", "iat and sub may be in Disclosures", ["SDJWT-45"], ["NEG-072"],
                try iatDisclosed(), ["sub": "ada"]),
        ]
    }

    private func iatDisclosed() throws(CryptographyError) -> String {
        let issued = ForgedDisclosure(#"["G02NSrQfjFXQ7Io09syajA","iat",\#(VectorCast.now - 3600)]"#)
        let subject = ForgedDisclosure(#"["yytVbdAPGcgl2rI4C9GSog","sub","ada"]"#)
        return try sdJWT(payload([issued.json, subject.json]).without("iat"), [issued, subject])
    }

    /// Spellings, values and hashes.
    func validForms() throws(CryptographyError) -> [VectorTest] {
        var tests: [VectorTest] = []
        let spellings: [(id: String, comment: String, json: String, claim: JSONObject)] = [
            ("spaces", "spaces in the Disclosure", "[ \"s1\", \"given_name\" ,\t\"Ada\" ]", ["given_name": "Ada"]),
            ("escapes", "escapes in the Disclosure", #"["s2","given\u005fname","\u0041da"]"#, ["given_name": "Ada"]),
            ("umlaut", "UTF-8 in the Disclosure", #"["s3","family_name","Möbius"]"#, ["family_name": "Möbius"]),
            ("empty-name", "the name is the empty string", #"["s4","","Ada"]"#, ["": "Ada"]),
            ("null", "the value is null", #"["s5","given_name",null]"#, ["given_name": .null]),
            (
                "object", "the value is an object", #"["s6","place",{"a":[1,{"b":true}]}]"#,
                [
                    "place": ["a": [1, ["b": true]]]
                ]
            ),
        ]
        for spelling in spellings {
            let disclosure = ForgedDisclosure(spelling.json)
            let flags = ["empty-name": ["NEG-058"], "null": ["NEG-059"]][spelling.id] ?? []
            tests.append(
                accepted(
                    "disclosure-\(spelling.id)", spelling.comment, ["SDJWT-12", "SDJWT-15", "SDJWT-16", "SDJWT-47"],
                    flags,
                    try sdJWT(payload([disclosure.json]), [disclosure]), spelling.claim))
        }
        let null = ForgedDisclosure(#"["s7",null]"#)
        tests.append(
            accepted(
                "element-null", "a disclosed array element is null", ["SDJWT-13"], ["NEG-059"],
                try sdJWT(payload([], ["list": [null.element]]), [null]), ["list": [.null]]))
        for hash in [HashAlgorithm.sha384, .sha512] {
            let disclosure = ForgedDisclosure(#"["s8","given_name","Ada"]"#, hash: hash)
            tests.append(
                accepted(
                    "hash-\(hash.rawValue)", "digests of \(hash.rawValue)", ["SDJWT-09", "SDJWT-10", "SDJWT-49"],
                    ["NEG-063"],
                    try sdJWT(payload([disclosure.json]).adding("_sd_alg", .string(hash.rawValue)), [disclosure]),
                    ["given_name": "Ada"]))
        }
        tests.append(
            accepted(
                "hash-default", "without _sd_alg the hash is sha-256", ["SDJWT-08"], [],
                try sdJWT(payload([given.json]).without("_sd_alg"), [given]), ["given_name": "Ada"]))
        return tests
    }

    /// The same with an issuer that signs with Ed25519, under both names of the algorithm.
    func edwards() throws(CryptographyError) -> [VectorTest] {
        var tests: [VectorTest] = []
        for name in ["EdDSA", "Ed25519"] {
            let token = try cast.edIssuer.token(["alg": .string(name)], .object(payload([given.json])))
            tests.append(
                accepted(
                    "alg-\(name)", "the algorithm is written \(name)", ["JOSE-06"], [], "\(token)~\(given.text)~",
                    ["given_name": "Ada"]))
        }
        return tests
    }
}
