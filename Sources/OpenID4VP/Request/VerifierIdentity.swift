public import Trust

/// Who asks, as far as that was authenticated; a consent screen shows both parts (CID-13, RPC-04).
public struct VerifierIdentity: Sendable, Equatable {
    /// How sure the wallet is of the name.
    public enum Assurance: Sendable, Equatable {
        /// A certificate that a trusted authority vouches for, or a client registered beforehand.
        case authenticated(TrustDecision)
        /// The verifier holds the key of this identifier, a DID; nobody whom the person trusts says who that is.
        case provesIdentifier(String)
        /// The browser, or the system, names the origin that asks; nobody says who that is.
        case namedByPlatform
        /// The verifier says so itself; only the place of the answer is known.
        case selfAsserted
    }

    /// The name to show: a certificate's organisation, a registered name, or the client identifier.
    public let name: String
    /// How sure the wallet is of it.
    public let assurance: Assurance
}
