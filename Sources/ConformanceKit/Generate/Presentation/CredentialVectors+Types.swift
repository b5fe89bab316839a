import JSON
import SDJWTVC

extension CredentialVectors {
    private static let base = "urn:example:base"

    private func documents(_ claims: JSONValue, _ more: JSONObject = [:]) -> JSONObject {
        let document = JSONObject([("vct", .string(PostCast.type)), ("claims", claims)]).adding(more)
        return [
            "type_metadata": .object(
                JSONObject([
                    (PostCast.type, .string(JSONValue.object(document).text)),
                    (Self.base, .string("{\"vct\":\"\(Self.base)\"}")),
                ]))
        ]
    }

    private func hash(of documents: JSONObject) -> JSONValue {
        let text = documents["type_metadata"]?[PostCast.type]?.string ?? ""
        return .string(SubresourceIntegrity(of: Array(text.utf8)).text)
    }

    func types() throws -> [VectorTest] {
        let right = documents(
            [["path": ["given_name"], "sd": "always", "mandatory": true], ["path": ["iss"], "sd": "never"]],
            ["extends": .string(Self.base)])
        let bound = post.claims.adding("vct#integrity", hash(of: right))
        let other = post.claims.adding("vct#integrity", .string(SubresourceIntegrity(of: []).text))
        let text = try post.credential()
        func strict(_ input: JSONObject) -> JSONObject { input.adding("unknown_type_metadata", "refused") }
        return [
            valid("type-described", "as its type describes", ["VC-50", "VC-58"], [], text, nil, strict(right)),
            valid(
                "type-bound", "the document has the hash that the credential states", ["VC-05", "VC-60"], [],
                try post.credential(bound), bound.adding("given_name", "Ada"), strict(right)),
            valid(
                "type-mandatory-kept-back", "a mandatory claim that was not disclosed", ["VC-58"], ["NEG-127"], text,
                nil,
                documents([["path": ["family_name"], "sd": "always", "mandatory": true]])),
            valid(
                "type-unknown-reported", "nobody describes the type, and policy lets it pass", ["VC-50"], [], text, nil,
                ["type_metadata": [:]]),
            refused(
                "type-unknown", "nobody describes the type, and policy asks for it", ["VC-50"], [], text,
                "type_metadata_unavailable", strict(["type_metadata": [:]])),
            refused(
                "type-changed", "the document has another hash than the credential states", ["VC-60"], ["NEG-123"],
                try post.credential(other), "integrity_mismatch", strict(right)),
            refused(
                "type-hash-malformed", "vct#integrity is no hash", ["VC-05"], [],
                try post.credential(post.claims.adding("vct#integrity", "x")), "integrity_malformed"),
            refused(
                "type-hash-number", "vct#integrity is a number", ["VC-05"], [],
                try post.credential(post.claims.adding("vct#integrity", 1)), "integrity_malformed"),
            refused(
                "type-open", "a claim in the open that the type leaves to the holder", ["VC-58"], ["NEG-126"], text,
                "claim_not_disclosable", documents([["path": ["iss"], "sd": "always"]])),
            refused(
                "type-hidden", "a Disclosure for a claim that the type wants visible", ["VC-58"], ["NEG-126"], text,
                "claim_disclosable", documents([["path": ["given_name"], "sd": "never"]])),
            refused(
                "type-circle", "the type extends itself", ["VC-54"], ["NEG-124"], text, "type_metadata_cycle",
                documents([], ["extends": .string(PostCast.type)])),
            refused(
                "type-malformed", "a claim without path in the document", ["VC-57"], [], text,
                "type_metadata_malformed",
                documents([["sd": "always"]])),
            refused(
                "type-not-vouched-extends", "another type that extends the trusted one", ["VC-41"], ["NEG-103"],
                try post.credential(
                    post.claims.adding("vct", .string(Self.base)).adding("aka_vcts", [.string(PostCast.type)])),
                "type_not_permitted",
                [
                    "other_types": "counted",
                    "type_metadata": .object(
                        JSONObject([
                            (Self.base, .string("{\"vct\":\"\(Self.base)\",\"extends\":\"\(PostCast.type)\"}"))
                        ])),
                ]),
            valid(
                "further-types", "further types", ["VC-06"], [],
                try post.credential(post.claims.adding("aka_vcts", ["urn:example:other"])),
                post.claims.adding("aka_vcts", ["urn:example:other"]).adding("given_name", "Ada"),
                ["other_types": "counted"]),
            refused(
                "further-types-own", "its own type among the further ones", ["VC-06"], [],
                try post.credential(post.claims.adding("aka_vcts", [.string(PostCast.type)])), "aka_vcts_malformed",
                ["other_types": "counted"]),
            refused(
                "further-types-empty", "an empty list of further types", ["VC-06"], [],
                try post.credential(post.claims.adding("aka_vcts", [])), "aka_vcts_malformed",
                ["other_types": "counted"]),
        ]
    }
}
