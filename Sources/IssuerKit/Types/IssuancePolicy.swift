import JSON

/// How credentials of a type are made: for how long, how many at a time, bound to a key or not.
public struct IssuancePolicy: Sendable, Hashable {
    /// The OAuth scope that stands for the type.
    public let scope: String
    /// Days until the credential expires.
    public let lifetimeDays: Int
    /// Times are rounded down to multiples of this, so that they do not tell copies of one batch apart or show when it was fetched (CRED-22).
    public let roundSeconds: Int
    /// How many copies one request may ask for; 1 for a type of which one credential is all that there is (PST-05).
    public let batchSize: Int
    /// Whether the credential is bound to a key of the wallet.
    public let isKeyBound: Bool
    /// Whether the credential can be revoked.
    public let hasStatus: Bool
    /// Whether the credential says which octets its type metadata has; wallets then keep them for ever, and a changed
    /// document counts for new credentials only (VC-05, VC-53).
    public let bindsTypeMetadata: Bool

    /// How many copies of the type one token fetches; nil for as many as the token may fetch in all.
    ///
    /// A type that comes one at a time is used once, such as a money order: a second copy would be a second payment.
    public var copiesPerToken: Int? { batchSize == 1 ? 1 : nil }

    /// Reads the member `issuance` of a type file.
    ///
    /// - Returns: nil when the format is not `dc+sd-jwt` or a number is out of range.
    init?(_ value: JSONValue, id: String) {
        guard value["format"]?.string == "dc+sd-jwt" else { return nil }
        let lifetime = value["lifetime_days"]?.integer ?? 365
        let round = value["round_seconds"]?.integer ?? 86_400
        let batch = value["batch_size"]?.integer ?? 10
        guard (1...36_500).contains(lifetime), (1...86_400).contains(round), (1...100).contains(batch) else {
            return nil
        }
        switch value["key_binding"]?.string {
        case "required", nil: isKeyBound = true
        case "none": isKeyBound = false
        default: return nil
        }
        scope = value["scope"]?.string ?? id
        (lifetimeDays, roundSeconds, batchSize) = (Int(lifetime), Int(round), Int(batch))
        hasStatus = value["status"]?.bool ?? true
        guard value["type_integrity"] == nil || value["type_integrity"]?.bool != nil else { return nil }
        bindsTypeMetadata = value["type_integrity"]?.bool ?? false
    }
}
