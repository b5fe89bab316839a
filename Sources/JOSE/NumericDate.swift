public import JSON
public import Rules

/// A moment as JWTs write it: seconds since 1970, possibly with a fraction.
///
/// A fraction is rounded up, which gives exact comparisons with a clock of whole seconds.
/// Source: RFC 7519 §2 (JOSE-16).
public struct NumericDate: Sendable, Hashable {
    /// The end of the year 9999; nothing beyond it is a date in a token.
    static let latest: Int64 = 253_402_300_799

    /// The moment.
    public let time: UnixTime

    /// Reads a claim; a string, a negative number and a number beyond the year 9999 are refused.
    ///
    /// - Returns: nil when the value is no such number.
    public init?(_ value: JSONValue) {
        guard case .number(let number) = value else { return nil }
        if number.isInteger {
            guard let seconds = number.integer, (0...Self.latest).contains(seconds) else { return nil }
            time = UnixTime(seconds: seconds)
        } else {
            let seconds = number.double
            guard seconds >= 0, seconds <= Double(Self.latest), let whole = Int64(exactly: seconds.rounded(.up)) else {
                return nil
            }
            time = UnixTime(seconds: whole)
        }
    }
}
