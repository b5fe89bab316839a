import Rules
import TestSupport
import Testing

@testable import HTTP

@Suite struct WebURLTests {
    @Test func `the parts of a URL are kept as written`() throws {
        let url = try WebURL(parsing: "https://Example.COM:8443/a%2Fb/../c?q=1&r#end")
        #expect(url.text == "https://Example.COM:8443/a%2Fb/../c?q=1&r#end")
        #expect(url.scheme == .https)
        #expect(url.host == "example.com")
        #expect(url.explicitPort == 8443)
        #expect(url.port == 8443)
        #expect(url.path == "/a%2Fb/../c")
        #expect(url.query == "q=1&r")
        #expect(url.fragment == "end")
        #expect(url.origin == "https://example.com:8443")
        #expect(try url.queryFields() == [FormField("q", "1"), FormField("r", "")])
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example", "", 443),
        ("https://a.example/", "https://a.example", "/", 443),
        ("https://a.example:443/x", "https://a.example", "/x", 443),
        ("http://a.example", "http://a.example", "", 80),
        ("HTTP://A.example:81", "http://a.example:81", "", 81),
        ("https://[2001:DB8:0:0:0:0:0:1]:5/x", "https://[2001:db8::1]:5", "/x", 5),
        ("https://192.0.2.1?x", "https://192.0.2.1", "", 443),
        ("https://xn--bcher-kva.example#f", "https://xn--bcher-kva.example", "", 443),
    ])
    func `origin, path and port`(text: String, origin: String, path: String, port: Int) throws {
        let url = try WebURL(parsing: text)
        #expect(url.origin == origin)
        #expect(url.path == path)
        #expect(url.port == port)
    }

    @Test(arguments: [
        ("", URLFault.noScheme),
        ("example.com/a", .noScheme),
        ("//example.com", .noScheme),
        ("1https://a", .noScheme),
        ("ftp://a", .scheme(found: "ftp")),
        ("file:///etc/passwd", .scheme(found: "file")),
        ("data:text/plain,x", .scheme(found: "data")),
        ("javascript:alert(1)", .scheme(found: "javascript")),
        ("https:a.example", .noHost),
        ("https:/a.example", .noHost),
        ("https:///a", .noHost),
        ("https://:443/", .noHost),
        ("https://user@a.example", .userInformation),
        ("https://user:secret@a.example", .userInformation),
        ("https://@a.example", .userInformation),
        ("https://a.example@evil.example", .userInformation),
        ("https://a.example:0", .port),
        ("https://a.example:065", .port),
        ("https://a.example:65536", .port),
        ("https://a.example:123456", .port),
        ("https://a.example:", .port),
        ("https://a.example:8x", .port),
        ("https://a.example:+80", .port),
        ("https://a..example", .host),
        ("https://a.example.", .host),
        ("https://.a", .host),
        ("https://-a.example", .host),
        ("https://a-.example", .host),
        ("https://a_b.example", .host),
        ("https://a%2Eexample", .host),
        ("https://0x7f.1", .host),
        ("https://0x7f000001", .host),
        ("https://2130706433", .host),
        ("https://127.1", .host),
        ("https://0177.0.0.1", .host),
        ("https://127.0.0.1.", .host),
        ("https://1.2.3.256", .host),
        ("https://1.2.3.4.5", .host),
        ("https://a.0x", .host),
        ("https://[::1", .host),
        ("https://[::1]x", .host),
        ("https://[127.0.0.1]", .host),
        ("https://[fe80::1%25eth0]", .host),
        ("https://[v1.x]", .host),
        ("https://::1/", .port),
        ("https://a.example\\@b.example/", .character(offset: 17)),
        ("https://a.example/a b", .character(offset: 19)),
        ("https://a.example/\t", .character(offset: 18)),
        ("https://a.example/\u{0}", .character(offset: 18)),
        ("https://a.example/\r\nX: y", .character(offset: 18)),
        ("https://ä.example/", .character(offset: 8)),
        ("https://a.example/é", .character(offset: 18)),
        ("https://a.example/{id}", .character(offset: 18)),
        ("https://a.example/?q=\"x\"", .character(offset: 21)),
        ("https://a.example/<", .character(offset: 18)),
        ("https://a.example/#a#b", .character(offset: 20)),
        (" https://a.example", .character(offset: 0)),
        ("https://a.example/%", .percentEncoding(offset: 18)),
        ("https://a.example/%2", .percentEncoding(offset: 18)),
        ("https://a.example/%2x", .percentEncoding(offset: 18)),
    ])
    func `SEC-24 what programs could read differently is refused`(text: String, fault: URLFault) {
        #expect(throws: HTTPError.unusableURL(fault)) { try WebURL(parsing: text) }
    }

    @Test func `SEC-03 a URL at the limit is read, one over is refused`() throws {
        let text = "https://a.example/" + String(repeating: "a", count: 8192 - 18)
        #expect(try WebURL(parsing: text).text.utf8.count == 8192)
        #expect(throws: HTTPError.unusableURL(.tooLong(limitBytes: 8192))) { try WebURL(parsing: text + "a") }
        let label = String(repeating: "a", count: 63)
        #expect(try WebURL(parsing: "https://\(label).example").host.utf8.count == 71)
        #expect(throws: HTTPError.unusableURL(.host)) { try WebURL(parsing: "https://a\(label).example") }
    }

    @Test func `IDENT-01 URLs are equal when their texts are`() throws {
        let url = try WebURL(parsing: "https://a.example")
        #expect(try url == WebURL(parsing: "https://a.example"))
        for other in ["https://a.example/", "https://A.example", "https://a.example:443"] {
            #expect(try url != WebURL(parsing: other))
        }
    }

    @Test(arguments: [
        ("https://example.com/tenant/1234", "https://example.com/.well-known/jwt-vc-issuer/tenant/1234"),
        ("https://example.com/tenant/1234/", "https://example.com/.well-known/jwt-vc-issuer/tenant/1234"),
        ("https://example.com", "https://example.com/.well-known/jwt-vc-issuer"),
        ("https://example.com/", "https://example.com/.well-known/jwt-vc-issuer"),
        ("https://Example.com:8443/a", "https://Example.com:8443/.well-known/jwt-vc-issuer/a"),
        ("http://[::1]:80/a//", "http://[::1]:80/.well-known/jwt-vc-issuer/a/"),
    ])
    func `VC-32 META-01 the well-known path stands between host and path`(issuer: String, document: String) throws {
        #expect(try WebURL(parsing: issuer).wellKnown("jwt-vc-issuer").text == document)
    }

    @Test(arguments: ["https://a.example/x?y", "https://a.example?", "https://a.example/#f", "https://a.example#"])
    func `IDENT-02 an identifier with query or fragment is refused (NEG-118)`(text: String) throws {
        let url = try WebURL(parsing: text)
        #expect(throws: HTTPError.queryInIdentifier(host: "a.example")) { try url.wellKnown("x") }
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080", true), ("http://127.9.9.9", true), ("http://[::1]/", true),
        ("http://localhost", true),
        ("http://localhost.example", false), ("http://128.0.0.1", false), ("http://[::2]", false),
        ("http://[::ffff:127.0.0.1]", false), ("https://a.example", false),
    ])
    func `HTTP-01 loopback is told from the literal`(text: String, isLoopback: Bool) throws {
        #expect(try WebURL(parsing: text).isLoopback == isLoopback)
    }

    @Test func `fields are added to a query, encoded`() throws {
        let plain = try WebURL(parsing: "https://a.example/cb")
        #expect(
            try plain.adding([FormField("code", "a b&"), FormField("iss", "https://i")]).text
                == "https://a.example/cb?code=a+b%26&iss=https%3A%2F%2Fi")
        #expect(
            try WebURL(parsing: "https://a.example/cb?x=1#f").adding([FormField("y", "2")]).text
                == "https://a.example/cb?x=1&y=2")
        #expect(try WebURL(parsing: "https://a.example?").adding([FormField("y", "2")]).text == "https://a.example?y=2")
        #expect(try plain.adding([]) == plain)
        #expect(try plain.withFragment("vp_token=1").text == "https://a.example/cb#vp_token=1")
    }

    @Test func `VC-36 a redirect leads to a whole URL or a path`() throws {
        let url = try WebURL(parsing: "https://a.example:444/x/y?z#f")
        #expect(try url.redirected(to: "/n?m").text == "https://a.example:444/n?m")
        #expect(try url.redirected(to: "http://b.example/").text == "http://b.example/")
        for location in ["//b.example/", "n", "?m", "", "javascript:x"] {
            #expect(throws: HTTPError.self) { try url.redirected(to: location) }
        }
    }

    @Test func `no octet at any place crashes the reader`() {
        let valid = Array("https://[2001:db8::1]:8443/a%2Fb?q=1#f".utf8)
        for end in valid.indices {
            _ = try? WebURL(parsing: String(decoding: valid[..<end], as: UTF8.self))
            for octet in UInt8.min...UInt8.max {
                var bytes = valid
                bytes[end] = octet
                _ = try? WebURL(parsing: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
