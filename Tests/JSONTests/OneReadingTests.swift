import JSON
import Testing

/// Texts that other readers take in different ways: here there is one reading, or none.
@Suite struct OneReadingTests {
    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"a":{"b":1,"b":1}}"#, #"{"a":"\ud800"}"#, #"{"a":1}{"#,
        #"{"a":1} x"#, #"{"a":01}"#, #"{"a":+1}"#, #"{"a":1.}"#, #"{"a":NaN}"#, #"{"a":1,}"#, #"[1,]"#, #"{a:1}"#,
        "{'a':1}", "{\"a\":1}\u{0}", "\u{FEFF}{}", "// x\n{}", "{\"a\":\"\t\"}", "",
    ])
    func `SEC-01 a text that could be read in two ways is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func `SEC-01 names that look alike are two names, with one value each`() throws {
        let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }
}
