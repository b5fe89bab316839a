import CredentialModel
public import JSON

extension DCQLQuery {
    /// The query as JSON; members that have their default are left out, unknown ones outside of `meta` too.
    public var json: JSONValue {
        var object: JSONObject = ["credentials": .array(credentials.map { .object($0.json) })]
        object["credential_sets"] = credentialSets.map { sets in .array(sets.map { .object(json(of: $0)) }) }
        return .object(object)
    }

    private func json(of set: CredentialSetQuery) -> JSONObject {
        let options = set.options.map { option in JSONValue.array(option.map { .string(credentials[$0].id) }) }
        var object: JSONObject = ["options": .array(options)]
        if !set.isRequired { object["required"] = false }
        return object
    }
}

extension CredentialQuery {
    /// The credential query as JSON.
    var json: JSONObject {
        var object: JSONObject = ["id": .string(id), "format": .string(format.rawValue), "meta": .object(meta.json)]
        if allowsMultiple { object["multiple"] = true }
        object["trusted_authorities"] = trustedAuthorities.map { .array($0.map(\.json)) }
        if !requiresHolderBinding { object["require_cryptographic_holder_binding"] = false }
        object["claims"] = claims.map { .array($0.map(\.json)) }
        object["claim_sets"] = claimSets.map { sets in
            .array(sets.map { set in .array(set.map { .string(claims?[$0].id ?? "") }) })
        }
        return object
    }
}

extension TrustedAuthority {
    fileprivate var json: JSONValue {
        ["type": .string(kind.rawValue), "values": .array(values.map(JSONValue.string))]
    }
}

extension ClaimsQuery {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["id"] = id.map(JSONValue.string)
        object["path"] = path.json
        object["values"] = values.map(JSONValue.array)
        object["intent_to_retain"] = intentToRetain.map(JSONValue.bool)
        return .object(object)
    }
}
