import Bytes
import COSE
public import Cryptography
public import JOSE
import JSON
public import Rules

/// A status list token as it was received, in JWT or CWT form: nothing in it is to be trusted yet.
///
/// ```swift
/// let unverified = try UnverifiedStatusListToken(parsing: body)
/// let key = try decide(unverified.signer)
/// let token = try unverified.verified(by: key, for: reference.uri, at: clock.now)
/// ```
///
/// Source: Token Status List §5.1, §8.3 (TSL-10, TSL-11, TSL-41, TSL-42).
public struct UnverifiedStatusListToken: Sendable {
    /// The value of `typ`.
    public static let type = "statuslist+jwt"

    /// What the token says of its signer.
    public let signer: StatusListSigner

    private enum Form {
        case jwt(CompactJWS)
        case cwt(COSESign1)
    }

    private let form: Form
    private let limits: StatusListLimits

    /// Reads a token that came from outside, in either form; the first byte tells them apart.
    ///
    /// - Parameters:
    ///   - bytes: the body of the answer; white space is not removed.
    ///   - limits: bounds on the sizes of the token and the list.
    /// - Throws: `jose`, `cose`.
    public init(parsing bytes: [UInt8], limits: StatusListLimits = .default) throws(TokenStatusListError) {
        self.limits = limits
        if StatusListCWT.isOne(bytes) {
            let message = try StatusListCWT.message(bytes, limits)
            form = .cwt(message)
            signer = try StatusListCWT.signer(of: message)
            return
        }
        do {
            let jws = try CompactJWS(parsing: bytes, limits: limits.jose)
            try jws.header.requireType(Self.type)
            signer = StatusListSigner(
                header: jws.header, certificates: try jws.header.certificateChain(limits: limits.jose))
            form = .jwt(jws)
        } catch { throw .jose(error) }
    }

    /// The times that the token states, before any check of its signature: for keeping a list that is verified when it
    /// is used, and for nothing else.
    ///
    /// - Parameter uri: the address at which it was fetched; `sub` must equal it, byte by byte.
    /// - Throws: `jose`, `cose`, `member`, `otherSubject`, `unusableTimeToLive`.
    public func statedTimes(for uri: String) throws(TokenStatusListError) -> StatusListTimes {
        let claims: JSONObject
        switch form {
        case .jwt(let jws): do { claims = try jws.uncheckedPayload() } catch { throw .jose(error) }
        case .cwt(let message): claims = try StatusListCWT.claims(message.uncheckedPayload)
        }
        return try Self.times(in: claims, for: uri).0
    }

    /// Checks the signature, then what the token says; the list is inflated last.
    ///
    /// - Parameters:
    ///   - key: the key that the caller decided on (TSL-13).
    ///   - uri: the address that the credential names; `sub` must equal it, byte by byte.
    ///   - now: the moment of the check.
    ///   - skewSeconds: how far the two clocks may differ.
    ///   - algorithms: the allow-list of this context, for the JWT form.
    /// - Throws: `jose`, `cose`, `otherSubject`, `member`, `unusableTimeToLive`, and what `StatusList` throws.
    public func verified(
        by key: PublicKey, for uri: String, at now: UnixTime, skewSeconds: Int64 = 60,
        allowing algorithms: [SignatureAlgorithm] = SignatureAlgorithm.supported
    ) throws(TokenStatusListError) -> StatusListToken {
        switch form {
        case .jwt(let jws):
            let claims: JSONObject
            do { claims = try jws.verified(by: key, allowing: algorithms).payload() } catch { throw .jose(error) }
            return try checked(claims, key, uri, at: now, skewSeconds) { () throws(TokenStatusListError) in
                let (list, aggregation): (JSONObject, String?)
                do throws(JSONMemberError) { list = try claims.object(StatusListMember.statusList) } catch {
                    throw .member(error, rule: "TSL-10")
                }
                do throws(JSONMemberError) {
                    aggregation = try list.stringIfPresent(StatusListMember.aggregationURI)
                } catch { throw .member(error, rule: "TSL-03") }
                return (try StatusList(list, limits: limits), aggregation)
            }
        case .cwt(let message):
            let payload: [UInt8]
            do throws(COSEError) { payload = try message.verified(by: key) } catch { throw .cose(error) }
            let claims = try StatusListCWT.claims(payload)
            return try checked(claims, key, uri, at: now, skewSeconds) { () throws(TokenStatusListError) in
                try StatusListCWT.list(payload, limits)
            }
        }
    }

    private func checked(
        _ claims: JSONObject, _ key: PublicKey, _ uri: String, at now: UnixTime, _ skewSeconds: Int64,
        list: () throws(TokenStatusListError) -> (StatusList, aggregationURI: String?)
    ) throws(TokenStatusListError) -> StatusListToken {
        guard claims.contains(StatusListMember.statusList) else {
            throw .member(.missing(member: StatusListMember.statusList), rule: "TSL-10")
        }
        let (stated, times) = try Self.times(in: claims, for: uri)
        do { try times.check(at: now, skewSeconds: skewSeconds) } catch { throw .jose(error) }
        let (list, aggregation) = try list()
        return StatusListToken(
            uri: uri, issuedAt: stated.issuedAt, expires: stated.expires,
            timeToLiveSeconds: stated.timeToLiveSeconds, list: list,
            aggregationURI: aggregation, signer: signer, key: key)
    }

    private static func times(
        in claims: JSONObject, for uri: String
    ) throws(TokenStatusListError) -> (StatusListTimes, JWTTimes) {
        let times: JWTTimes
        do { times = try JWTTimes(claims) } catch { throw .jose(error) }
        let subject: String
        do { subject = try claims.string(StatusListMember.subject) } catch { throw .member(error, rule: "TSL-10") }
        guard haveSameBytes(subject, uri) else { throw .otherSubject }
        guard let issuedAt = times.issuedAt else {
            throw .member(.missing(member: StatusListMember.issuedAt), rule: "TSL-10")
        }
        let timeToLive = try timeToLive(claims[StatusListMember.timeToLive])
        return (
            StatusListTimes(issuedAt: issuedAt, expires: times.expires, timeToLiveSeconds: timeToLive), times
        )
    }

    /// A positive whole number of seconds; one beyond a year counts as a year.
    private static func timeToLive(_ claim: JSONValue?) throws(TokenStatusListError) -> Int64? {
        guard let claim else { return nil }
        guard let number = claim.number?.double, number >= 1, number == number.rounded() else {
            throw .unusableTimeToLive
        }
        return number >= Double(StatusListToken.limitTimeToLiveSeconds)
            ? StatusListToken.limitTimeToLiveSeconds : Int64(number)
    }
}
