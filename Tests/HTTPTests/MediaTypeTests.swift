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

    @Test func `parameters do not count in a comparison, and are written`() {
        #expect(MediaType.plainText == MediaType("Text/Plain"))
        #expect(MediaType.plainText.description == "text/plain; charset=utf-8")
        #expect(MediaType.json != .jwt)
    }
}
