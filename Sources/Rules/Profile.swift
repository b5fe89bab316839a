/// Which rules are enforced beyond the standards themselves.
public enum Profile: String, Sendable, Hashable, CaseIterable {
    /// What OpenID4VP 1.0 permits.
    case openID4VP = "openid4vp"
    /// The OpenID4VC High Assurance Interoperability Profile 1.0: every rule of it is an error, and what it has no use for
    /// is refused (HAIP-10).
    case haip
}
