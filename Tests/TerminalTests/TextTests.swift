import Testing

@testable import Terminal

@Suite struct TextTests {
    private let hostile = "Post\u{1B}[1A\u{202E}\nbank"

    @Test func `SEC-06 values are escaped, the program's own words are not`() {
        let text: Text = "first\nsecond \(hostile)"
        #expect(text.plain == "first\nsecond Post\\u{1B}[1A\\u{202E}\\nbank")
    }

    @Test func `SEC-06 every way for a value into a text escapes it`() {
        let escaped = #"Post\u{1B}[1A\u{202E}\nbank"#
        #expect(Text(hostile).plain == escaped)
        #expect((Text("a") + "\(hostile, .bad)").plain == "a" + escaped)
        #expect(("\(Text(hostile))" as Text).plain == escaped)
        #expect(("\(Substring(hostile))" as Text).plain == escaped)
        #expect(("\([hostile])" as Text).plain.contains("\u{1B}") == false)
    }

    @Test func `CLI-07 colour is an addition that can be left out`() {
        let text: Text = "it \("holds", .good), \("fails", .bad)"
        #expect(text.rendered(isColoured: false, isASCII: false) == "it holds, fails")
        #expect(
            text.rendered(isColoured: true, isASCII: false)
                == "it \u{1B}[32mholds\u{1B}[0m, \u{1B}[1;31mfails\u{1B}[0m")
    }

    @Test func `SEC-06 a terminal without UTF-8 gets ASCII only, since parts of UTF-8 are controls to it`() {
        let text: Text = "\("Û")"
        #expect(text.rendered(isColoured: false, isASCII: true) == #"\u{DB}"#)
    }
}
