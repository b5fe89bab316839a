/// Writes the fixed layouts of `docs/vault-format.md`: numbers big-endian, texts behind their length.
struct LayoutWriter {
    private(set) var bytes: [UInt8] = []

    mutating func integer<Number: FixedWidthInteger>(_ value: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Number(shift)))
        }
    }

    mutating func raw(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// A text behind its length in two bytes; the caller has checked that it fits.
    mutating func text(_ text: String) {
        let utf8 = Array(text.utf8)
        integer(UInt16(clamping: utf8.count))
        raw(utf8)
    }
}

/// Reads the fixed layouts; nil as soon as something does not fit.
struct LayoutReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// Whether every byte was read.
    var isAtEnd: Bool { rest.isEmpty }

    mutating func integer<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        raw(Number.bitWidth / 8)?.reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    mutating func raw(_ count: Int) -> [UInt8]? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func text() -> String? {
        guard let count = integer(UInt16.self), let utf8 = raw(Int(count)) else { return nil }
        return String(validating: utf8, as: UTF8.self)
    }
}
