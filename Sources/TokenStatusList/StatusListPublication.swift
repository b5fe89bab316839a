public import Certificates
public import Cryptography
import JOSE
import JSON
public import Rules

/// What a status list token shall say, on the issuer's side.
///
/// ```swift
/// let publication = StatusListPublication(uri: uri, issuedAt: clock.now, timeToLiveSeconds: 3600)
/// let body = try publication.signed(list, by: key, certificates: chain)
/// ```
///
/// Source: Token Status List §5.1 (TSL-10, TSL-12).
public struct StatusListPublication: Sendable, Hashable {
    /// The address at which the list is published.
    public var uri: String
    /// When the list is signed.
    public var issuedAt: UnixTime
    /// When it loses its meaning; recommended.
    public var expires: UnixTime?
    /// For how long it may be kept; recommended.
    public var timeToLiveSeconds: Int64?
    /// Where the addresses of further lists are.
    public var aggregationURI: String?

    /// Names what every token has.
    public init(uri: String, issuedAt: UnixTime, expires: UnixTime? = nil, timeToLiveSeconds: Int64? = nil) {
        (self.uri, self.issuedAt, self.expires) = (uri, issuedAt, expires)
        self.timeToLiveSeconds = timeToLiveSeconds
    }

    /// Signs a list.
    ///
    /// - Parameters:
    ///   - list: the statuses.
    ///   - key: the key of the status signer.
    ///   - certificates: its chain without the anchor, leaf first; they become `x5c`.
    ///   - keyID: the name of the key in the issuer's key set, `kid`.
    ///   - places: where lists may be published.
    /// - Returns: the token, to be served as `StatusListToken.mediaType`.
    /// - Throws: `unusableURI`, `unusableTimeToLive`, `expiresTooEarly`, `compression`, `jose`.
    public func signed(
        _ list: StatusList, by key: any SigningKey, certificates: [Certificate] = [], keyID: String? = nil,
        places: StatusListPlaces = .https
    ) throws(TokenStatusListError) -> String {
        if let fault = places.fault(of: uri) { throw .unusableURI(fault) }
        if let expires, expires <= issuedAt { throw .expiresTooEarly }
        if let seconds = timeToLiveSeconds, !(1...StatusListToken.limitTimeToLiveSeconds).contains(seconds) {
            throw .unusableTimeToLive
        }
        var header: JSONObject = ["typ": .string(UnverifiedStatusListToken.type)]
        header["kid"] = keyID.map(JSONValue.string)
        if !certificates.isEmpty { header["x5c"] = JOSEHeader.x5c(certificates) }
        var claims: JSONObject = [StatusListMember.subject: .string(uri)]
        claims[StatusListMember.issuedAt] = .integer(issuedAt.seconds)
        claims[StatusListMember.expires] = expires.map { .integer($0.seconds) }
        claims[StatusListMember.timeToLive] = timeToLiveSeconds.map(JSONValue.integer)
        var member = try list.json()
        member[StatusListMember.aggregationURI] = aggregationURI.map(JSONValue.string)
        claims[StatusListMember.statusList] = .object(member)
        do { return try CompactJWS.signed(header: header, payload: claims, by: key) } catch { throw .jose(error) }
    }
}
