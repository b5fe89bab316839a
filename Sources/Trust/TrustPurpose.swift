/// What an anchor vouches for; an anchor of one purpose never serves another (TRU-01).
///
/// An open set, so that an entry written by a newer version survives reading and writing.
public struct TrustPurpose: RawRepresentable, Hashable, Sendable {
    /// The purpose as trust entries spell it.
    public let rawValue: String

    /// Names a purpose.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Issues the person identification data of a state.
    public static let pidIssuer = Self(rawValue: "pid-issuer")
    /// Issues electronic attestations of attributes.
    public static let attestationIssuer = Self(rawValue: "eaa-issuer")
    /// Issues mobile driving licences.
    public static let drivingLicenceIssuer = Self(rawValue: "mdl-issuer")
    /// Issues the credentials of a postal operator.
    public static let postalIssuer = Self(rawValue: "postal-issuer")
    /// Certifies relying parties that ask wallets for presentations.
    public static let relyingPartyAccess = Self(rawValue: "rp-access")
    /// Attests keys of relying parties; apart from `rp-access`, so that a registered client cannot vouch for others.
    public static let relyingPartyAttestation = Self(rawValue: "rp-attestation")
    /// Registers what relying parties may ask for.
    public static let relyingPartyRegistration = Self(rawValue: "rp-registration")
    /// Makes wallets, and attests them to issuers.
    public static let walletProvider = Self(rawValue: "wallet-provider")
    /// Signs status lists.
    public static let statusSigner = Self(rawValue: "status-signer")
    /// Signs lists of trusted entities.
    public static let listSigner = Self(rawValue: "list-signer")

    /// The purposes that let an entity issue credentials.
    public static let issuing: Set<Self> = [.pidIssuer, .attestationIssuer, .drivingLicenceIssuer, .postalIssuer]

    /// The purposes that this version knows; another one in an entry is a mistake or a newer version.
    public static let known: Set<Self> = issuing.union([
        .relyingPartyAccess, .relyingPartyAttestation, .relyingPartyRegistration, .walletProvider, .statusSigner,
        .listSigner,
    ])
}
