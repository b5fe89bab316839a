import Rules
import Testing

@Suite struct UnixTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:34:56Z", 951_827_696), ("2026-11-24T00:00:00Z", 1_795_478_400),
        ("9999-12-31T23:59:59Z", 253_402_300_799), ("1969-12-31T23:59:59Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func `a moment is read and written`(text: String, seconds: Int64) {
        #expect(UnixTime(rfc3339: text) == UnixTime(seconds: seconds))
        #expect(UnixTime(seconds: seconds).description == text)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01", "2026-01-32", "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:60Z", "2026-01-01t00:00:00Z", "2026-01-01T00:00:00+00:00", "2026-1-1", "", "２026-01-01",
    ])
    func `another form or an impossible day is refused`(text: String) {
        #expect(UnixTime(rfc3339: text) == nil)
    }

    @Test func `a date alone means its first second`() {
        #expect(UnixTime(rfc3339: "2026-11-24") == UnixTime(seconds: 1_795_478_400))
    }

    @Test func `adding stays within the range of numbers`() {
        #expect(UnixTime(seconds: .max) + 1 == UnixTime(seconds: .max))
        #expect(UnixTime(seconds: .min) - 1 == UnixTime(seconds: .min))
        #expect(UnixTime(seconds: 5) - 7 == UnixTime(seconds: -2))
    }
}
