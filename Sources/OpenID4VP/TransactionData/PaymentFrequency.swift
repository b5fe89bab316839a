public import Rules

/// How often the payments of a series come, by the codes of ISO 20022.
///
/// Source: EUDI TS12 §4.3.1 (PAY-06, PAY-17).
public enum PaymentFrequency: String, Sendable, CaseIterable {
    /// Several times a day.
    case intraday = "INDA"
    /// Every day.
    case daily = "DAIL"
    /// Every week.
    case weekly = "WEEK"
    /// Every two weeks.
    case everyTwoWeeks = "TOWK"
    /// Twice a month, half a month apart.
    case twiceAMonth = "TWMN"
    /// Every month.
    case monthly = "MNTH"
    /// Every two months.
    case everyTwoMonths = "TOMN"
    /// Every three months.
    case quarterly = "QUTR"
    /// Every four months.
    case everyFourMonths = "FOMN"
    /// Every six months.
    case everyHalfYear = "SEMI"
    /// Every year.
    case yearly = "YEAR"
    /// Every two years.
    case everyTwoYears = "TYEA"

    /// How many payments have come due by a day, the first one included; nil when nothing bounds them.
    ///
    /// The 31st is the last day of a month that has none.
    ///
    /// - Parameters:
    ///   - first: a moment of the day of the first payment, in UTC as its date is written.
    ///   - day: a moment of the day in question.
    public func paymentsDue(from first: UnixTime, by day: UnixTime) -> Int64? {
        let days = max(0, day.dayNumber - first.dayNumber)
        let (months, daysOfMonth) = Self.months(from: first, to: day)
        return switch self {
        case .intraday: nil
        case .daily: 1 + days
        case .weekly: 1 + days / 7
        case .everyTwoWeeks: 1 + days / 14
        case .twiceAMonth: 1 + 2 * months + (daysOfMonth >= 15 ? 1 : 0)
        case .monthly: 1 + months
        case .everyTwoMonths: 1 + months / 2
        case .quarterly: 1 + months / 3
        case .everyFourMonths: 1 + months / 4
        case .everyHalfYear: 1 + months / 6
        case .yearly: 1 + months / 12
        case .everyTwoYears: 1 + months / 24
        }
    }

    /// The whole months between two days, and the days since the last of them was over.
    private static func months(from first: UnixTime, to day: UnixTime) -> (whole: Int64, days: Int64) {
        guard first < day else { return (0, 0) }
        let (start, end) = (first.calendarDate, day.calendarDate)
        let begun = (end.year - start.year) * 12 + end.month - start.month
        let isLastOfMonth = (day + 86_400).calendarDate.day == 1
        if end.day >= start.day || isLastOfMonth { return (begun, max(0, end.day - start.day)) }
        // Back to the same day of the month before, which may have been its last.
        let before = (day - end.day * 86_400).calendarDate.day
        return (begun - 1, end.day + max(0, before - start.day))
    }
}
