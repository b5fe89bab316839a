import JSON
import Testing

@testable import HTTP

@Suite struct HTTPResponseTests {
    @Test func `answers of each kind`() {
        #expect(HTTPResponse.json(["a": 1]).body == Array(#"{"a":1}"#.utf8))
        #expect(HTTPResponse.json(["a": 1]).mediaType == .json)
        #expect(HTTPResponse.empty().status == 204)
        #expect(HTTPResponse.seeOther("/x").headers["location"] == "/x")
        #expect(HTTPResponse.text("é", status: 400).body == [0xC3, 0xA9])
    }

    @Test func `HTTP-05 an answer is marked not to be stored, once`() {
        let response = HTTPResponse.json(.null, headers: ["cache-control": "public"]).noStore()
        #expect(response.headers.values("Cache-Control") == ["no-store"])
    }

    @Test func `a type that is stated twice is none`() {
        var response = HTTPResponse.json(.null)
        response.headers.add("content-type", "text/plain")
        #expect(response.mediaType == nil)
    }
}
