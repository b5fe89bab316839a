import JSON

/// What the postal types promise beyond their metadata, and which credentials need no status.
extension CredentialVectors {
    func postal() throws -> [VectorTest] {
        let right: JSONObject = ["role": "payee", "payable_until": "2025-02-01"]
        let receipt: JSONObject = ["role": "sender", "payable_until": "2025-02-01"]
        let used = right.adding("status", ["status_list": ["idx": 2, "uri": .string(PostCast.listAddress)]])
        let lenient: JSONObject = ["key_binding": "if_present"]
        return [
            try postal("item", "delivery-proof", ["item_id": "RR473124829CH"], "a postal item number", ["PST-01"]),
            try postal(
                "item-digit", "delivery-proof", ["item_id": "RR473124828CH"], "its check digit is wrong", ["PST-01"],
                refused: true),
            try postal(
                "items-digit", "agent-authorisation", ["item_ids": ["RR473124829CH", "RR473124820CH"]],
                "the check digit of the second is wrong", ["PST-01"], refused: true),
            try postal(
                "address", "address-proof", ["address": ["postcode": "84002", "country": "GR"]],
                "an address with a country", ["PST-02"]),
            try postal(
                "address-nowhere", "address-proof", ["address": ["postcode": "84002"]], "an address without country",
                ["PST-02"], refused: true),
            try postal(
                "address-word", "address-proof", ["address": ["country": "Greece"]], "the country is no code",
                ["PST-02"], refused: true),
            try postal("money-order", "money-order", right, "a right to be paid, bound to a key", ["PST-05"]),
            try postal(
                "money-order-bearer", "money-order", right, "a right to be paid that is bound to no key", ["PST-05"],
                refused: true, isBound: false),
            try postal(
                "money-order-receipt", "money-order", receipt, "a receipt that is bound to no key", ["PST-05"],
                isBound: false),
            try postal(
                "money-order-shown", "money-order", right, "its key is not shown, where that is left open", ["PST-05"],
                refused: true, lenient),
            try postal(
                "money-order-used", "money-order", used, "it was paid before", ["PST-05", "VC-24"], refused: true,
                ["documents": try post.statusList()], error: "status_application_specific"),
        ]
    }

    /// A credential of a postal type that the post may issue.
    private func postal(
        _ id: String, _ name: String, _ members: JSONObject, _ comment: String, _ rules: [String],
        refused isRefused: Bool = false, isBound: Bool = true, _ more: JSONObject = [:],
        error: String = "not_as_postal_type"
    ) throws -> VectorTest {
        let type = "urn:carnet:postal:\(name):1"
        var claims = (isBound ? post.claims : post.claims.without("cnf")).adding("vct", .string(type))
        for (name, value) in members { claims = claims.adding(name, value) }
        let trust = (post.trust[0]?.object ?? [:]).adding("types", [.string(type)])
        let input = JSONObject([("sd_jwt", .string(try post.credential(claims)))]).adding(more)
            .adding("trust", [.object(trust)])
        let shown = claims.adding("given_name", "Ada")
        return VectorTest(
            "vc-postal-\(id)", comment, rules: rules, flags: isRefused ? ["NT-18"] : [], input: input,
            isRefused
                ? .invalid(error)
                : .valid(["type": .string(type), "issuer": claims["iss"] ?? "", "claims": .object(shown)]))
    }

    func shortLived() throws -> [VectorTest] {
        let required: JSONObject = ["absent_status": "refused"]
        func living(_ seconds: Int64) -> JSONObject {
            post.claims.adding("exp", .integer(VectorCast.now - 3600 + seconds))
        }
        let (short, long) = (living(1_209_600), living(1_209_601))
        let endless = post.claims.without("exp")
        return [
            valid(
                "life-short", "it lives 14 days and needs no status", ["STA-08"], [], try post.credential(short),
                short.adding("given_name", "Ada"), required),
            valid(
                "life-long", "it lives a second longer, and no status is required", ["STA-08"], [],
                try post.credential(long), long.adding("given_name", "Ada")),
            refused(
                "life-long-required", "it lives a second longer, and a status is required", ["STA-08"], [],
                try post.credential(long), "status_missing", required),
            refused(
                "life-endless", "it does not say how long it lives, and a status is required", ["STA-08"], [],
                try post.credential(endless), "status_missing", required),
            refused(
                "life-short-unknown", "it is short-lived and names a list that cannot be had",
                ["STA-08", "VC-24", "TSL-44"], [],
                try post.credential(
                    short.adding("status", ["status_list": ["idx": 3, "uri": .string(PostCast.listAddress)]])),
                "status_unknown", required),
        ]
    }
}
