public import JSON

/// What is known of the status of a credential.
public enum StatusFinding: Sendable, Hashable {
    /// The credential refers to no status.
    case none
    /// The credential refers to no status and needs none: it ends so soon after it was issued that nobody has to take it
    /// back (STA-08).
    case notNeeded(lifeSeconds: Int64)
    /// The status was not looked at.
    case notChecked(why: String)
    /// The status was asked for and could not be learned.
    case unknown(why: String)
    /// A status list says so: the name and the value of the status, and the age of the list when it was used.
    case known(name: String, value: Int, ageSeconds: Int64, reference: StatusReference?)

    /// The finding without the entry of the list, which names the credential.
    var withoutReference: StatusFinding {
        guard case .known(let name, let value, let age, _) = self else { return self }
        return .known(name: name, value: value, ageSeconds: age, reference: nil)
    }

    /// `{"state": "known", "name": "valid", "value": 0, "age_seconds": 12, "list": …, "index": …}`, and the like.
    public var json: JSONValue {
        switch self {
        case .none: return ["state": "none"]
        case .notNeeded(let seconds): return ["state": "not_needed", "life_seconds": .integer(seconds)]
        case .notChecked(let why): return ["state": "not_checked", "why": .string(why)]
        case .unknown(let why): return ["state": "unknown", "why": .string(why)]
        case .known(let name, let value, let age, let reference):
            var object: JSONObject = [
                "state": "known", "name": .string(name), "value": .integer(Int64(value)), "age_seconds": .integer(age),
            ]
            if let reference {
                object["list"] = .string(reference.uri)
                // An index beyond Int64 is no entry of any list that can exist; it is left out.
                object["index"] = Int64(exactly: reference.index).map(JSONValue.integer)
            }
            return .object(object)
        }
    }
}
