/// What a profile asks of a path beyond RFC 5280.
///
/// ```swift
/// let policy = CertificatePathPolicy(purposes: ["1.0.18013.5.1.6"])
/// ```
public struct CertificatePathPolicy: Sendable, Hashable {
    /// Whether something that profiles disagree about passes.
    public enum Attitude: Sendable, Hashable {
        /// It passes.
        case accepted
        /// It is refused.
        case refused
    }

    /// The extended key usages of which the leaf must have one, dotted; empty when the profile asks for none.
    ///
    /// An authority that names purposes must name one of these as well; `anyExtendedKeyUsage` stands for all of them
    /// there, but not in the leaf.
    public var purposes: Set<String>
    /// An anchor that the chain brings along. HAIP refuses it; otherwise the path ends there and the rest is ignored.
    public var anchorInChain: Attitude
    /// A leaf that signed itself and is pinned. HAIP refuses it; one that is not pinned never passes.
    public var selfSignedLeaf: Attitude

    /// Sets what the profile asks for.
    public init(
        purposes: Set<String> = [], anchorInChain: Attitude = .accepted, selfSignedLeaf: Attitude = .accepted
    ) {
        (self.purposes, self.anchorInChain, self.selfSignedLeaf) = (purposes, anchorInChain, selfSignedLeaf)
    }

    /// RFC 5280 alone.
    public static let general = CertificatePathPolicy()

    /// The high assurance profile: no anchor in the chain, no self-signed leaf (X5C-01).
    public static let highAssurance = CertificatePathPolicy(anchorInChain: .refused, selfSignedLeaf: .refused)

    /// The identifier of `anyExtendedKeyUsage`.
    static let anyPurpose = "2.5.29.37.0"
}
