extension JSONValue {
    /// Reads a text that came from outside.
    ///
    /// - Parameters:
    ///   - bytes: the text, unchecked.
    ///   - limits: how much is read.
    /// - Throws: `JSONError`, each case with its place; duplicate names break JOSE-03, everything else JOSE-04.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = .default) throws(JSONError) {
        var parser = JSONParser(limits: limits)
        self = try parser.document(bytes)
    }

    /// Reads a text that came from outside.
    ///
    /// - Throws: as the variant for spans.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
        try self.init(parsing: bytes.span, limits: limits)
    }

    /// Reads a text that came from outside; places are counted from the beginning of the slice.
    ///
    /// - Throws: as the variant for spans.
    public init(parsing bytes: ArraySlice<UInt8>, limits: JSONLimits = .default) throws(JSONError) {
        try self.init(parsing: bytes.span, limits: limits)
    }

    /// Reads a text that came from outside.
    ///
    /// - Throws: as the variant for spans.
    public init(parsing text: String, limits: JSONLimits = .default) throws(JSONError) {
        try self.init(parsing: text.utf8.span, limits: limits)
    }
}
