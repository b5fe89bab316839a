/// Writes values as text: always the same text for the same value.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let isPretty: Bool

    init(isPretty: Bool) {
        self.isPretty = isPretty
        bytes.reserveCapacity(256)
    }

    mutating func write(_ value: JSONValue, depth: Int = 0) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let string): write(string)
        case .array(let elements):
            bytes.append(0x5B)
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                breakLine(depth + 1)
                write(element, depth: depth + 1)
            }
            if !elements.isEmpty { breakLine(depth) }
            bytes.append(0x5D)
        case .object(let object):
            bytes.append(0x7B)
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                breakLine(depth + 1)
                write(member.name)
                bytes.append(0x3A)
                if isPretty { bytes.append(0x20) }
                write(member.value, depth: depth + 1)
            }
            if !object.isEmpty { breakLine(depth) }
            bytes.append(0x7D)
        }
    }

    private mutating func breakLine(_ depth: Int) {
        guard isPretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func write(_ string: String) {
        bytes.append(0x22)
        let text = string.utf8.span
        var mustEscape = false
        for index in 0..<text.count where Self.mustEscape(text[index]) {
            mustEscape = true
            break
        }
        if mustEscape {
            for index in 0..<text.count { writeEscaped(text[index]) }
        } else {
            bytes.append(contentsOf: string.utf8)
        }
        bytes.append(0x22)
    }

    private static func mustEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

    private mutating func writeEscaped(_ byte: UInt8) {
        guard Self.mustEscape(byte) else { return bytes.append(byte) }
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(0x62)
        case 0x09: bytes.append(0x74)
        case 0x0A: bytes.append(0x6E)
        case 0x0C: bytes.append(0x66)
        case 0x0D: bytes.append(0x72)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(0x30 + byte >> 4)
            bytes.append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
        }
    }
}
