import JSON

/// Statuses, the references to their lists, and the lists.
extension CredentialVectors {
    func status() throws -> [VectorTest] {
        func text(_ index: JSONValue, _ address: String = PostCast.listAddress) throws -> String {
            try post.credential(
                post.claims.adding("status", ["status_list": ["uri": .string(address), "idx": index]]))
        }
        let documents: JSONObject = ["documents": try post.statusList()]
        let good = post.claims.adding(
            "status", ["status_list": ["uri": .string(PostCast.listAddress), "idx": 3]])
        var tests = [
            valid(
                "status-valid", "the list says valid", ["VC-24", "TSL-42", "TSL-41", "VFY-11"], [], try text(3),
                good.adding("given_name", "Ada"), documents)
        ]
        for (index, word) in ["invalid", "suspended", "application_specific"].enumerated() {
            tests.append(
                refused(
                    "status-\(index + 1)", "the list says \(index + 1)", ["VC-24"], ["NEG-130"],
                    try text(.integer(Int64(index))), "status_\(word)", documents))
        }
        func list(
            _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ documents: JSONValue,
            _ error: String
        ) throws -> VectorTest {
            refused("status-\(id)", comment, rules, flags, try text(3), error, ["documents": documents])
        }
        tests += [
            refused(
                "status-beyond", "an index beyond the list", ["TSL-43"], ["NEG-131"], try text(16),
                "index_out_of_range",
                documents),
            refused(
                "status-negative", "a negative index", ["TSL-21"], ["NEG-131"], try text(-1), "unusable_index",
                documents),
            refused(
                "status-text", "an index that is a text", ["TSL-21"], ["NEG-131"], try text("3"), "unusable_index",
                documents),
            refused(
                "status-unknown-mechanism", "status without status_list", ["TSL-20"], ["NEG-144"],
                try post.credential(post.claims.adding("status", ["other": [:]])), "no_status_mechanism",
                documents),
            refused(
                "status-no-list", "the list cannot be fetched", ["TSL-44"], ["NEG-142"], try text(3), "status_unknown",
                ["documents": [:]]),
            try list(
                "other-sub", "the list is that of another address", ["TSL-42"], ["NEG-135"],
                try post.statusList { $0.adding("sub", "https://issuer.example/status/1/") }, "other_subject"),
            try list(
                "expired", "the list has expired", ["TSL-42", "JOSE-16"], ["NEG-137"],
                try post.statusList { $0.adding("exp", .integer(VectorCast.now - 61)) }, "expired"),
            try list(
                "other-type", "the list's typ is JWT", ["TSL-10", "JOSE-15"], ["NEG-136"],
                try post.statusList(type: "JWT"),
                "type_mismatch"),
            try list(
                "other-signer", "the list is signed by a stranger's key", ["TSL-42", "TSL-12", "JOSE-14"], ["NEG-138"],
                try post.statusList(by: cast.stranger), "signature_invalid"),
        ]
        return tests + (try references()) + (try lists()) + (try past())
    }

    /// What a list said at a moment that is over.
    private func past() throws -> [VectorTest] {
        let claims = post.claims.adding(
            "status", ["status_list": ["uri": .string(PostCast.listAddress), "idx": 3]])
        let text = try post.credential(claims)
        let address = PostCast.listAddress + "?time=\(VectorCast.now)"
        func documents(_ change: (JSONObject) -> JSONObject = { $0 }) throws -> JSONObject {
            let list = try post.statusList(change)[PostCast.listAddress] ?? .null
            return [
                "documents": .object(JSONObject([(address, list)])), "past_before": .integer(VectorCast.now + 3600),
            ]
        }
        let answer: JSONValue = ["status": 501, "type": "text/plain", "body": ""]
        let notKept: JSONObject = [
            "documents": .object(JSONObject([(address, answer)])), "past_before": .integer(VectorCast.now + 3600),
        ]
        return [
            valid(
                "past", "the list of the moment says valid", ["TSL-61"], [], text, claims.adding("given_name", "Ada"),
                try documents()),
            refused(
                "past-later", "the server answers with a list that was signed later", ["TSL-61"], ["NEG-145"], text,
                "outside_requested_time", try documents { $0.adding("iat", .integer(VectorCast.now + 1)) }),
            refused(
                "past-over", "the list was over at the moment", ["TSL-61"], ["NEG-145"], text,
                "outside_requested_time", try documents { $0.adding("exp", .integer(VectorCast.now - 1)) }),
            refused(
                "past-endless", "the list was signed before the moment and says not how long it holds", ["TSL-61"],
                ["NEG-145"], text, "outside_requested_time", try documents { $0.without("exp") }),
            refused(
                "past-not-kept", "the server keeps no list of the moment", ["TSL-61", "TSL-44"], ["NEG-142"], text,
                "status_unknown",
                notKept),
        ]
    }

    /// References that lead nowhere, or somewhere else.
    private func references() throws -> [VectorTest] {
        func text(_ status: JSONValue) throws -> String { try post.credential(post.claims.adding("status", status)) }
        let indices: [(String, JSONValue)] = [("fraction", .number(.init(1.5) ?? .init(0))), ("huge", 2_147_483_649)]
        let places = [
            ("http", "http://issuer.example/status/1"), ("file", "file:///etc/passwd"), ("data", "data:,list"),
            ("loopback", "http://127.0.0.1/status/1"), ("user", "https://me@issuer.example/status/1"),
            ("fragment", "https://issuer.example/status/1#3"),
        ]
        let mechanisms: [(String, JSONValue)] = [("empty", [:]), ("list", []), ("text", "valid")]
        return try indices.map { id, index in
            refused(
                "status-index-\(id)", "an index that is a \(id) number", ["TSL-21"], ["NEG-131"],
                try text(["status_list": ["uri": .string(PostCast.listAddress), "idx": index]]), "unusable_index",
                ["documents": try post.statusList()])
        }
            + places.map { id, address in
                refused(
                    "status-uri-\(id)", "a list that is not behind https alone", ["TSL-21"], ["NEG-143"],
                    try text(["status_list": ["uri": .string(address), "idx": 3]]), "unusable_uri",
                    ["documents": [:]])
            }
            + mechanisms.map { id, status in
                refused(
                    "status-\(id)-object", "status is an empty object, a list or a text", ["TSL-20"], ["NEG-144"],
                    try text(status), "no_status_mechanism", ["documents": [:]])
            }
    }

    /// Lists that say nothing, and two that do.
    private func lists() throws -> [VectorTest] {
        let text = try post.credential(
            post.claims.adding("status", ["status_list": ["uri": .string(PostCast.listAddress), "idx": 3]]))
        let claims = post.claims.adding(
            "status", ["status_list": ["uri": .string(PostCast.listAddress), "idx": 3]]
        ).adding("given_name", "Ada")
        func list(
            _ id: String, _ comment: String, _ rules: [String], _ flags: [String], _ documents: JSONValue,
            _ error: String
        ) -> VectorTest { refused("list-\(id)", comment, rules, flags, text, error, ["documents": documents]) }
        func changed(_ name: String, _ value: JSONValue) throws -> JSONValue {
            try post.statusList { $0.adding(name, value) }
        }
        let subjects = [
            ("case", "https://issuer.example/Status/1"), ("query", "https://issuer.example/status/1?"),
            ("host-case", "https://ISSUER.example/status/1"),
        ]
        return try subjects.map { id, subject in
            list(
                "sub-\(id)", "sub is the address in another spelling", ["TSL-42"], ["NEG-135"],
                try changed("sub", .string(subject)), "other_subject")
        } + [
            list(
                "cwt", "the server sends a CWT", ["TSL-14"], ["NEG-136"],
                try post.statusList(mediaType: "application/statuslist+cwt"), "other_status_form"),
            list(
                "unsigned", "the list has the algorithm none", ["TSL-12", "JOSE-05"], ["NEG-136"],
                try post.statusList(algorithm: "none"), "algorithm_none"),
            list(
                "hmac", "the list has the algorithm HS256", ["TSL-12", "JOSE-05", "JOSE-06"], ["NEG-136"],
                try post.statusList(algorithm: "HS256"), "algorithm_not_allowed"),
            list(
                "future", "the list was signed in the future", ["TSL-42", "JOSE-16"], ["NEG-137"],
                try changed("iat", .integer(VectorCast.now + 61)), "issued_in_future"),
            list("ttl-0", "ttl is 0", ["TSL-10"], ["NEG-140"], try changed("ttl", 0), "unusable_ttl"),
            list("ttl-negative", "ttl is -5", ["TSL-10"], ["NEG-140"], try changed("ttl", -5), "unusable_ttl"),
            list("ttl-text", "ttl is a text", ["TSL-10"], ["NEG-140"], try changed("ttl", "60"), "unusable_ttl"),
            valid(
                "list-ttl-huge", "ttl is 10^12, which counts as a day", ["TSL-46"], ["NEG-140"], text, claims,
                ["documents": try changed("ttl", 1_000_000_000_000)]),
            valid(
                "list-ttl-alone", "the list has ttl and no exp", ["TSL-42"], ["NEG-137"], text, claims,
                ["documents": try post.statusList { $0.without("exp").adding("ttl", 60) }]),
        ]
    }
}
