/// A CBOR data item: what the strict decoder makes of bytes, and what is written as bytes.
///
/// ```swift
/// let response = try CBORValue(parsing: bytes, options: CBOROptions(tags: [24]))
/// let version = response["version"]?.text
/// let map: CBORValue = ["alg": -7, "x5chain": .bytes(der)]
/// ```
///
/// A decoded item keeps the bytes that it was read from: signatures and digests are checked over those, never over a new
/// encoding (CBR-04). Equality is by meaning and does not regard them.
public struct CBORValue: Sendable {
    /// What the item is.
    public let content: CBORContent
    /// The received bytes of a decoded item, head included; nil for an item that was built.
    ///
    /// The indices of the slice are the positions in the whole input.
    public let source: ArraySlice<UInt8>?
    /// How many arrays, maps and tags stood around a decoded item.
    let depth: Int

    /// Takes what the decoder read.
    init(_ content: CBORContent, source: ArraySlice<UInt8>, depth: Int) {
        (self.content, self.source, self.depth) = (content, source, depth)
    }

    /// Builds an item.
    public init(_ content: CBORContent) { (self.content, self.source, depth) = (content, nil, 0) }

    /// Decodes exactly one item.
    ///
    /// - Parameters:
    ///   - bytes: the whole input.
    ///   - options: what may stand where, and how much.
    /// - Throws: the cases of `CBORError` under CBR-05, CBR-06 and CBR-11.
    public init(parsing bytes: [UInt8], options: CBOROptions = .strict) throws(CBORError) {
        var decoder = CBORDecoder(options: options)
        self = try decoder.decode(bytes[...])
    }

    /// Decodes exactly one item from part of an input; positions are counted in the whole.
    ///
    /// - Throws: as `init(parsing:options:)`.
    public init(parsing bytes: ArraySlice<UInt8>, options: CBOROptions = .strict) throws(CBORError) {
        var decoder = CBORDecoder(options: options)
        self = try decoder.decode(bytes)
    }

    /// An integer.
    public static func integer(_ value: Int64) -> Self {
        Self(value < 0 ? .negative(UInt64(~value)) : .unsigned(UInt64(value)))
    }
    /// A natural number.
    public static func unsigned(_ value: UInt64) -> Self { Self(.unsigned(value)) }
    /// A byte string.
    public static func bytes(_ value: [UInt8]) -> Self { Self(.bytes(value)) }
    /// A text string.
    public static func text(_ value: String) -> Self { Self(.text(value)) }
    /// An array.
    public static func array(_ value: [CBORValue]) -> Self { Self(.array(value)) }
    /// A map, written in the order of its entries.
    public static func map(_ value: CBORMap) -> Self { Self(.map(value)) }
    /// A tag around an item.
    public static func tagged(_ tag: UInt64, _ value: CBORValue) -> Self { Self(.tagged(tag, value)) }
    /// A boolean.
    public static func bool(_ value: Bool) -> Self { Self(.bool(value)) }
    /// Null.
    public static let null = Self(.null)
    /// A floating-point number, in the narrowest width that keeps it.
    public static func float(_ value: Double) -> Self { Self(.float(CBORFloat(value))) }
}

extension CBORValue: Hashable {
    /// Compares the contents by meaning.
    public static func == (left: Self, right: Self) -> Bool { left.content == right.content }
    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(content) }
}
