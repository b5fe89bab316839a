import JSON
import Testing

@Suite struct JSONNumberTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("99999999999999999999", nil), ("1.0", nil),
            ("1e2", nil), ("-1E2", nil),
        ] as [(String, Int64?)])
    func `JOSE-04 integers are exact or none`(text: String, integer: Int64?) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.integer == integer)
        #expect(number.text == text)
        #expect(number.isInteger == !text.contains { "eE.".contains($0) })
    }

    @Test(arguments: ["", " 1", "1 ", "01", "1.", "+1", "1e400", "0x1", "NaN", "\"1\"", "[1]", "--1", "1,2"])
    func `JOSE-04 a text that is no number gives none`(text: String) {
        #expect(JSONNumber(text) == nil)
    }

    @Test func `DSEL-05 numbers are equal by value within their way of writing`() throws {
        func number(_ text: String) throws -> JSONNumber { try #require(JSONNumber(text)) }
        #expect(try number("0") == number("-0"))
        #expect(try number("0").hashValue == number("-0").hashValue)
        #expect(try number("1.50") == number("15e-1"))
        #expect(try number("1.50").hashValue == number("15e-1").hashValue)
        #expect(try number("1") != number("1.0"))
        #expect(try number("1") != number("1e0"))
        #expect(try number("9223372036854775808") != number("9223372036854775809"))
        #expect(try number("9007199254740993") != number("9007199254740992"))
    }

    @Test func `doubles are written so that they are read back, infinities are not written`() throws {
        for double in [0.1, -2.5, 1e300, .leastNonzeroMagnitude, 1e20, .greatestFiniteMagnitude] {
            let number = try #require(JSONNumber(double))
            #expect(number.double == double)
            #expect(JSONNumber(number.text) == number)
        }
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
    }
}
