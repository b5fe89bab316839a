extension StatusList {
    /// Reads a compressed list that came from outside.
    ///
    /// - Parameters:
    ///   - compressed: the decoded bytes of `lst`, unchecked.
    ///   - bits: the member `bits`, unchecked.
    ///   - limits: bounds on both sizes.
    /// - Throws: `unsupportedWidth` before anything is inflated, and the cases of `ZlibFault` under TSL-45.
    public init(
        compressed: [UInt8], bits: Int, limits: StatusListLimits = .default
    ) throws(TokenStatusListError) {
        // The width is refused before the work.
        _ = try StatusList(packed: [], bits: bits)
        let packed: [UInt8]
        do { packed = try Zlib.inflated(compressed, limits: limits) } catch { throw .compression(error) }
        try self.init(packed: packed, bits: bits)
    }

    /// The list as `lst` carries it before base64url: zlib at its highest level.
    ///
    /// Source: Token Status List §4.1 (TSL-02).
    /// - Throws: `compression` when zlib has no memory.
    public func compressed() throws(TokenStatusListError) -> [UInt8] {
        do { return try Zlib.deflated(packed) } catch { throw .compression(error) }
    }
}
