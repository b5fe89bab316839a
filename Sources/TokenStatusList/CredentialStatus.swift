/// The status of one credential as a list says it: an open set, so that values of later standards survive.
///
/// Source: Token Status List §7 (TSL-04).
public struct CredentialStatus: RawRepresentable, Sendable, Hashable {
    /// The value in the list.
    public let rawValue: UInt8

    /// Names a value, known or not.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The credential may be used.
    public static let valid = Self(rawValue: 0)
    /// The credential was revoked, for good.
    public static let invalid = Self(rawValue: 1)
    /// The credential is out of use for a time.
    public static let suspended = Self(rawValue: 2)

    /// Whether the standard leaves the meaning of the value to the application: 3 and 12 to 15.
    public var isApplicationSpecific: Bool { rawValue == 3 || (0x0C...0x0F).contains(rawValue) }

    /// `valid`, `invalid`, `suspended`, `application_specific` or `reserved`.
    public var name: String {
        switch self {
        case .valid: "valid"
        case .invalid: "invalid"
        case .suspended: "suspended"
        default: isApplicationSpecific ? "application_specific" : "reserved"
        }
    }
}
