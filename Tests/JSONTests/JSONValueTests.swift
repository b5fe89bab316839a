import JSON
import Testing

@Suite struct JSONValueTests {
    @Test func `a text is read and written back`() throws {
        let text = #"{"a":[1,-0,1e2,2.50],"b":{"c":null,"d":true,"e":false},"f":"é\n\"\\\u0001","":[]}"#
        #expect(try JSONValue(parsing: text).text == text)
    }
}
