/// A moment in whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Everything that decides takes the time as a parameter; only the commands ask the system's clock.
public struct UnixTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970; negative before.
    public let seconds: Int64

    /// Names a moment.
    public init(seconds: Int64) { self.seconds = seconds }

    /// Reads `YYYY-MM-DDThh:mm:ssZ`, or a date alone, which means its first second.
    ///
    /// Source: RFC 3339 §5.6, of which only UTC without a fraction is read.
    /// - Returns: nil when the text has another form or names no day of the calendar.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 || bytes.count == 20 else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard bytes[4] == 0x2D, bytes[7] == 0x2D, let year = number(0..<4), let month = number(5..<7),
            let day = number(8..<10), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        var inDay: Int64 = 0
        if bytes.count == 20 {
            guard bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x5A,
                let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
                hour < 24, minute < 60, second < 60
            else { return nil }
            inDay = hour * 3600 + minute * 60 + second
        }
        seconds = Self.dayNumber(year, month, day) * 86_400 + inDay
    }

    /// `YYYY-MM-DDThh:mm:ssZ`.
    public var description: String {
        let inDay = Self.floorDivide(seconds, 86_400).remainder
        let (year, month, dayOfMonth) = calendarDate
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(dayOfMonth, 2))"
        let (hour, minute, second) = (inDay / 3600, inDay / 60 % 60, inDay % 60)
        return "\(date)T\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))Z"
    }

    /// The day, counted from 1970-01-01, in UTC.
    public var dayNumber: Int64 { Self.floorDivide(seconds, 86_400).quotient }

    /// The date in UTC.
    public var calendarDate: (year: Int64, month: Int64, day: Int64) { Self.date(ofDay: dayNumber) }

    /// Orders moments.
    public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

    /// A moment that many seconds later; it stays at the ends of the number range instead of overflowing.
    public static func + (time: Self, seconds: Int64) -> Self {
        let (sum, overflow) = time.seconds.addingReportingOverflow(seconds)
        return Self(seconds: overflow ? (seconds < 0 ? .min : .max) : sum)
    }

    /// A moment that many seconds earlier; it stays at the ends of the number range instead of overflowing.
    public static func - (time: Self, seconds: Int64) -> Self {
        let (difference, overflow) = time.seconds.subtractingReportingOverflow(seconds)
        return Self(seconds: overflow ? (seconds < 0 ? .max : .min) : difference)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    // Both directions count years from March, so that the leap day is the last day of a year, in cycles of 400 years.

    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let (cycle, yearOfCycle) = floorDivide(month <= 2 ? year - 1 : year, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }

    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (cycle, dayOfCycle) = floorDivide(day + 719_468, 146_097)
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
