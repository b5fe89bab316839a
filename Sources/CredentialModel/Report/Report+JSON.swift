public import JSON
public import Rules

extension Report {
    /// The one JSON form of reports.
    ///
    /// ```json
    /// {"verdict": "rejected", "refusal": {"rule", "code", "detail", "hint"}, "checked_at": "2026-11-24T10:00:00Z",
    ///  "credentials": […], "steps": [{"rule": "JOSE-14", "check": "signature", "value": "ES256", "outcome": "passed"}]}
    /// ```
    public var json: JSONValue {
        var object: JSONObject = ["verdict": isAccepted ? "accepted" : "rejected"]
        object["refusal"] = refusal?.json
        object["checked_at"] = .string(checkedAt.description)
        object["credentials"] = .array(credentials.map(\.json))
        object["steps"] = .array(steps.map(\.json))
        if !sources.isEmpty { object["sources"] = .array(sources.map(\.json)) }
        return .object(object)
    }
}

extension Step {
    /// The step as a member of a report: rule, subject, what was checked on what, outcome, and why.
    public var json: JSONValue {
        var object: JSONObject = ["rule": .string(rule.description)]
        if !subject.isEmpty { object["subject"] = .string(subject) }
        object["check"] = .string(check)
        object["value"] = value.map(JSONValue.string)
        switch outcome {
        case .passed:
            object["outcome"] = "passed"
        case .failed(let refusal):
            object["outcome"] = "failed"
            object["refusal"] = refusal.json
        case .skipped(let why):
            object["outcome"] = "skipped"
            object["why"] = .string(why)
        }
        return .object(object)
    }
}

extension CredentialReport {
    /// The entry as a member of a report; what was not established is left out.
    public var json: JSONValue {
        var object = JSONObject()
        object["query"] = queryID.map(JSONValue.string)
        object["format"] = .string(format.rawValue)
        object["type"] = type.map(JSONValue.string)
        object["issuer"] = issuer.map(JSONValue.string)
        object["key_binding"] = keyBinding.json
        object["validity"] = validity?.json
        object["status"] = status.json
        object["trust"] = trust?.json
        object["revealed"] = .array(revealed.map { .string($0.description) })
        object["account"] = account?.json
        object["claims"] = claims.map(JSONValue.object)
        return .object(object)
    }
}
