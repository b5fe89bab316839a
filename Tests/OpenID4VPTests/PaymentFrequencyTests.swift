import OpenID4VP
import Rules
import Testing

/// How many payments of a series are due by a day.
@Suite struct PaymentFrequencyTests {
    private func due(_ code: String, _ first: String, _ day: String) throws -> Int64? {
        try #require(PaymentFrequency(rawValue: code)).paymentsDue(
            from: try #require(UnixTime(rfc3339: first)), by: try #require(UnixTime(rfc3339: day)))
    }

    @Test(arguments: [
        ("DAIL", "2026-12-31", "2027-01-02", 3), ("WEEK", "2026-12-31", "2027-01-06", 1),
        ("WEEK", "2026-12-31", "2027-01-07", 2), ("TOWK", "2026-12-31", "2027-01-13", 1),
        ("TOWK", "2026-12-31", "2027-01-14", 2), ("MNTH", "2026-01-31", "2026-02-27", 1),
        ("MNTH", "2026-01-31", "2026-02-28", 2), ("MNTH", "2028-01-31", "2028-02-28", 1),
        ("MNTH", "2028-01-31", "2028-02-29", 2), ("MNTH", "2026-01-31", "2026-03-30", 2),
        ("MNTH", "2026-02-28", "2026-03-27", 1), ("MNTH", "2026-02-28", "2026-03-28", 2),
        ("MNTH", "2026-11-15", "2028-01-14", 14), ("MNTH", "2026-11-15", "2028-01-15", 15),
        ("TOMN", "2026-11-15", "2027-01-14", 1), ("TOMN", "2026-11-15", "2027-01-15", 2),
        ("QUTR", "2026-11-30", "2027-02-27", 1), ("QUTR", "2026-11-30", "2027-02-28", 2),
        ("FOMN", "2026-11-01", "2027-02-28", 1), ("FOMN", "2026-11-01", "2027-03-01", 2),
        ("SEMI", "2026-11-01", "2027-04-30", 1), ("SEMI", "2026-11-01", "2027-05-01", 2),
        ("YEAR", "2028-02-29", "2029-02-27", 1), ("YEAR", "2028-02-29", "2029-02-28", 2),
        ("TYEA", "2026-11-01", "2028-10-31", 1), ("TYEA", "2026-11-01", "2028-11-01", 2),
        ("TWMN", "2026-01-01", "2026-01-15", 1), ("TWMN", "2026-01-01", "2026-01-16", 2),
        ("TWMN", "2026-01-01", "2026-01-31", 2), ("TWMN", "2026-01-01", "2026-02-01", 3),
        ("TWMN", "2026-01-31", "2026-02-14", 1), ("TWMN", "2026-01-31", "2026-02-15", 2),
        ("TWMN", "2026-01-31", "2026-02-28", 3), ("TWMN", "2026-01-20", "2026-02-03", 1),
        ("TWMN", "2026-01-20", "2026-02-04", 2), ("TWMN", "2026-01-20", "2026-02-20", 3),
        ("MNTH", "2026-11-15", "2026-11-15", 1), ("MNTH", "2026-11-15", "2026-01-01", 1),
        ("DAIL", "2026-11-15", "2026-01-01", 1), ("TWMN", "2026-11-15", "2026-10-31", 1),
    ])
    func `PAY-17 payments come due by the calendar`(code: String, first: String, day: String, count: Int64) throws {
        #expect(try due(code, first, day) == count)
    }

    @Test func `PAY-06 PAY-17 several times a day has no bound, and every code has its own pace`() throws {
        #expect(try due("INDA", "2026-01-01", "2026-01-01") == nil)
        let paces = try PaymentFrequency.allCases.map { try due($0.rawValue, "2026-01-01", "2030-01-01") ?? .max }
        #expect(paces == [.max, 1462, 209, 105, 97, 49, 25, 17, 13, 9, 5, 3])
        #expect(PaymentFrequency.daily.paymentsDue(from: UnixTime(seconds: .min), by: UnixTime(seconds: .max)) ?? 0 > 0)
        for frequency in PaymentFrequency.allCases.dropFirst() {
            let most = frequency.paymentsDue(from: UnixTime(seconds: .min), by: UnixTime(seconds: .max))
            #expect(try #require(most) > 1)
        }
    }
}
