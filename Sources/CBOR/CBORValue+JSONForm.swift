import Bytes

/// What a CBOR item is in JSON, one level of it: the caller makes its own JSON values of this, and asks the parts again.
///
/// Source: RFC 8949 §6.1 (CBR-13).
public enum CBORJSONForm: Sendable, Hashable {
    /// `null`; also NaN and the infinities, which JSON does not have.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, spelled as JSON spells it; integers exactly, never by way of a double.
    case number(String)
    /// A string; byte strings come as base64url without padding.
    case string(String)
    /// An array.
    case array([CBORValue])
    /// An object.
    case object([Member])

    /// One member of an object.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// What it holds.
        public let value: CBORValue
    }
}

extension CBORValue {
    /// What the item is in JSON; a tag gives way to what it holds, a negative bignum begins with `~`.
    ///
    /// - Throws: `keyNotText`.
    public func jsonForm() throws(CBORError) -> CBORJSONForm {
        switch content {
        case .unsigned(let value): return .number(String(value))
        case .negative(let value): return .number(Self.decimal(negative: value))
        case .bytes(let value): return .string(Base64URL.encode(value))
        case .text(let value): return .string(value)
        case .array(let elements): return .array(elements)
        case .map(let map):
            var members: [CBORJSONForm.Member] = []
            members.reserveCapacity(map.count)
            for entry in map {
                guard let name = entry.key.text else { throw .keyNotText }
                members.append(CBORJSONForm.Member(name: name, value: entry.value))
            }
            return .object(members)
        case .tagged(CBORTag.negativeBignum, let item):
            guard let bytes = item.bytes else { return try item.jsonForm() }
            return .string("~" + Base64URL.encode(bytes))
        case .tagged(_, let item): return try item.jsonForm()
        case .bool(let value): return .bool(value)
        case .null: return .null
        case .float(let float): return float.value.isFinite ? .number(float.value.description) : .null
        }
    }

    /// The digits of −1 − n, which may be one more than a 64-bit number can say.
    static func decimal(negative value: UInt64) -> String {
        value == .max ? "-18446744073709551616" : "-\(value + 1)"
    }
}
