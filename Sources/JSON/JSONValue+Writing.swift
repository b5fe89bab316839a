extension JSONValue: CustomStringConvertible {
    /// The text without white space, as bytes; only what must be escaped is.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter(isPretty: false)
        writer.write(self)
        return writer.bytes
    }

    /// The text without white space.
    public var text: String { String(decoding: serialized(), as: UTF8.self) }

    /// The text with one member or element a line, two spaces for each depth, without a final line break.
    public func prettyText() -> String {
        var writer = JSONWriter(isPretty: true)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The text without white space.
    public var description: String { text }
}
