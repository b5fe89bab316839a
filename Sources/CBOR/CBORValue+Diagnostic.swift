import Bytes

extension CBORValue: CustomStringConvertible {
    /// The item in the diagnostic notation of RFC 8949 §8, on one line.
    ///
    /// Control characters in texts are escaped. For people and tests; it may show claim values.
    public var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch content {
        case .unsigned(let value): text += String(value)
        case .negative(let value): text += Self.decimal(negative: value)
        case .bytes(let value): text += "h'\(Hex.encode(value))'"
        case .text(let value): Self.quote(value, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += ", " }
                element.write(to: &text)
            }
            text += "]"
        case .map(let map):
            text += "{"
            for (index, entry) in map.enumerated() {
                if index > 0 { text += ", " }
                entry.key.write(to: &text)
                text += ": "
                entry.value.write(to: &text)
            }
            text += "}"
        case .tagged(let tag, let item):
            text += "\(tag)("
            item.write(to: &text)
            text += ")"
        case .bool(let value): text += value ? "true" : "false"
        case .null: text += "null"
        case .float(let float): text += Self.name(float.value)
        }
    }

    private static func name(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }

    private static func quote(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar.value {
            case 0x22: text += "\\\""
            case 0x5C: text += "\\\\"
            case 0..<0x20, 0x7F..<0xA0:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
