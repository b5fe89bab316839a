import Testing

@testable import HTTP

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("application/json", "application/json", true), ("Application/JSON; Charset=UTF-8", "application/json", true),
        ("text/html ;charset=\"utf-8\"", "text/html", true),
        ("application/json;charset=latin1", "application/json", false),
        ("multipart/form-data; boundary=\"a;b\"", "multipart/form-data", true),
    ])
    func `HTTP-03 a type is read`(text: String, essence: String, isUTF8: Bool) throws {
        let type = try #require(MediaType(parsing: text))
        #expect(type.essence == essence)
        #expect(type.isUTF8 == isUTF8)
    }

    @Test(arguments: [
        "", "json", "application/", "/json", "a/b/c", "application/json;", "a/b; c", "a/b; c=d; C=e", "a/b; =d",
        "a/b; c=",
        "a/b; c=\"d", "a/b; c=\"", "application/json, text/html", "a b/c",
    ])
    func `HTTP-03 another form is refused`(text: String) { #expect(MediaType(parsing: text) == nil) }

    @Test func `SEC-03 eight parameters and 1,024 octets are read, more is refused`() {
        let type = { (count: Int) in "a/b" + (0..<count).map { "; p\($0)=x" }.joined() }
        #expect(MediaType(parsing: type(8))?.parameters.count == 8)
        #expect(MediaType(parsing: type(9)) == nil)
        let long = { (count: Int) in "a/b; c=" + String(repeating: "d", count: count - 7) }
        #expect(MediaType(parsing: long(1024))?.parameters.count == 1)
        #expect(MediaType(parsing: long(1025)) == nil)
    }

    @Test func `parameters do not count in a comparison, and are written`() {
        #expect(MediaType.plainText == MediaType("Text/Plain"))
        #expect(MediaType.plainText.description == "text/plain; charset=utf-8")
        #expect(MediaType.json != .jwt)
    }
}
