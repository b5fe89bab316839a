/// Whether a certificate may sign others, and how many authorities may stand below it.
///
/// Source: RFC 5280 §4.2.1.9.
public struct BasicConstraints: Sendable, Hashable {
    /// Whether it may sign certificates.
    public let isAuthority: Bool
    /// How many authorities may stand between it and a leaf; nil for any number.
    public let pathLength: Int?
}
