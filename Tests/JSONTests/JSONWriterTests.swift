import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test func `only what must be escaped is escaped`() {
        let value: JSONValue = "/<>&'\u{7F}\u{2028}\u{2029}é😀\"\\"
        #expect(value.text == "\"/<>&'\u{7F}\u{2028}\u{2029}é😀\\\"\\\\\"")
    }

    @Test func `control characters have their short escape or four lower case digits`() {
        let control = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
        let expected =
            #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
            + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#
        #expect(JSONValue.string(control).text == expected)
    }

    @Test func `the pretty form has one member or element a line`() {
        let value: JSONValue = ["a": [1, ["b": .null]], "c": [], "d": [:]]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """
        #expect(value.prettyText() == expected)
        #expect((1 as JSONValue).prettyText() == "1")
    }
}
