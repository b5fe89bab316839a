/// How much CBOR is read before it is refused.
///
/// Source: CBR-06. An input that has exactly the limit of something is accepted.
public struct CBORLimits: Sendable, Hashable {
    /// Bytes of the whole input.
    public var totalBytes: Int
    /// Arrays, maps and tags inside one another, counted on inside embedded items; a top-level `[]` has depth 1.
    /// Values above `deepest` count as `deepest`.
    public var depth: Int
    /// Data items of every kind that one decoder reads, those in embedded items included.
    public var items: Int
    /// Tags directly around one another.
    public var tagNesting: Int

    /// Sets limits; each has the value of CBR-06 unless another is given.
    public init(totalBytes: Int = 4 << 20, depth: Int = 32, items: Int = 65_536, tagNesting: Int = 4) {
        (self.totalBytes, self.depth, self.items, self.tagNesting) = (totalBytes, depth, items, tagNesting)
    }

    /// The limits of CBR-06.
    public static let `default` = CBORLimits()

    /// The greatest depth that any limit can allow.
    ///
    /// Trees are read, compared, written and freed by recursion, so this bounds the stack whatever is configured.
    public static let deepest = 256
}
