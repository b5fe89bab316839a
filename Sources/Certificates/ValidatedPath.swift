/// A path that was checked from the leaf to a configured anchor; only `CertificatePath.validated` makes one.
public struct ValidatedPath: Sendable, Hashable {
    /// From the leaf to the anchor; one certificate when the leaf itself is pinned.
    public let certificates: [Certificate]

    /// The certificate whose key signs tokens.
    public let leaf: Certificate

    /// The configured certificate that the path ends in.
    public let anchor: Certificate

    /// Whether the leaf itself is the configured certificate (PKX-02).
    public var isPinnedLeaf: Bool { certificates.count == 1 }
}
