/// Writes CBOR piece by piece: shortest heads, definite lengths, entries in the order of the calls.
///
/// ```swift
/// var writer = CBORWriter()
/// writer.arrayHead(count: 2)
/// writer.value("Signature1")
/// writer.verbatim(received)
/// ```
///
/// For structures that hold received bytes as they are. Whoever writes a head also writes as many items as it announces.
/// Source: CBR-01, CBR-02.
public struct CBORWriter: Sendable {
    /// What was written so far.
    public private(set) var output: [UInt8] = []

    /// Begins empty.
    public init() {}

    /// Begins an array of that many items.
    public mutating func arrayHead(count: Int) { head(4, UInt64(clamping: count)) }

    /// Begins a map of that many entries.
    public mutating func mapHead(count: Int) { head(5, UInt64(clamping: count)) }

    /// Puts a tag around the next item.
    public mutating func tag(_ number: UInt64) { head(6, number) }

    /// Writes a byte string.
    public mutating func bytes(_ bytes: some Collection<UInt8>) {
        head(2, UInt64(bytes.count))
        output.append(contentsOf: bytes)
    }

    /// Writes an item that is encoded already.
    public mutating func verbatim(_ encoded: some Collection<UInt8>) { output.append(contentsOf: encoded) }

    /// Writes an item: a decoded one byte by byte as it was received, a built one in its one shortest form.
    public mutating func value(_ value: CBORValue) {
        if let source = value.source { verbatim(source) } else { content(value.content) }
    }

    private mutating func content(_ content: CBORContent) {
        switch content {
        case .unsigned(let value), .negative(let value): head(content.majorType, value)
        case .bytes(let value): bytes(value)
        case .text(let value):
            head(3, UInt64(value.utf8.count))
            output.append(contentsOf: value.utf8)
        case .array(let elements):
            arrayHead(count: elements.count)
            for element in elements { value(element) }
        case .map(let map):
            mapHead(count: map.count)
            for entry in map {
                value(entry.key)
                value(entry.value)
            }
        case .tagged(let number, let item):
            tag(number)
            value(item)
        case .bool(let value): output.append(value ? 0xF5 : 0xF4)
        case .null: output.append(0xF6)
        case .float(let float): self.float(float)
        }
    }

    private mutating func float(_ float: CBORFloat) {
        switch float.width {
        case .half: output.append(0xF9)
        case .single: output.append(0xFA)
        case .double: output.append(0xFB)
        }
        append(float.bits, bytes: float.width.rawValue / 8)
    }

    private mutating func head(_ majorType: UInt8, _ argument: UInt64) {
        let first = majorType << 5
        switch argument {
        case 0...23: output.append(first | UInt8(argument))
        case 24...0xFF:
            output.append(first | 24)
            append(argument, bytes: 1)
        case 0x100...0xFFFF:
            output.append(first | 25)
            append(argument, bytes: 2)
        case 0x1_0000...0xFFFF_FFFF:
            output.append(first | 26)
            append(argument, bytes: 4)
        default:
            output.append(first | 27)
            append(argument, bytes: 8)
        }
    }

    private mutating func append(_ number: UInt64, bytes count: Int) {
        for shift in stride(from: (count - 1) * 8, through: 0, by: -8) {
            output.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }
}

extension CBORValue {
    /// The bytes of the item: those received for a decoded one, else shortest heads and definite lengths.
    ///
    /// Source: CBR-01, CBR-04.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.value(self)
        return writer.output
    }
}
