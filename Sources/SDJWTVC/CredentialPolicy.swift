public import JOSE
public import Rules
public import SDJWT
public import TokenStatusList

/// What a relying party or a wallet accepts of an SD-JWT VC, beyond what no policy can change.
public struct CredentialPolicy: Sendable {
    /// Which `typ` is read.
    public enum TypeNames: Sendable {
        /// `dc+sd-jwt` alone.
        case current
        /// Also `vc+sd-jwt`, which drafts before 2024-11 used.
        case draftsToo
    }

    /// What becomes of a credential whose status cannot be learned because the network failed; a list that is wrong is
    /// refused under every policy (TSL-44).
    public enum UnknownStatus: Sendable {
        /// The credential is refused.
        case refused
        /// The credential passes; the report says that its status is unknown.
        case reported
    }

    /// Which rules are enforced beyond the standard.
    public var profile = Profile.openID4VP
    /// Which `typ` is read (VC-01).
    public var typeNames = TypeNames.current
    /// The signature algorithms of issuers.
    public var algorithms = SignatureAlgorithm.supported
    /// How far clocks may differ.
    public var skewSeconds: Int64 = 60
    /// What becomes of a credential whose status cannot be learned.
    public var unknownStatus = UnknownStatus.refused
    /// Where status lists may be (TSL-21).
    public var statusPlaces = StatusListPlaces.https
    /// The limits on size.
    public var limits = SDJWTLimits.default

    /// Begins with the policy of the house.
    public init() {}
}
