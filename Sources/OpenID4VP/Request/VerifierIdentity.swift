import Certificates
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

    /// The organisation that an access certificate names: whom its authority looked at, not what the verifier says.
    ///
    /// Source: ETSI TS 119 411-8, TS 119 475 (RPC-02).
    public struct Organization: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its number in a register, such as `VATDE-123456789`; nil when the certificate has none.
        public let identifier: String?
        /// ISO 3166 alpha-2 code of its country; nil when the certificate has none.
        public let country: String?

        /// What a certificate's subject says; nil when it names no organisation.
        init?(_ subject: DistinguishedName) {
            guard let name = subject.organizationName else { return nil }
            (self.name, identifier, country) = (name, subject.organizationIdentifier, subject.countryCode)
        }

        /// For people: `Harbour Bank, VATGR-123456789, GR`.
        public var text: String { [name, identifier, country].compactMap { $0 }.joined(separator: ", ") }
    }

    /// The name to show: a certificate's organisation, a registered name, or the client identifier.
    public let name: String
    /// How sure the wallet is of it.
    public let assurance: Assurance
    /// The organisation of the access certificate; nil for a verifier without one.
    public let organization: Organization?

    /// Puts the parts together.
    init(name: String, assurance: Assurance, organization: Organization? = nil) {
        (self.name, self.assurance, self.organization) = (name, assurance, organization)
    }
}
