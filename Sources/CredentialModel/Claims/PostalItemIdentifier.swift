/// The number of a postal item: two letters, eight digits, a check digit, the country of origin.
///
/// ```
/// R R  4 7 3 1 2 4 8 2  9  C H
/// kind  serial number   │  country
///                       check digit
/// ```
///
/// Source: UPU S10 as the trust digest tells it (PST-01).
public struct PostalItemIdentifier: Sendable, Hashable, CustomStringConvertible {
    /// The thirteen characters.
    public let description: String

    /// Reads a number.
    ///
    /// - Returns: nil when the form or the check digit is wrong.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 13, (bytes[0..<2] + bytes[11..<13]).allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return nil
        }
        let digits = bytes[2..<11].map { Int($0) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }), Self.checkDigit(digits[0..<8]) == digits[8] else {
            return nil
        }
        description = text
    }

    private static func checkDigit(_ serial: ArraySlice<Int>) -> Int {
        let sum = zip(serial, [8, 6, 4, 2, 3, 5, 9, 7]).reduce(0) { $0 + $1.0 * $1.1 }
        return switch 11 - sum % 11 {
        case 10: 0
        case 11: 5
        case let digit: digit
        }
    }
}
