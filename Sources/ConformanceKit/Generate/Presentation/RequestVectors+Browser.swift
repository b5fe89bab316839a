import JSON

/// Requests whose answers travel in a link: `fragment` and `query`.
extension RequestVectors {
    func browserModes() throws -> [VectorTest] {
        func members(_ mode: String?, _ address: String?, _ client: String = RequestVectors.client) -> JSONObject {
            var members = self.members(client).without("response_uri")
            members["response_mode"] = mode.map(JSONValue.string)
            members["redirect_uri"] = address.map(JSONValue.string)
            return members
        }
        func valid(_ id: String, _ comment: String, _ mode: String, _ members: JSONObject) throws -> VectorTest {
            let isSigned = members["client_id"] == .string(Self.client)
            return VectorTest(
                "vp-request-\(id)", comment, rules: ["REQ-10", "RSP-02"],
                input: ["link": .string(isSigned ? try signed(members) : unsigned(members))],
                .valid([
                    "client_id": members["client_id"] ?? .null,
                    "verifier": isSigned ? "Post of Kea" : .string(Self.responseURI), "signed": .bool(isSigned),
                    "response_uri": .string(Self.responseURI), "response_mode": .string(mode),
                    "nonce": .string(VectorCast.nonce), "state": "s-1", "query": query,
                ]))
        }
        let named = "redirect_uri:" + Self.responseURI
        return [
            try valid("fragment", "the answer in the fragment", "fragment", members("fragment", Self.responseURI)),
            try valid("query", "the answer in the query", "query", members("query", Self.responseURI)),
            try valid("mode-absent", "no response_mode means fragment", "fragment", members(nil, Self.responseURI)),
            try valid(
                "fragment-named", "redirect_uri is in the client id", "fragment", members("fragment", nil, named)),
            refused(
                "fragment-no-uri", "fragment without redirect_uri", ["REQ-11", "RSP-02"], "",
                try signed(members("fragment", nil)), "bad_parameter"),
            refused(
                "fragment-both", "fragment with response_uri too", ["REQ-11"], "",
                try signed(members("fragment", Self.responseURI).adding("response_uri", .string(Self.responseURI))),
                "parameters_exclude_each_other"),
            refused(
                "fragment-fragment", "redirect_uri has a fragment itself", ["RSP-02"], "",
                try signed(members("fragment", Self.responseURI + "#x")), "bad_parameter"),
            refused(
                "fragment-host", "redirect_uri at another host", ["CID-04"], "NEG-162",
                try signed(members("fragment", "https://evil.example/")), "response_target_not_covered"),
        ]
    }
}
