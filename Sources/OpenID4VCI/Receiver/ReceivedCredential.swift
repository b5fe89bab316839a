/// A credential as it came, matched to the key it says it is bound to. It is not verified: the caller does that before
/// storing it, and stores nothing when one copy of a batch fails (CRED-26).
public struct ReceivedCredential: Sendable, Hashable {
    /// The compact SD-JWT.
    public let text: String
    /// What was asked for.
    public let configuration: CredentialConfiguration
    /// The place of its key among the keys of the request; nil for a credential that is bound to no key.
    public let keyIndex: Int?
}
