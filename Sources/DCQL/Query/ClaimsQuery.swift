public import CredentialModel
public import JSON

/// One claim that a verifier asks for.
///
/// Source: OpenID4VP §6.3 (DCQL-04, DCQL-10).
public struct ClaimsQuery: Sendable, Hashable {
    /// Its name within the credential query.
    public let id: String?
    /// Which claim.
    public let path: ClaimPath
    /// The values of which it must have one: strings, integers and booleans. Nil when any value will do.
    public let values: [JSONValue]?
    /// For mdoc: whether the verifier means to keep the value; nil when it does not say.
    public let intentToRetain: Bool?
}
