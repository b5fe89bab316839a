import Bytes
public import JSON
import Rules

extension StatusList {
    /// Reads the claim `status_list`: `{"bits": 2, "lst": "…"}`.
    ///
    /// - Parameters:
    ///   - json: the claim, unchecked.
    ///   - limits: bounds on the sizes of the list.
    /// - Throws: `member`, `unsupportedWidth`, `encoding`, `compression`. Source: Token Status List §4.2 (TSL-03).
    public init(_ json: JSONObject, limits: StatusListLimits = .default) throws(TokenStatusListError) {
        let (bits, text): (Int64, String)
        do {
            bits = try json.integer(StatusListMember.bits)
            text = try json.string(StatusListMember.list)
        } catch { throw .member(error, rule: "TSL-03") }
        // Before the work of decoding.
        _ = try StatusList(packed: [], bits: Int(clamping: bits))
        let compressed: [UInt8]
        do { compressed = try Base64URL.decode(text) } catch { throw .encoding(error) }
        try self.init(compressed: compressed, bits: Int(clamping: bits), limits: limits)
    }

    /// The claim `status_list`.
    ///
    /// - Throws: `compression` when zlib has no memory. Source: Token Status List §4.2 (TSL-03).
    public func json() throws(TokenStatusListError) -> JSONObject {
        [
            StatusListMember.bits: .integer(Int64(bits)),
            StatusListMember.list: .string(Base64URL.encode(try compressed())),
        ]
    }
}
