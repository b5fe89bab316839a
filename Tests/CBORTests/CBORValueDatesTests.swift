import Bytes
import Rules
import Testing

@testable import CBOR

@Suite struct CBORValueDatesTests {
    private let moment = UnixTime(seconds: 1_601_559_002)

    @Test func `CBR-08 a date and time is tag 0 around twenty characters`() throws {
        let value = try CBORValue.dateTime(moment)
        #expect(Hex.encode(value.encoded()) == "c074323032302d31302d30315431333a33303a30325a")
        #expect(try value.dateTime() == moment)
    }

    @Test func `CBR-09 a full date is tag 1004 around ten characters`() throws {
        let value = try CBORValue.fullDate(moment)
        #expect(Hex.encode(value.encoded()) == "d903ec6a323032302d31302d3031")
        #expect(try value.fullDate() == UnixTime(seconds: 1_601_510_400))
    }

    @Test(arguments: ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-02-29T23:59:59Z"])
    func `CBR-10 the ends of the calendar are read and written`(text: String) throws {
        let time = try CBORValue.tagged(0, .text(text)).dateTime()
        #expect(try CBORValue.dateTime(time) == .tagged(0, .text(text)))
    }

    @Test func `CBR-08 a year of five digits is not written`() {
        let late = UnixTime(seconds: 253_402_300_800)
        #expect(throws: CBORError.yearOutOfRange(late)) { try CBORValue.dateTime(late) }
        #expect(throws: CBORError.yearOutOfRange(late)) { try CBORValue.fullDate(late) }
        let early = UnixTime(seconds: -62_167_219_201)
        #expect(throws: CBORError.yearOutOfRange(early)) { try CBORValue.dateTime(early) }
    }

    @Test(arguments: [
        "2020-10-01T13:30:60Z", "2023-02-29T00:00:00Z", "2020-13-01T00:00:00Z", "2020-10-01T24:00:00Z",
        "2020-10-01T13:60:00Z", "2020-10-01t13:30:02Z", "2020-10-01T13:30:02z", "2020-10-01 13:30:02Z", "2020-10-01",
        "2020-10-01T13:30:02", "2020-10-01T13:30Z", "+020-10-01T13:30:02Z", "2020-10-01T13:30:02Z ", "",
    ])
    func `CBR-10 no other spelling and no day outside the calendar is read`(text: String) {
        for spelling in [CBORDateSpelling.exact, .rfc3339] {
            #expect(throws: CBORError.notDateTime) { try CBORValue.tagged(0, .text(text)).dateTime(spelling) }
        }
    }

    @Test(arguments: [
        ("2020-10-01T13:30:02.5Z", 0), ("2020-10-01T13:30:02.000000000Z", 0), ("2020-10-01T13:30:02+02:00", -7200),
        ("2020-10-01T13:30:02.5-00:30", 1800), ("2020-10-01T13:30:02+00:00", 0),
    ])
    func `CBR-10 fractions and offsets are read by the lenient switch only`(text: String, shift: Int64) throws {
        let value = CBORValue.tagged(0, .text(text))
        #expect(throws: CBORError.notDateTime) { try value.dateTime() }
        #expect(try value.dateTime(.rfc3339) == moment + shift)
    }

    @Test(arguments: [
        "2020-10-01T13:30:02.Z", "2020-10-01T13:30:02+24:00", "2020-10-01T13:30:02+00:60", "2020-10-01T13:30:02+0000",
        "2020-10-01T13:30:02.5", "2020-10-01T13:30:02+00:00Z", "2020-10-01T13:30:60.5Z", "2020-10-01T13:30:02.5z",
        "2020-10-01T13:30:02*02:00", "2020-10-01T13:30:02+0é:0",
    ])
    func `CBR-10 the lenient switch stays within RFC 3339`(text: String) {
        #expect(throws: CBORError.notDateTime) { try CBORValue.tagged(0, .text(text)).dateTime(.rfc3339) }
    }

    @Test func `CBR-10 neither form stands for the other, nor without its tag`() throws {
        #expect(throws: CBORError.notDateTime) { try CBORValue.fullDate(moment).dateTime() }
        #expect(throws: CBORError.notFullDate) { try CBORValue.dateTime(moment).fullDate() }
        #expect(throws: CBORError.notDateTime) { try CBORValue.text("2020-10-01T13:30:02Z").dateTime() }
        #expect(throws: CBORError.notFullDate) { try CBORValue.text("2020-10-01").fullDate() }
        #expect(throws: CBORError.notDateTime) { try CBORValue.tagged(0, 1_601_559_002).dateTime() }
        #expect(throws: CBORError.notFullDate) { try CBORValue.tagged(1004, "2020-10-01T13:30:02Z").fullDate() }
        #expect(throws: CBORError.notFullDate) { try CBORValue.tagged(1004, "2020-02-30").fullDate() }
    }
}
