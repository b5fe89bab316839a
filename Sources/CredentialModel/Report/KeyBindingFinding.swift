public import JSON

/// Whether the presenter of a credential proved possession of its key.
public enum KeyBindingFinding: Sendable, Hashable {
    /// It was proven for this transaction (KB-07); the thumbprint of the key when the report is not for storage.
    case proven(thumbprint: String?)
    /// It was not proven. Whoever has a copy of the credential can present it (VFY-21).
    case notProven

    /// The finding without what could link two presentations.
    var withoutThumbprint: KeyBindingFinding {
        switch self {
        case .proven: .proven(thumbprint: nil)
        case .notProven: .notProven
        }
    }

    /// `{"holder_bound": true, "thumbprint": …}`.
    public var json: JSONValue {
        switch self {
        case .proven(let thumbprint?): ["holder_bound": true, "thumbprint": .string(thumbprint)]
        case .proven(nil): ["holder_bound": true]
        case .notProven: ["holder_bound": false]
        }
    }
}
