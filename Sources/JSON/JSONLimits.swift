/// How much JSON is read before a text is refused.
///
/// ```swift
/// var limits = JSONLimits.default
/// limits.totalBytes = 64 * 1024
/// ```
///
/// Source: JOSE-04. A text that has exactly the limit of something is accepted.
public struct JSONLimits: Sendable, Hashable {
    /// Bytes of the whole text.
    public var totalBytes: Int
    /// Arrays and objects inside one another; a top-level `[]` has depth 1. Values above `deepest` count as `deepest`.
    public var depth: Int
    /// UTF-8 bytes of one string or member name, escapes already replaced.
    public var stringBytes: Int
    /// Elements of one array.
    public var arrayCount: Int
    /// Members of one object.
    public var objectCount: Int
    /// Characters of one number.
    public var numberCharacters: Int

    /// Sets limits; each has the value of JOSE-04 unless another is given.
    public init(
        totalBytes: Int = 1 << 20, depth: Int = 32, stringBytes: Int = 256 << 10, arrayCount: Int = 4096,
        objectCount: Int = 1024, numberCharacters: Int = 32
    ) {
        (self.totalBytes, self.depth, self.stringBytes) = (totalBytes, depth, stringBytes)
        (self.arrayCount, self.objectCount, self.numberCharacters) = (arrayCount, objectCount, numberCharacters)
    }

    /// The limits of JOSE-04.
    public static let `default` = JSONLimits()

    /// The limits for what this program wrote itself: none but the depth. Many texts within limits may make up one that
    /// is not.
    public static let own = JSONLimits(
        totalBytes: .max, depth: deepest, stringBytes: .max, arrayCount: .max, objectCount: .max, numberCharacters: .max
    )

    /// The greatest depth that any limit can allow.
    ///
    /// Trees are read, compared, written and freed by recursion, so this bounds the stack whatever is configured.
    public static let deepest = 256
}
