import Bytes

/// A JSON number, exactly as it is written.
///
/// Two numbers are equal when both are written as integers of the same value, or both with a fraction or an exponent
/// and their nearest doubles are equal. `1` and `1.0` are therefore different, as DSEL-05 and DCQL-10 ask.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The characters of the number.
    public let text: String

    /// Writes an integer.
    public init(_ value: Int64) { text = String(value) }

    /// Writes a number with a fraction or an exponent.
    ///
    /// - Returns: nil for infinities and values that are no number, which JSON does not have.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// Takes a number that is already written.
    ///
    /// - Returns: nil when the text is not exactly one JSON number, or too large for a double.
    public init?(_ text: String) {
        var parser = JSONParser(limits: .default)
        guard case .number(let number)? = try? parser.document(text.utf8.span),
            number.text.utf8.count == text.utf8.count
        else { return nil }
        self = number
    }

    init(checked text: String) { self.text = text }

    /// Whether it is written without fraction and exponent.
    public var isInteger: Bool {
        let digits = text.utf8.span
        for index in 0..<digits.count where digits[index] != 0x2D && !(0x30...0x39).contains(digits[index]) {
            return false
        }
        return true
    }

    /// The value, when the number is written as an integer and fits.
    public var integer: Int64? {
        let characters = text.utf8.span
        let isNegative = characters.count > 0 && characters[0] == 0x2D
        var value: Int64 = 0
        for index in (isNegative ? 1 : 0)..<characters.count {
            let digit = characters[index] &- 0x30
            guard digit <= 9 else { return nil }
            // Counted downwards, because the lowest integer has no positive counterpart.
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (difference, isTooLow) = product.subtractingReportingOverflow(Int64(digit))
            guard !isTooLarge, !isTooLow else { return nil }
            value = difference
        }
        guard !isNegative else { return value }
        return value == .min ? nil : -value
    }

    /// The nearest double; integers beyond 2^53 lose digits.
    public var double: Double { Double(text) ?? .nan }

    /// The text of the number.
    public var description: String { text }

    /// Compares by value; see the type.
    public static func == (left: Self, right: Self) -> Bool {
        if haveSameBytes(left.text, right.text) { return true }
        switch (left.isInteger, right.isInteger) {
        case (true, true): return left.integer == 0 && right.integer == 0
        case (false, false): return left.double == right.double
        default: return false
        }
    }

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        if !isInteger {
            hasher.combine(double)
        } else if let integer {
            hasher.combine(integer)
        } else {
            hasher.combine(text)
        }
    }
}
