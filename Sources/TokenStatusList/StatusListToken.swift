public import Cryptography
public import Rules

/// A status list whose signature and claims were checked; only `UnverifiedStatusListToken.verified` makes one.
///
/// Source: Token Status List §5.1.
public struct StatusListToken: Sendable {
    /// The media type of the form that is read and written here (TSL-14).
    public static let mediaType = "application/statuslist+jwt"
    /// The media type of the form that is read here too.
    public static let mediaTypeCWT = "application/statuslist+cwt"
    /// The longest time to live, a year (TSL-10).
    public static let limitTimeToLiveSeconds: Int64 = 31_536_000

    /// The address of the list, `sub`.
    public let uri: String
    /// When the list was signed.
    public let issuedAt: UnixTime
    /// When it loses its meaning.
    public let expires: UnixTime?
    /// For how long it may be kept before the next is asked for.
    public let timeToLiveSeconds: Int64?
    /// The statuses.
    public let list: StatusList
    /// Where the addresses of further lists of the issuer are.
    public let aggregationURI: String?
    /// What the token says of its signer; the key below has shown it to be true as far as that goes.
    public let signer: StatusListSigner
    /// The key that verified it.
    public let key: PublicKey
}
