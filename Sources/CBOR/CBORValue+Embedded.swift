extension CBORValue {
    /// Tag 24 around a byte string that holds an encoded item.
    ///
    /// - Parameter encoded: the bytes of one item.
    public static func embedding(_ encoded: some Collection<UInt8>) -> Self {
        .tagged(CBORTag.embedded, .bytes(Array(encoded)))
    }

    /// The bytes of the item that tag 24 holds, not yet decoded.
    ///
    /// Source: CBR-07.
    /// - Throws: `notEmbedded`.
    public func embeddedBytes() throws(CBORError) -> ArraySlice<UInt8> {
        guard let string = item(taggedAs: CBORTag.embedded), let bytes = string.bytes else { throw .notEmbedded }
        // A string in one piece is the end of its source; its slice keeps the positions of the whole input.
        if let source = string.source, source.suffix(bytes.count).elementsEqual(bytes) {
            return source.suffix(bytes.count)
        }
        return bytes[...]
    }

    /// Decodes the item that tag 24 holds.
    ///
    /// - Throws: `notEmbedded`, and as `init(parsing:options:)`.
    public func embedded(options: CBOROptions = .strict) throws(CBORError) -> CBORValue {
        var decoder = CBORDecoder(options: options)
        return try decoder.decodeEmbedded(in: self)
    }
}

extension CBORDecoder {
    /// Decodes the item that a tag 24 holds; its depth counts from there, and its items from what is left.
    ///
    /// - Throws: `notEmbedded`, and as `decode`.
    public mutating func decodeEmbedded(in value: CBORValue) throws(CBORError) -> CBORValue {
        // One container more than the tag itself stands in.
        try decode(try value.embeddedBytes(), depth: value.depth + 1)
    }
}
