import Testing

@testable import HTTP

@Suite struct HTTPHeadersTests {
    @Test func `names are found in any case, in order, repeats kept`() {
        var headers: HTTPHeaders = ["Accept": "a", "X-Y": "1", "accept": "b"]
        #expect(headers["ACCEPT"] == "a")
        #expect(headers.values("accept") == ["a", "b"])
        headers.setIfAbsent("accept", "c")
        #expect(headers.values("Accept") == ["a", "b"])
        headers.set("Accept", "d")
        #expect(headers.fields.map(\.name) == ["X-Y", "Accept"])
        headers.remove("x-y")
        #expect(headers.count == 1)
        #expect(headers["none"] == nil)
    }

    @Test func `SEC-29 a value cannot begin another header`() {
        var headers = HTTPHeaders()
        headers.add("Location", "https://a.example/\r\nSet-Cookie: x\u{0}\u{7F}")
        #expect(headers["Location"] == "https://a.example/  Set-Cookie: x")
        headers.add("A", "  b\tc ")
        #expect(headers["A"] == "b c")
        headers.add("Grüße", "1")
        headers.add("A B", "1")
        headers.add("", "1")
        headers.add("A:", "1")
        #expect(headers.count == 2)
    }

    @Test func `the credentials of one scheme are found`() {
        func credentials(_ values: [String]) -> String? {
            var headers = HTTPHeaders()
            for value in values { headers.add("authorization", value) }
            return HTTPRequest(method: "GET", path: "/", headers: headers).authorization("Bearer")
        }
        #expect(credentials(["Bearer abc"]) == "abc")
        #expect(credentials(["bEARER   abc"]) == "abc")
        #expect(credentials(["DPoP abc"]) == nil)
        #expect(credentials(["Bearer"]) == nil)
        #expect(credentials(["Bearer abc", "Bearer abc"]) == nil)
        #expect(credentials([]) == nil)
    }
}
