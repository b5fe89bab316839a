import Rules

/// An exact amount of money, in the smallest unit of its currency.
///
/// ```swift
/// let price = try MonetaryAmount("23.5", currency: "EUR")
/// price.description      // "23.50 EUR"
/// ```
///
/// Source: PAY-09. Decimals are read from their text; no floating-point number is ever involved.
public struct MonetaryAmount: Sendable, Hashable, CustomStringConvertible {
    /// Why a text is no amount.
    public enum Fault: Error, Hashable, Sendable {
        /// The currency is not three capital letters.
        case currency
        /// The text is not digits with at most one point between them: a sign, an exponent, a leading zero, nothing.
        case form
        /// There are more than 15 significant digits.
        case tooLong
        /// There are more digits after the point than the currency has.
        case fraction(digits: Int)

        /// What is wrong, to stand after the name of the field.
        var problem: String {
            switch self {
            case .currency: "must be three letters A to Z"
            case .form: "must be a positive decimal without sign and exponent, such as 23.58"
            case .tooLong: "has more than 15 significant digits"
            case .fraction(let digits): "has more than \(digits) digits after the point, as many as its currency has"
            }
        }
    }

    private static let limitDigits = 15

    /// The amount in units such as cents.
    public let minorUnits: Int64
    /// The currency in three letters.
    public let currency: String

    /// Reads a decimal as it was written.
    ///
    /// - Parameters:
    ///   - text: the decimal, unchecked.
    ///   - currency: the ISO 4217 code, unchecked.
    /// - Throws: what is wrong.
    public init(_ text: String, currency: String) throws(Fault) {
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw .currency
        }
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, parts.count <= 2, parts.last?.isEmpty == false,
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }), whole.count == 1 || whole.first != 0x30
        else { throw .form }
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        let digits = Array(whole) + fraction
        guard digits.drop(while: { $0 == 0x30 }).count <= Self.limitDigits else { throw .tooLong }
        let places = Self.fractionDigits(of: currency)
        guard fraction.count <= places else { throw .fraction(digits: places) }
        var units: Int64 = 0
        for digit in digits + [UInt8](repeating: 0x30, count: places - fraction.count) {
            let (product, isTooLarge) = units.multipliedReportingOverflow(by: 10)
            let (sum, isTooHigh) = product.addingReportingOverflow(Int64(digit &- 0x30))
            guard !isTooLarge, !isTooHigh else { throw .tooLong }
            units = sum
        }
        (minorUnits, self.currency) = (units, currency)
    }

    /// Whether nothing is paid.
    public var isZero: Bool { minorUnits == 0 }

    /// The amount in full, with spaces between groups of three digits and the currency in letters (PAY-12).
    public var description: String {
        let places = Self.fractionDigits(of: currency)
        let digits = String(minorUnits)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        let whole = padded.dropLast(places)
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped.append(" ") }
            grouped.append(digit)
        }
        return "\(grouped)\(places == 0 ? "" : ".\(padded.suffix(places))") \(currency)"
    }

    /// How many digits a currency has after the point (ISO 4217).
    private static func fractionDigits(of currency: String) -> Int {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        case "CLF", "UYW": 4
        default: 2
        }
    }
}
