import Bytes
import OpenID4VP
import TestSupport
import Testing

@Suite struct MonetaryAmountTests {
    private func shown(_ text: String, _ currency: String = "EUR") throws -> String {
        try MonetaryAmount(text, currency: currency).description
    }

    @Test(arguments: [
        ("23.58", "EUR", "23.58 EUR", 2358), ("23.5", "EUR", "23.50 EUR", 2350), ("0.05", "EUR", "0.05 EUR", 5),
        ("1234567.8", "EUR", "1 234 567.80 EUR", 123_456_780), ("1000", "JPY", "1 000 JPY", 1000),
        ("0.001", "KWD", "0.001 KWD", 1), ("100", "CLF", "100.0000 CLF", 1_000_000), ("0", "XOF", "0 XOF", 0),
        ("999999999999999", "EUR", "999 999 999 999 999.00 EUR", 99_999_999_999_999_900),
    ])
    func `PAY-09 an amount is exact and shown in full`(text: String, currency: String, shown: String, units: Int64)
        throws
    {
        let amount = try MonetaryAmount(text, currency: currency)
        #expect(amount.minorUnits == units)
        #expect(amount.description == shown)
    }

    @Test func `PAY-09 two spellings of one amount are equal, two currencies are not`() throws {
        #expect(try MonetaryAmount("23.5", currency: "EUR") == MonetaryAmount("23.50", currency: "EUR"))
        #expect(try MonetaryAmount("23.5", currency: "EUR") != MonetaryAmount("23.50", currency: "USD"))
        #expect(try MonetaryAmount("23.5", currency: "EUR") != MonetaryAmount("23.51", currency: "EUR"))
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "+1", "-1", "-0", "1e2", "1E2", "01", "1.2.3", "1,5", " 1", "1 ", "٣", "0x1", "NaN",
    ])
    func `PAY-09 what is no plain decimal is refused`(text: String) {
        #expect(throws: MonetaryAmount.Fault.form) { try MonetaryAmount(text, currency: "EUR") }
    }

    @Test func `PAY-09 digits beyond the currency's are refused, also zeros`() {
        #expect(throws: MonetaryAmount.Fault.fraction(digits: 2)) { try MonetaryAmount("1.230", currency: "EUR") }
        #expect(throws: MonetaryAmount.Fault.fraction(digits: 0)) { try MonetaryAmount("5.0", currency: "JPY") }
        #expect(throws: MonetaryAmount.Fault.fraction(digits: 3)) { try MonetaryAmount("0.0001", currency: "TND") }
    }

    @Test func `PAY-09 fifteen significant digits are read and sixteen are not`() throws {
        #expect(try shown("1234567890123.45") == "1 234 567 890 123.45 EUR")
        #expect(try shown("0.01") == "0.01 EUR", "zeros in front are not significant")
        #expect(throws: MonetaryAmount.Fault.tooLong) { try shown("12345678901234.56") }
        #expect(throws: MonetaryAmount.Fault.tooLong) { try shown("1234567890123456") }
        #expect(throws: MonetaryAmount.Fault.tooLong) { try shown(String(repeating: "9", count: 400)) }
        #expect(throws: MonetaryAmount.Fault.tooLong, "no number holds that many units") {
            try shown("999999999999999", "CLF")
        }
        #expect(try shown("922337203685477", "CLF") == "922 337 203 685 477.0000 CLF")
        #expect(throws: MonetaryAmount.Fault.tooLong) { try shown("922337203685478", "CLF") }
    }

    @Test(arguments: ["", "eur", "EU", "EURO", "E R", "€", "ÉUR"])
    func `PAY-09 a currency is three capital letters`(currency: String) {
        #expect(throws: MonetaryAmount.Fault.currency) { try MonetaryAmount("1", currency: currency) }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `PAY-09 what is shown is what was written, whatever the amount`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let units = Int64.random(in: 0...99_999_999_999_999, using: &random)
        let cents = String(units % 100)
        let text = "\(units / 100).\(cents.count == 1 ? "0" : "")\(cents)"
        let amount = try MonetaryAmount(text, currency: "USD")
        #expect(amount.minorUnits == units, "seed \(seed)")
        #expect(amount.description.filter { $0 != " " } == "\(text)USD", "seed \(seed)")
    }
}
