public import Rules

/// What an API key allows and for how long.
public struct APIKeyGrant: Sendable, Hashable {
    /// What it may be used for; nil is everything, also what later versions add.
    public let scopes: Set<APIScope>?
    /// The first moment at which it is refused; nil when it does not end by itself.
    public let expiresAt: UnixTime?

    /// Puts a grant together; without arguments it allows everything without an end.
    public init(scopes: Set<APIScope>? = nil, expiresAt: UnixTime? = nil) {
        (self.scopes, self.expiresAt) = (scopes, expiresAt)
    }

    /// Whether it allows an operation that needs the scope.
    public func allows(_ scope: APIScope) -> Bool { scopes?.contains(scope) ?? true }

    /// The names of its scopes in the order of the table; nil is everything.
    public var scopeNames: [String]? {
        scopes.map { scopes in APIScope.allCases.filter(scopes.contains).map(\.rawValue) }
    }
}
