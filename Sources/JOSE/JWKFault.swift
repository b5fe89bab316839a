public import Bytes
public import Cryptography
public import JSON
import Rules

/// What is wrong with a JWK or a JWK Set.
public enum JWKFault: Sendable, Equatable {
    /// The JWK or the set is no JSON object.
    case notAnObject(found: JSONKind)
    /// The text of a set is not JSON as we read it.
    case json(JSONError)
    /// A member that the kind of key needs is missing.
    case missing(String)
    /// A member has a type that it may not have.
    case memberType(String, expected: JSONKind, found: JSONKind)
    /// A key type or curve that is not supported here.
    case unsupported(type: String, curve: String?)
    /// A private or symmetric member where a public key is expected.
    case privateMember(String)
    /// A coordinate is not base64url in its one accepted spelling.
    case encoding(member: String, BytesError)
    /// A coordinate or scalar of another length than the curve's.
    case length(member: String, bytes: Int, expected: Int)
    /// The point is not on its curve, or the key is otherwise impossible.
    case refused(CryptographyError)
    /// The private part does not belong to the public part.
    case pairMismatch
    /// `alg` of the key does not go with its type and curve.
    case algorithmMismatch(algorithm: String, curve: KeyCurve)
    /// `alg`, `use` or `key_ops` of the key forbid what it should be used for.
    case restricted(member: String)
    /// A set without an array `keys`.
    case noKeys
    /// A set with more keys than the limit.
    case tooManyKeys(Int, limit: Int)
    /// A set of more bytes than the limit.
    case setTooLong(bytes: Int, limit: Int)
    /// Two keys of a set have the same `kid`.
    case duplicateKeyID(index: Int)

    /// The rule, the code and the words for each case.
    var refusal: Refusal {
        switch self {
        case .notAnObject(let found):
            Refusal("JOSE-06", "jwk_not_object", "the key is \(found.phrase)", hint: "a JWK is a JSON object")
        case .json(let error): error.refusal.inside("JWK Set")
        case .missing(let member):
            Refusal(
                "JOSE-06", "jwk_member_missing", "\(member) is missing in the key",
                hint: "EC keys need kty, crv, x and y, OKP keys kty, crv and x")
        case .memberType(let member, let expected, let found):
            Refusal(
                "JOSE-06", "jwk_member_type", "\(member) of the key is \(found.phrase)",
                hint: "\(member) must be \(expected.phrase)")
        case .unsupported(let type, let curve):
            Refusal(
                "JOSE-06", "jwk_unsupported",
                "the key is of type \(quoted(type))\(curve.map { " with curve \(quoted($0))" } ?? "")",
                hint: "supported: EC with P-256, OKP with Ed25519 or X25519")
        case .privateMember(let member):
            Refusal(
                "JOSE-22", "jwk_private_member", "the key has the private member \(member)",
                hint: "send the public part only, and replace this key: it is no longer secret")
        case .encoding(let member, let error): error.refusal.inside("member \(member) of the key")
        case .length(let member, let bytes, let expected):
            Refusal(
                "JOSE-09", "jwk_coordinate_length", "\(member) of the key has \(bytes) bytes, not \(expected)",
                hint: "write coordinates with their leading zeros")
        case .refused(let error):
            Refusal(
                "JOSE-09", "jwk_refused", "the key is impossible: \(error.refusal.problem)", hint: error.refusal.hint)
        case .pairMismatch:
            Refusal(
                "JOSE-06", "jwk_pair_mismatch", "the private part of the key does not belong to its public part",
                hint: "write the key again from its source")
        case .algorithmMismatch(let algorithm, let curve):
            Refusal(
                "JOSE-06", "jwk_algorithm_mismatch",
                "alg \(quoted(algorithm)) of the key does not go with the curve \(curve.rawValue)",
                hint: "correct alg or leave it out")
        case .restricted(let member):
            Refusal(
                "JOSE-06", "jwk_restricted", "\(member) of the key does not permit this use",
                hint: "use a key that is meant for this purpose")
        case .noKeys:
            Refusal("JOSE-19", "jwks_no_keys", "the set has no array keys", hint: "a JWK Set is {\"keys\": [...]}")
        case .tooManyKeys(let count, let limit):
            Refusal(
                "JOSE-19", "jwks_too_many_keys", "the set has \(count) keys, the limit is \(limit)",
                hint: "remove keys that are no longer used, or raise the limit")
        case .setTooLong(let bytes, let limit):
            Refusal(
                "JOSE-19", "jwks_too_long", "the set has \(bytes) bytes, the limit is \(limit)",
                hint: "remove keys that are no longer used, or raise the limit")
        case .duplicateKeyID(let index):
            Refusal(
                "JOSE-19", "jwks_duplicate_kid", "key \(index) of the set has the kid of an earlier key",
                hint: "give each key its own kid")
        }
    }
}
