/// What a decoder lets pass, and where.
///
/// ```swift
/// // An item of an mdoc: its value may be anything, the rest has no tags and no floats.
/// let options = CBOROptions(openValues: .under(key: "elementValue"))
/// ```
///
/// Source: CBR-05, CBR-11, CBR-12.
public struct CBOROptions: Sendable, Hashable {
    /// Where values may be of any kind: with floats and with every tag.
    public enum Scope: Sendable, Hashable {
        /// Nowhere.
        case nowhere
        /// In the value of each map entry that has this text as its key.
        case under(key: String)
        /// Everywhere.
        case everywhere
    }

    /// How lengths and integers in open values may be spelled.
    public enum Spelling: Sendable, Hashable {
        /// In the shortest form, with definite lengths.
        case shortest
        /// In any form that RFC 8949 calls well-formed; some issuers in the field write so.
        case lenient
    }

    /// How much is read.
    public var limits: CBORLimits
    /// The tags that may stand anywhere.
    public var tags: Set<UInt64>
    /// Where floats and all tags may stand as well.
    public var openValues: Scope
    /// How open values may be spelled; all else is always read strictly.
    public var spelling: Spelling

    /// Allows no tag and no float unless told otherwise.
    public init(
        tags: Set<UInt64> = [], openValues: Scope = .nowhere, spelling: Spelling = .shortest,
        limits: CBORLimits = .default
    ) {
        (self.tags, self.openValues, self.spelling, self.limits) = (tags, openValues, spelling, limits)
    }

    /// No tags and no floats.
    public static let strict = CBOROptions()

    /// Every tag and every float, strictly spelled.
    public static let open = CBOROptions(openValues: .everywhere)
}
