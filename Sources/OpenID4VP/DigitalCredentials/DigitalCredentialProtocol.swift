/// How a request is carried through the Digital Credentials API; compared exactly.
///
/// Source: OpenID4VP 1.0 A.1 (DP-01).
public enum DigitalCredentialProtocol: String, Hashable, Sendable, CaseIterable {
    /// The parameters themselves; who asks is the origin that the platform names.
    case unsigned = "openid4vp-v1-unsigned"
    /// One signed request object.
    case signed = "openid4vp-v1-signed"
    /// A request object with the signatures of several identities of the verifier.
    case multisigned = "openid4vp-v1-multisigned"
}
