/// In one word, what stands behind a verifier's name: the first thing to see on a consent screen.
///
/// Source: RPC-04.
public enum VerifierStanding: String, Sendable, Hashable {
    /// A registrar that is trusted says who it is and what it may ask for, beside the authority that certifies it.
    case registered
    /// An authority that is trusted certifies it, or it was registered here beforehand.
    case authenticated
    /// Nobody who is trusted says who it is: a DID, an origin and a `redirect_uri` name no more than themselves.
    case selfAsserted = "self-asserted"
}

extension AuthenticatedRequest {
    /// What stands behind the verifier's name.
    public var standing: VerifierStanding {
        guard case .authenticated = verifier.assurance else { return .selfAsserted }
        return registration == nil ? .authenticated : .registered
    }
}
