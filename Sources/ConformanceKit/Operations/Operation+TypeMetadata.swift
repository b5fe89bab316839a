import Bytes
import CredentialModel
import JSON
import Rules
import SDJWTVC

extension Operation {
    /// Input: `document` as text, `type` by which it was fetched. Output: `type`, `extends`, the `languages` of its names,
    /// its `claims` as the document states them, with defaults filled in, its `category`, and `transaction_data_types`: for
    /// each the `schema` that it names and the levels of its `claims`.
    static func readTypeMetadata(_ input: VectorInput) throws -> JSONValue {
        let metadata = try TypeMetadata(
            parsing: Array(try input.text("document").utf8), about: try input.text("type"))
        var output: JSONObject = [
            "type": .string(metadata.type),
            "languages": .array((metadata.display ?? []).map { .string($0.names.locale ?? "") }),
            "claims": .array(metadata.claims.map(json)),
        ]
        output["extends"] = metadata.extends.map(JSONValue.string)
        output["category"] = metadata.category.map(JSONValue.string)
        output["transaction_data_types"] = metadata.transactionTypes.map { types in
            .object(JSONObject(types.map { ($0.name, json($0)) }))
        }
        return .object(output)
    }

    /// Input: `type`, `integrity` when the credential states one, `documents` (type → text). Output: the types that it
    /// `extends`, its `names` (language → name) and its `claims`.
    static func resolveTypeMetadata(_ input: VectorInput) throws -> JSONValue {
        let type = try resolved(input)
        let names = type.display.map { ($0.names.locale ?? "", JSONValue.string($0.names.name.description)) }
        return [
            "extends": .array(type.extends.map(JSONValue.string)), "names": .object(JSONObject(names)),
            "claims": .array(type.claims.map(json)),
        ]
    }

    /// Input: what `typemetadata.resolve` reads, `credential` as `dcql.match` describes one, `view` (`whole`, `part`). Output:
    /// true.
    static func checkTypeMetadata(_ input: VectorInput) throws -> JSONValue {
        let facts = try CredentialFacts(json: try input.value("credential"))
        try resolved(input).check(facts.claims, view: try input.text("view") == "whole" ? .whole : .part)
        return true
    }

    private static func resolved(_ input: VectorInput) throws -> ResolvedTypeMetadata {
        let integrity = try input["integrity"]?.string.map { text throws(TypeMetadataError) in
            try SubresourceIntegrity(parsing: text)
        }
        return try TypeMetadataResolver(source: VectorTypes(documents: input["documents"]?.object ?? [:]))
            .resolved(try input.text("type"), integrity: integrity, at: UnixTime(seconds: 0))
    }

    private static func json(_ type: TransactionType) -> JSONValue {
        var output = JSONObject()
        if case .named(let schema) = type.schema { output["schema"] = .string(schema) }
        output["claims"] = type.claims.map { claims in
            .array(claims.map { ["path": $0.path.json, "visualisation": .integer($0.visualisation.rawValue)] })
        }
        return .object(output)
    }

    private static func json(_ claim: TypeClaim) -> JSONValue {
        var output: JSONObject = [
            "path": claim.path.json, "sd": .string(claim.disclosure.rawValue), "mandatory": .bool(claim.isMandatory),
        ]
        output["svg_id"] = claim.templateName.map(JSONValue.string)
        if !claim.display.isEmpty {
            output["labels"] = .object(
                JSONObject(claim.display.map { ($0.locale ?? "", .string($0.name.description)) }))
        }
        return .object(output)
    }
}

/// Documents about types as a test holds them: type → text.
struct VectorTypes: TypeMetadataSource {
    let documents: JSONObject

    func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        guard let text = documents[type]?.string else {
            throw .unavailable(type: type, why: "the test holds no such document")
        }
        return Array(text.utf8)
    }
}
