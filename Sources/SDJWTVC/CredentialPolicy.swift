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

    /// What becomes of a credential that refers to no status. One that lives 14 days at most needs none and passes under
    /// either (STA-08).
    public enum AbsentStatus: Sendable {
        /// The credential passes; the report says that it refers to none.
        case reported
        /// The credential is refused.
        case refused
    }

    /// What becomes of a credential whose type nobody describes, when type metadata is processed (VC-50). A description
    /// that is there and wrong refuses the credential under either.
    public enum UnknownTypeMetadata: Sendable {
        /// The credential is refused.
        case refused
        /// The credential passes; the report says that its type is not described.
        case reported
    }

    /// As what a credential counts.
    public enum OtherTypes: Sendable {
        /// As of its own type alone.
        case ignored
        /// Also as of the types that its own extends, and of those in `aka_vcts`. Who may issue it is decided by its own
        /// type all the same (VC-41).
        case counted
    }

    /// From whom credentials come.
    public enum Origin: Sendable {
        /// From their issuers, with every Disclosure: what is not there is missing.
        case issuer
        /// From whoever presents them: what is not there may have been kept back.
        case presenter
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
    /// The moment as of which the status is asked for where a check is made as of an earlier one; nil for that of the check.
    public var statusMoment: UnixTime?
    /// What becomes of a credential that refers to no status and lives longer than a short-lived one.
    public var absentStatus = AbsentStatus.reported
    /// What becomes of a credential whose type nobody describes (VC-50).
    public var unknownTypeMetadata = UnknownTypeMetadata.reported
    /// As what a credential counts (DSEL-02, VC-06).
    public var otherTypes = OtherTypes.ignored
    /// From whom credentials come (VC-58).
    public var origin = Origin.presenter
    /// Where status lists may be (TSL-21).
    public var statusPlaces = StatusListPlaces.https
    /// The limits on size.
    public var limits = SDJWTLimits.default

    /// Begins with the policy of the house.
    public init() {}
}
