import Bytes
public import JSON
import Rules

/// The protected header of a JWS, read and checked as far as that is possible without a key.
///
/// A header that has `crit` or `b64` is refused here, unless the caller acts upon what `crit` names. `jwk`, `jku` and `x5u` are
/// never used as a source of keys; protocols in which the sender proves possession of a key of its own (DPoP,
/// OpenID4VCI proofs) find `jwk` in `json`.
///
/// Source: RFC 7515 §4 (JOSE-03, JOSE-05, JOSE-10, JOSE-11, JOSE-12).
public struct JOSEHeader: Sendable, Hashable {
    /// The members that this module reads.
    public enum Member: String, Sendable, Hashable {
        case algorithm = "alg"
        case type = "typ"
        case contentType = "cty"
        case keyID = "kid"
        case critical = "crit"
        case unencoded = "b64"
        case certificates = "x5c"
        case thumbprint = "x5t#S256"

        /// The rule that speaks about the member.
        var rule: RuleID {
            switch self {
            case .algorithm: "JOSE-05"
            case .type, .contentType: "JOSE-15"
            case .keyID: "JOSE-12"
            case .critical: "JOSE-10"
            case .unencoded: "JOSE-11"
            case .certificates: "JOSE-17"
            case .thumbprint: "X5C-05"
            }
        }
    }

    /// The whole header.
    public let json: JSONObject
    /// `alg`: the sender's claim, to be compared with the caller's allow-list.
    public let algorithm: SignatureAlgorithm
    /// `typ`, as written.
    public let type: String?
    /// `cty`, as written.
    public let contentType: String?
    /// `kid`: a name to look up in a set that is already chosen, never a path or an address.
    public let keyID: String?

    /// Reads a header that came from outside.
    ///
    /// - Throws: `json`, `notAnObject`, `headerMember`, `algorithmMissing`, `algorithmNone`, the `critical…` cases,
    ///   `unencodedPayload`.
    public init(
        parsing bytes: [UInt8], limits: JOSELimits = .default, understanding extensions: Set<String> = []
    ) throws(JOSEError) {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes, limits: limits.json) } catch { throw .json(.header, error) }
        guard case .object(let json) = value else { throw .notAnObject(.header, found: value.kind) }
        try self.init(json, understanding: extensions)
    }

    /// Checks a header that is already parsed.
    ///
    /// - Throws: as `init(parsing:limits:)`, without `json` and `notAnObject`.
    public init(_ json: JSONObject, understanding extensions: Set<String> = []) throws(JOSEError) {
        guard let algorithm = try Self.string(.algorithm, in: json) else { throw .algorithmMissing }
        self.algorithm = SignatureAlgorithm(rawValue: algorithm)
        guard !self.algorithm.isNone else { throw .algorithmNone }
        try Self.refuseExtensions(than: extensions, in: json)
        type = try Self.string(.type, in: json)
        contentType = try Self.string(.contentType, in: json)
        keyID = try Self.string(.keyID, in: json)
        self.json = json
    }

    /// Refuses a header, of a JWS or a JWE, that asks for an extension which is not understood.
    ///
    /// - Parameter understood: what the caller acts upon; nothing in most places.
    /// - Throws: `unencodedPayload`, the `critical…` cases.
    public static func refuseExtensions(
        than understood: Set<String> = [], in json: JSONObject
    ) throws(JOSEError) {
        guard json[Member.unencoded.rawValue] == nil else { throw .unencodedPayload }
        guard let critical = json[Member.critical.rawValue] else { return }
        guard case .array(let entries) = critical, !entries.isEmpty else { throw .criticalMalformed }
        var names: Set<JSONValue> = []
        for entry in entries {
            guard case .string(let name) = entry, names.insert(entry).inserted else { throw .criticalMalformed }
            guard !baseNames.contains(name) else { throw .criticalBaseName(name) }
            guard json[name] != nil else { throw .criticalAbsent(name) }
        }
        for case .string(let name) in entries where !understood.contains(name) { throw .criticalNotUnderstood(name) }
    }

    /// Checks `typ`, octet by octet: only the short, lower-case spelling is accepted.
    ///
    /// - Throws: `typeMismatch`. Source: RFC 7515 §4.1.9, RFC 8725 §3.11 (JOSE-15).
    public func requireType(_ expected: String...) throws(JOSEError) {
        guard let type, expected.contains(where: { haveSameBytes($0, type) }) else {
            throw .typeMismatch(found: type, expected: expected)
        }
    }

    private static func string(_ member: Member, in json: JSONObject) throws(JOSEError) -> String? {
        guard let value = json[member.rawValue] else { return nil }
        guard case .string(let text) = value else {
            throw .headerMember(member, expected: .string, found: value.kind)
        }
        return text
    }

    /// Header members of RFC 7515, 7516 and 7518; `crit` may name none of them.
    private static let baseNames: Set<String> = [
        "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit",
        "enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
    ]
}
