public import JSON
public import Rules

/// What is known of an API key without the key: its text is shown once and never stored.
public struct APIKeyRecord: Sendable, Equatable {
    /// The owner of transactions.
    public let id: Int64
    /// The operator's name for it.
    public let name: String
    /// What it allows and for how long.
    public let grant: APIKeyGrant
    /// When it was made.
    public let createdAt: UnixTime
    /// When it was last used, to the hour; nil when it never was.
    public let lastUsedAt: UnixTime?
    /// When it was taken back; nil while it may be used.
    public let revokedAt: UnixTime?

    /// Puts a record together.
    public init(
        id: Int64, name: String, grant: APIKeyGrant = APIKeyGrant(), createdAt: UnixTime, lastUsedAt: UnixTime?,
        revokedAt: UnixTime?
    ) {
        (self.id, self.name, self.grant, self.createdAt) = (id, name, grant, createdAt)
        (self.lastUsedAt, self.revokedAt) = (lastUsedAt, revokedAt)
    }

    /// The record as JSON, times as RFC 3339 text; no `scopes` means all of them.
    public var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "created_at": .string(createdAt.description)]
        object["scopes"] = grant.scopeNames.map { .array($0.map(JSONValue.string)) }
        object["expires_at"] = grant.expiresAt.map { .string($0.description) }
        object["last_used_at"] = lastUsedAt.map { .string($0.description) }
        object["revoked_at"] = revokedAt.map { .string($0.description) }
        return .object(object)
    }
}
