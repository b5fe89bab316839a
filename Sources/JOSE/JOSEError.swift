public import Bytes
public import Cryptography
public import JSON
public import Rules

/// Why a JOSE structure was refused.
public enum JOSEError: RuleError {
    /// A part of a compact JWS is not base64url in its one accepted spelling.
    case encoding(JWSPart, BytesError)
    /// The header or payload is not JSON as we read it.
    case json(JWSPart, JSONError)
    /// A compact JWS has another number of parts than three.
    case partCount(Int)
    /// A JWS in general JSON form lacks a part, or has one that it must not have.
    case generalForm(problem: String)
    /// A part of a compact JWS is empty.
    case emptyPart(JWSPart)
    /// A compact JWS is longer than the limit.
    case tokenTooLong(bytes: Int, limit: Int)
    /// The encoded header is longer than the limit.
    case headerTooLong(bytes: Int, limit: Int)
    /// The header or payload is JSON, but not an object.
    case notAnObject(JWSPart, found: JSONKind)
    /// A header member has a type that it may not have.
    case headerMember(JOSEHeader.Member, expected: JSONKind, found: JSONKind)
    /// The header has no `alg`.
    case algorithmMissing
    /// The header says that nothing is signed.
    case algorithmNone
    /// The algorithm is not among those that the caller allows.
    case algorithmNotAllowed(SignatureAlgorithm, allowed: [SignatureAlgorithm])
    /// The algorithm does not go with the kind of key.
    case algorithmKeyMismatch(SignatureAlgorithm, curve: KeyCurve)
    /// A signature of a length that the algorithm never has.
    case signatureLength(bytes: Int, expected: Int)
    /// The signature does not verify over the bytes received.
    case signatureInvalid
    /// The key could not sign.
    case signing(CryptographyError)
    /// `typ` is not one of the types expected here.
    case typeMismatch(found: String?, expected: [String])
    /// `crit` is not a non-empty array of different names.
    case criticalMalformed
    /// `crit` names a member that the base standards define.
    case criticalBaseName(String)
    /// `crit` names a member that the header does not have.
    case criticalAbsent(String)
    /// `crit` names a member that is not understood here.
    case criticalNotUnderstood(String)
    /// The header has a `b64` member.
    case unencodedPayload
    /// A JWK or JWK Set was refused.
    case key(JWKFault)
    /// A claim that must be a NumericDate is none.
    case numericDate(claim: String)
    /// The token has expired.
    case expired(at: UnixTime, now: UnixTime)
    /// The token is not valid yet.
    case notYetValid(until: UnixTime, now: UnixTime)
    /// The token claims to be issued in the future.
    case issuedInFuture(at: UnixTime, now: UnixTime)
    /// `x5c` is empty or longer than the limit.
    case certificateCount(Int, limit: Int)
    /// An entry of `x5c` is not standard base64 of a certificate within the limits.
    case certificateEntry(index: Int)
    /// `x5t#S256` names another certificate than the first of `x5c`.
    case certificateThumbprint

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .encoding(let part, let error): error.refusal.inside("\(part.rawValue) of the JWS")
        case .json(let part, let error): error.refusal.inside("\(part.rawValue) of the JWS")
        case .partCount(let count):
            Refusal(
                "JOSE-13", "part_count", "the compact JWS has \(count) parts, not 3",
                hint: "send header, payload and signature joined by two dots; the JSON form is not read here")
        case .generalForm(let problem):
            Refusal(
                "DP-02", "bad_general_jws", "the JWS in JSON form \(problem)",
                hint: "it has a payload and signatures, each with a protected header and a signature")
        case .emptyPart(let part):
            Refusal(
                "JOSE-13", "empty_part", "the \(part.rawValue) of the JWS is empty",
                hint: "send a signed token with its payload inside")
        case .tokenTooLong(let bytes, let limit):
            Refusal(
                "JOSE-04", "token_too_long", "the JWS has \(bytes) bytes, the limit is \(limit)",
                hint: "ask for a smaller token or raise the limit")
        case .headerTooLong(let bytes, let limit):
            Refusal(
                "JOSE-04", "header_too_long", "the header of the JWS has \(bytes) characters, the limit is \(limit)",
                hint: "ask for a smaller header or raise the limit")
        case .notAnObject(let part, let found):
            Refusal(
                "JOSE-13", "\(part.rawValue)_not_object", "the \(part.rawValue) of the JWS is \(found.phrase)",
                hint: "the \(part.rawValue) must be a JSON object")
        case .headerMember(let member, let expected, let found):
            Refusal(
                member.rule, "header_member_type", "\(member.rawValue) in the header is \(found.phrase)",
                hint: "\(member.rawValue) must be \(expected.phrase)")
        case .algorithmMissing:
            Refusal(
                "JOSE-05", "algorithm_missing", "the header has no alg", hint: "name the signature algorithm in alg")
        case .algorithmNone:
            Refusal("JOSE-05", "algorithm_none", "the token says that it is not signed", hint: "send a signed token")
        case .algorithmNotAllowed(let algorithm, let allowed):
            Refusal(
                "JOSE-05", "algorithm_not_allowed", "the token is signed with \(quoted(algorithm.rawValue))",
                hint: "allowed here: \(allowed.map(\.rawValue).joined(separator: ", "))")
        case .algorithmKeyMismatch(let algorithm, let curve):
            Refusal(
                "JOSE-06", "algorithm_key_mismatch",
                "\(quoted(algorithm.rawValue)) does not go with a key of the curve \(curve.rawValue)",
                hint: "use ES256 with P-256, and EdDSA or Ed25519 with Ed25519")
        case .signatureLength(let bytes, let expected):
            Refusal(
                "JOSE-07", "signature_length", "the signature has \(bytes) bytes, not \(expected)",
                hint: "write the raw signature (for ES256: R and S, 32 bytes each), not DER")
        case .signatureInvalid:
            Refusal(
                "JOSE-14", "signature_invalid", "the signature does not fit the key and the bytes received",
                hint: "the token was changed on its way, or another key signed it")
        case .signing(let error): error.refusal
        case .typeMismatch(let found, let expected):
            Refusal(
                "JOSE-15", "type_mismatch", "typ is \(found.map(quoted) ?? "absent")",
                hint: "expected exactly \(expected.joined(separator: " or "))")
        case .criticalMalformed:
            Refusal(
                "JOSE-10", "critical_malformed", "crit is not a non-empty array of different names",
                hint: "leave crit out unless an extension must be understood")
        case .criticalBaseName(let name):
            Refusal(
                "JOSE-10", "critical_base_name", "crit names \(quoted(name)), which the base standards define",
                hint: "crit may only name extensions")
        case .criticalAbsent(let name):
            Refusal(
                "JOSE-10", "critical_absent", "crit names \(quoted(name)), which the header does not have",
                hint: "every name in crit must be a member of the protected header")
        case .criticalNotUnderstood(let name):
            Refusal(
                "JOSE-10", "critical_not_understood", "crit names \(quoted(name)), which is not understood here",
                hint: "send the token without this extension")
        case .unencodedPayload:
            Refusal(
                "JOSE-11", "b64_present", "the header has a b64 member", hint: "send the payload encoded, without b64")
        case .key(let fault): fault.refusal
        case .numericDate(let claim):
            Refusal(
                "JOSE-16", "numeric_date", "\(claim) is not a NumericDate",
                hint: "write seconds since 1970 as a JSON number from 0 to 253402300799")
        case .expired(let end, let now):
            Refusal(
                "JOSE-16", "expired", "the token expired at \(end), now is \(now)",
                hint: "ask for a fresh one, or check the clock")
        case .notYetValid(let start, let now):
            Refusal(
                "JOSE-16", "not_yet_valid", "the token is valid from \(start), now is \(now)",
                hint: "wait, or check the clock")
        case .issuedInFuture(let issued, let now):
            Refusal(
                "JOSE-16", "issued_in_future", "the token was issued at \(issued), now is \(now)",
                hint: "check the clocks of both sides")
        case .certificateCount(let count, let limit):
            Refusal(
                "JOSE-17", "certificate_count", "x5c has \(count) entries",
                hint: "send 1 to \(limit) certificates, the signer's first")
        case .certificateEntry(let index):
            Refusal(
                "JOSE-17", "certificate_entry", "entry \(index) of x5c is not a certificate",
                hint: "write each certificate as standard base64 of its DER, with padding and without line breaks")
        case .certificateThumbprint:
            Refusal(
                "X5C-05", "certificate_thumbprint", "x5t#S256 is not the hash of the first certificate of x5c",
                hint: "leave x5t#S256 out, or write the SHA-256 of that certificate in base64url")
        }
    }
}
