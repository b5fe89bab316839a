import Bytes
import Cryptography
import JSON

extension SDJWTVectors {
    /// Faults of digests and of what refers to what.
    func digests() throws(CryptographyError) -> [VectorTest] {
        let decoy = ForgedDisclosure("decoy").json
        let child = ForgedDisclosure(#"["AJx-095VPrpTtN4QMOqROA","street","Hauptstrasse 1"]"#)
        let parent = ForgedDisclosure(#"["Qg_O64zqAxe412a108iroA","address",{"_sd":["\#(child.digest)"]}]"#)
        let repeating = ForgedDisclosure(#"["Qg_O64zqAxe412a108iroA","other",{"_sd":["\#(given.digest)"]}]"#)
        let altered = ForgedDisclosure(#"["2GLC42sKQveCfGfryNRN9w","given_name","Eve"]"#)
        let decoded = Base64URL.encode(
            HashAlgorithm.sha256.hash(Array(#"["2GLC42sKQveCfGfryNRN9w","given_name","Ada"]"#.utf8)))
        let hex = Hex.encode(HashAlgorithm.sha256.hash(Array(given.text.utf8)))
        let short = String(given.digest.dropLast(3))
        func refer(
            _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ payload: JSONObject,
            _ disclosures: [ForgedDisclosure], _ error: String
        ) throws(CryptographyError) -> VectorTest {
            refused(id, comment, rules, flags, try sdJWT(payload, disclosures), error)
        }
        return [
            try refer(
                "unreferenced", "a Disclosure that no digest stands for", ["SDJWT-44"], ["NEG-043"],
                payload([given.json]), [given, family], "unreferenced_disclosure"),
            try refer(
                "child-without-parent", "an inner Disclosure without the outer one", ["SDJWT-44", "SDJWT-20"],
                ["NEG-044"],
                payload([parent.json]), [child], "unreferenced_disclosure"),
            try refer(
                "altered", "the value of a Disclosure was changed", ["SDJWT-44", "SDJWT-33"], ["NEG-045"],
                payload([given.json]),
                [altered], "unreferenced_disclosure"),
            try refer(
                "respelled", "a Disclosure written again with other spaces", ["SDJWT-44", "SDJWT-15"], [],
                payload([given.json]), [ForgedDisclosure(#"["2GLC42sKQveCfGfryNRN9w", "given_name", "Ada"]"#)],
                "unreferenced_disclosure"),
            try refer(
                "digest-elsewhere", "a digest that stands neither in _sd nor as an array element",
                ["SDJWT-44", "SDJWT-34"], [], payload([], ["note": given.json, "list": [given.json]]), [given],
                "unreferenced_disclosure"),
            try refer(
                "disclosure-twice", "the same Disclosure twice", ["SDJWT-46"], ["NEG-046"], payload([given.json]),
                [given, given], "duplicate_disclosure"),
            try refer(
                "digest-twice", "a digest twice in one _sd", ["SDJWT-43", "SDJWT-07"], ["NEG-047"],
                payload([given.json, given.json]), [given], "repeated_digest"),
            try refer(
                "digest-twice-withheld", "a withheld claim's digest twice", ["SDJWT-43", "SDJWT-07", "SDJWT-35"],
                ["NEG-047"],
                payload([given.json, given.json]), [], "repeated_digest"),
            try refer(
                "digest-in-disclosure-again", "a digest in the payload and again inside a Disclosure",
                ["SDJWT-43", "SDJWT-39"],
                ["NEG-048"], payload([given.json, repeating.json]), [repeating], "repeated_digest"),
            try refer(
                "decoy-twice", "a decoy twice, in different objects", ["SDJWT-43", "SDJWT-07"], ["NEG-049"],
                payload([decoy], ["place": ["_sd": [decoy]]]), [], "repeated_digest"),
            try refer(
                "digest-in-both-kinds", "a digest in an _sd and as an array element", ["SDJWT-43"], ["NEG-050"],
                payload([given.json], ["list": [given.element]]), [], "repeated_digest"),
            try refer(
                "digest-of-bytes", "a digest of the decoded bytes", ["SDJWT-16", "SDJWT-44"], ["NEG-064"],
                payload([.string(decoded)]), [given], "unreferenced_disclosure"),
            try refer(
                "digest-hex", "a digest in hexadecimal", ["SDJWT-16", "SDJWT-49"], ["NEG-064"],
                payload([.string(hex)]), [given], "malformed_digest"),
            try refer(
                "digest-short", "a digest of 30 bytes", ["SDJWT-49"], [], payload([.string(short)]), [],
                "malformed_digest"),
            try refer(
                "digest-padded", "a digest with padding", ["SDJWT-49"], ["NEG-021"],
                payload([.string(given.digest + "=")]), [], "malformed_digest"),
            try refer(
                "digest-of-other-hash", "sha-512 digests under _sd_alg sha-256", ["SDJWT-49"], [],
                payload([ForgedDisclosure(text: given.text, hash: .sha512).json]), [], "malformed_digest"),
            try refer(
                "sd-string", "_sd is a string", ["SDJWT-48", "SDJWT-17"], ["NEG-060"], plain.adding("_sd", given.json),
                [],
                "digests_not_strings"),
            try refer(
                "sd-object", "_sd is an object", ["SDJWT-48"], ["NEG-060"], plain.adding("_sd", ["a": given.json]), [],
                "digests_not_strings"),
            try refer(
                "sd-number", "_sd has a number among its digests", ["SDJWT-48", "SDJWT-17"], ["NEG-060"],
                payload([given.json, 7]), [], "digests_not_strings"),
            try refer(
                "element-with-sibling", "an array digest beside another member", ["SDJWT-48", "SDJWT-18"], ["NEG-061"],
                payload([], ["list": [["...": second.json, "x": 1]]]), [], "misplaced_element_digest"),
            try refer(
                "element-number", "an array digest that is a number", ["SDJWT-48", "SDJWT-18"], ["NEG-061"],
                payload([], ["list": [["...": 1]]]), [], "misplaced_element_digest"),
            try refer(
                "element-outside-array", "... as a member of an ordinary object", ["SDJWT-48"], ["NEG-061"],
                payload([], ["place": second.element]), [], "misplaced_element_digest"),
            try refer(
                "element-at-top", "... as a member of the payload", ["SDJWT-48"], ["NEG-061"],
                payload([], ["...": second.json]), [], "misplaced_element_digest"),
        ]
    }

    /// Faults inside Disclosures and of `_sd_alg`.
    func disclosures() throws(CryptographyError) -> [VectorTest] {
        var tests: [VectorTest] = []
        func one(
            _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ json: String, _ error: String,
            beside: JSONObject = [:]
        ) throws(CryptographyError) {
            let disclosure = ForgedDisclosure(json)
            tests.append(
                refused(id, comment, rules, flags, try sdJWT(payload([disclosure.json], beside), [disclosure]), error))
        }
        try one(
            "name-of-plain-sibling", "the name is that of a plain member", ["SDJWT-38", "SDJWT-14"], ["NEG-051"],
            #"["s","iss","https://other.example"]"#, "name_collision")
        try one("name-sd", "the name is _sd", ["SDJWT-37"], ["NEG-053"], #"["s","_sd",[]]"#, "reserved_disclosure_name")
        try one(
            "name-dots", "the name is ...", ["SDJWT-37"], ["NEG-053"], #"["s","...","x"]"#, "reserved_disclosure_name")
        try one(
            "name-sd-alg", "the name is _sd_alg", ["SDJWT-08"], ["NEG-054"], #"["s","_sd_alg","sha-256"]"#,
            "disclosed_hash_algorithm")
        try one(
            "two-elements-in-sd", "an _sd refers to a Disclosure of two", ["SDJWT-36", "SDJWT-12"], ["NEG-055"],
            #"["s","x"]"#,
            "element_disclosure_in_object")
        for (id, json) in [("0", "[]"), ("1", #"["s"]"#), ("4", #"["s","a",1,2]"#)] {
            try one(
                "elements-\(id)", "a Disclosure of \(id) elements", ["SDJWT-36", "SDJWT-47", "SDJWT-12"], ["NEG-056"],
                json,
                "disclosure_shape")
        }
        for (id, json) in [("object", #"{"s":"a"}"#), ("number", "42"), ("string", #""s""#)] {
            try one(
                "disclosure-is-\(id)", "a Disclosure that is a JSON \(id)", ["SDJWT-47"], ["NEG-056"], json,
                "disclosure_shape")
        }
        try one(
            "salt-number", "the salt is a number", ["SDJWT-47", "SDJWT-12", "SDJWT-13"], ["NEG-057"], #"[1,"a",1]"#,
            "disclosure_salt")
        try one("salt-empty", "the salt is empty", ["SDJWT-47"], [], #"["","a",1]"#, "disclosure_salt")
        try one(
            "name-number", "the name is a number", ["SDJWT-47", "SDJWT-12"], ["NEG-057"], #"["s",1,1]"#,
            "disclosure_name")
        try one("name-null", "the name is null", ["SDJWT-47"], ["NEG-057"], #"["s",null,1]"#, "disclosure_name")
        try one(
            "nested-hash-in-disclosure", "_sd_alg inside a Disclosure's value", ["SDJWT-10"], ["NEG-062"],
            #"["s","a",{"_sd_alg":"sha-256"}]"#, "nested_hash_algorithm")
        let twin = ForgedDisclosure(#"["another salt","given_name","Eve"]"#)
        let triple = payload([], ["list": [given.element]])
        tests += [
            refused(
                "same-name-twice", "two Disclosures with one name in one object", ["SDJWT-38"], ["NEG-052"],
                try sdJWT(payload([given.json, twin.json]), [given, twin]), "name_collision"),
            refused(
                "three-elements-in-array", "an array element refers to a Disclosure of three",
                ["SDJWT-40", "SDJWT-13"],
                ["NEG-055"], try sdJWT(triple, [given]), "member_disclosure_in_array"),
            refused(
                "unreferenced-malformed", "a malformed Disclosure that no digest stands for", ["SDJWT-47"], [],
                try sdJWT(payload([]), [ForgedDisclosure("[1]")]), "disclosure_shape"),
            refused(
                "nested-hash", "_sd_alg in a nested object", ["SDJWT-10"], ["NEG-062"],
                try sdJWT(payload([], ["place": ["_sd_alg": "sha-256"]]), []), "nested_hash_algorithm"),
        ]
        let hashes: [(String, JSONValue)] = [
            ("truncated", "sha-256-64"), ("capitals", "SHA-256"), ("md5", "md5"), ("number", 256), ("null", .null),
        ]
        for (id, value) in hashes {
            tests.append(
                refused(
                    "hash-\(id)", "_sd_alg is \(value.text)", ["SDJWT-09", "SDJWT-32"], ["NEG-062"],
                    try sdJWT(payload([]).adding("_sd_alg", value), []), "unsupported_hash"))
        }
        return tests + [try chain()]
    }

    /// A Disclosure in a Disclosure, one level more than permitted.
    private func chain() throws(CryptographyError) -> VectorTest {
        var all = [ForgedDisclosure(#"["salt 0","n","leaf"]"#)]
        for level in 1...16 {
            all.append(ForgedDisclosure(#"["salt \#(level)","n",{"_sd":["\#(all[level - 1].digest)"]}]"#))
        }
        return refused(
            "nested-17", "17 Disclosures inside one another", ["SDJWT-50"], ["NEG-068"],
            try sdJWT(payload([all[16].json]), all), "disclosures_too_deep")
    }
}
