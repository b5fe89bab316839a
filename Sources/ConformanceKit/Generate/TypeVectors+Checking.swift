import JSON

extension TypeVectors {
    private static let claims: JSONValue = [
        "name": "Ada", "address": ["town": "Ioulis", "country": "GR"], "ids": ["x", "y", "z"],
    ]

    private func input(
        _ described: JSONValue, view: String = "whole", disclosable: JSONValue = [], disclosed: JSONValue? = nil
    ) -> JSONObject {
        var credential: JSONObject = [
            "id": "c", "format": "dc+sd-jwt", "type": .string(Self.type), "holder_bound": true, "claims": Self.claims,
            "disclosable": disclosable,
        ]
        credential["disclosed"] = disclosed
        return [
            "documents": .object(JSONObject([(Self.type, text(document(["claims": described])))])),
            "credential": .object(credential), "view": .string(view),
        ]
    }

    func checks() -> [VectorTest] {
        let fine = [
            valid(
                "as-described", "everything as described", ["VC-58"],
                input(
                    [
                        ["path": ["name"], "sd": "never", "mandatory": true], ["path": ["address"], "sd": "always"],
                        ["path": ["address", "town"], "sd": "always"], ["path": ["ids", 1], "sd": "always"],
                    ], disclosable: [["address"], ["address", "town"], ["ids", 1]]), true),
            valid(
                "inside", "always visible inside of a Disclosure", ["VC-58"],
                input([["path": ["address", "town"], "sd": "never"]], disclosable: [["address"]]), true),
            valid(
                "nothing-there", "paths that select nothing", ["VC-61"],
                input([["path": ["x"]], ["path": ["ids", 9]], ["path": ["x", .null, "y"]]]), true),
            valid(
                "not-disclosed", "a mandatory claim that was not disclosed", ["VC-58"],
                input(
                    [["path": ["name"], "sd": "always", "mandatory": true]], view: "part", disclosable: [["name"]],
                    disclosed: []), true, flags: ["NEG-127"]),
            valid(
                "around-not-disclosed", "a mandatory claim inside of one that was not disclosed", ["VC-58"],
                input(
                    [["path": ["address", "town"], "sd": "never", "mandatory": true]], view: "part",
                    disclosable: [["address"]], disclosed: []), true, flags: ["NEG-127"]),
            valid(
                "position", "positions count what was not disclosed", ["VC-58", "SDJWT-51"],
                input(
                    [["path": ["ids", 2], "sd": "always"], ["path": ["ids", 1], "sd": "never"]], view: "part",
                    disclosable: [["ids", 0], ["ids", 2]], disclosed: [["ids", 2]]), true),
        ]
        let faults = [
            refused(
                "always-open", "always disclosable, and in the open", ["VC-58"],
                input([["path": ["name"], "sd": "always"]]), "claim_not_disclosable", flags: ["NEG-126"]),
            refused(
                "never-hidden", "always visible, and in a Disclosure", ["VC-58"],
                input([["path": ["name"], "sd": "never"]], disclosable: [["name"]]), "claim_disclosable",
                flags: ["NEG-126"]),
            refused(
                "always-inside", "disclosable only with what is around it", ["VC-58"],
                input([["path": ["address", "town"], "sd": "always"]], disclosable: [["address"]]),
                "claim_not_disclosable", flags: ["NEG-126"]),
            refused(
                "always-some", "disclosable in some elements only", ["VC-58"],
                input([["path": ["ids", .null], "sd": "always"]], disclosable: [["ids", 0]]), "claim_not_disclosable",
                flags: ["NEG-126"]),
            refused(
                "missing", "a mandatory claim is missing from the whole", ["VC-58"],
                input([["path": ["surname"], "mandatory": true]]), "mandatory_claim_missing"),
            refused(
                "missing-visible", "a claim that cannot be kept back is missing from a part", ["VC-58"],
                input([["path": ["surname"], "sd": "never", "mandatory": true]], view: "part"),
                "mandatory_claim_missing"),
            refused(
                "no-object", "a member of a text", ["VC-58", "VC-61"], input([["path": ["name", "first"]]]),
                "type_metadata_path"),
            refused(
                "no-array", "all elements of an object", ["VC-58", "VC-61"], input([["path": ["address", .null]]]),
                "type_metadata_path"),
        ]
        return fine + faults
    }
}
