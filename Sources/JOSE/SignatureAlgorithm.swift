public import Cryptography

/// A signature algorithm by its JOSE name: an open set, so that unknown names survive until something refuses them.
///
/// `EdDSA` (RFC 8037) and `Ed25519` (RFC 9864) name the same computation here; both are read, `EdDSA` is written.
/// Source: RFC 7518 §3.1, RFC 8037 §3.1 (JOSE-05, JOSE-06).
public struct SignatureAlgorithm: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name as it stands in `alg`.
    public let rawValue: String

    /// Names an algorithm, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// ECDSA with P-256 and SHA-256.
    public static let es256 = Self(rawValue: "ES256")
    /// ECDSA with P-384 and SHA-384; only lists of trusted entities are verified with it (LOT-01).
    public static let es384 = Self(rawValue: "ES384")
    /// Ed25519 under the older, general name.
    public static let edDSA = Self(rawValue: "EdDSA")
    /// Ed25519 under its own name.
    public static let ed25519 = Self(rawValue: "Ed25519")
    /// No signature at all; refused wherever it appears.
    public static let none = Self(rawValue: "none")

    /// Everything that this module verifies: the usual allow-list.
    public static let supported = [es256, edDSA, ed25519]

    /// The name that we write for signatures of such a key; nil when the key does not sign.
    public init?(writtenFor curve: KeyCurve) {
        switch curve {
        case .p256: self = .es256
        case .ed25519: self = .edDSA
        default: return nil
        }
    }

    /// The computation behind the name; nil for a name that this module does not verify.
    public var scheme: SignatureScheme? {
        switch self {
        case .es256: .ecdsaP256SHA256
        case .edDSA, .ed25519: .ed25519
        default: nil
        }
    }

    /// The name as it stands in `alg`.
    public var description: String { rawValue }

    /// Whether the name says "unsigned" in any spelling; peers have been fooled by `None` and `nOnE`.
    var isNone: Bool { rawValue.utf8.count == 4 && rawValue.lowercased() == "none" }
}
