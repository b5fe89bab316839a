public import Bytes
public import COSE
public import JOSE
public import JSON
public import Rules

/// Why a status list, its token or a reference to it was refused.
public enum TokenStatusListError: RuleError {
    /// The entry width is none of 1, 2, 4 and 8 bits.
    case unsupportedWidth(bits: Int)
    /// The credential points beyond the end of the list.
    case indexOutOfRange(index: UInt64, count: Int)
    /// A value needs more bits than an entry has.
    case valueTooLarge(value: UInt8, bits: Int)
    /// A list of that many entries is not published.
    case unusableCount(Int)
    /// The compressed list was refused.
    case compression(ZlibFault)
    /// `lst` is not base64url.
    case encoding(BytesError)
    /// An answer is not JSON.
    case json(JSONError)
    /// The token is no JWS as it must be, its signature does not hold, or its times do not fit.
    case jose(JOSEError)
    /// The token is no COSE message as it must be, or its signature does not hold.
    case cose(COSEError)
    /// A member is missing or of another type.
    case member(JSONMemberError, rule: RuleID)
    /// A member is no object.
    case notAnObject(String)
    /// `status` names no status list.
    case noMechanism
    /// `idx` is no index.
    case unusableIndex
    /// The address of the list may not be used.
    case unusableURI(StatusURIFault)
    /// The token speaks about another list than the one asked for.
    case otherSubject
    /// `ttl` is no positive whole number.
    case unusableTimeToLive
    /// `exp` is not after `iat`.
    case expiresTooEarly
    /// The signer of the list may not speak for the issuer of the credential.
    case signerNotTrusted(Refusal)
    /// The list was signed with another key than the one decided on for this credential.
    case otherKey
    /// The list has another form than the one that is read here.
    case otherForm
    /// The list is older than the policy allows.
    case tooOld(issuedAt: UnixTime, now: UnixTime)
    /// A list of the past does not speak about the moment asked for.
    case outsideRequestedTime(UnixTime)
}
