/// The name of one record in its vault: a random number above zero that says nothing about order or time.
public struct RecordID: Sendable, Hashable, CustomStringConvertible {
    /// The row id.
    let row: Int64

    init(row: Int64) { self.row = row }

    /// Makes an id from eight random bytes.
    init(random bytes: [UInt8]) {
        let number = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        row = max(Int64(number >> 1), 1)
    }

    /// Reads the 16 characters that `description` writes; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 16, text.utf8.allSatisfy({ Self.digits.contains($0) }),
            let number = Int64(text, radix: 16), number > 0
        else { return nil }
        row = number
    }

    /// 16 lower-case hexadecimal characters.
    public var description: String {
        let text = String(row, radix: 16)
        return String(repeating: "0", count: max(16 - text.utf8.count, 0)) + text
    }

    private static let digits = Set("0123456789abcdef".utf8)
}
