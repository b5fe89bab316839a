import Rules
import Testing

@testable import HTTP

@Suite struct AppLinkTests {
    @Test(arguments: [
        "openid-credential-offer://?credential_offer=%7B%7D", "openid-credential-offer:?credential_offer=%7B%7D",
        "OpenID-Credential-Offer://?credential_offer=%7B%7D",
        "openid-credential-offer://anyhost/?credential_offer=%7B%7D",
        "openid-credential-offer://authorize?credential_offer=%7B%7D",
    ])
    func `OFFER-02 the three spellings are read alike`(text: String) throws {
        let link = try AppLink(parsing: text)
        #expect(link.scheme == "openid-credential-offer")
        #expect(try link.form.single("credential_offer") == "{}")
        #expect(link.text == text)
    }

    @Test func `OFFER-01 a repeated field stays visible (INEG-001)`() throws {
        let link = try AppLink(parsing: "openid4vp://?client_id=a&request_uri=https%3A%2F%2Fb&client_id=c")
        #expect(throws: HTTPError.unusableForm(.repeatedField(name: "client_id"))) { try link.form.single("client_id") }
    }

    @Test(arguments: [
        ("?a=1", HTTPError.unusableURL(.noScheme)),
        ("openid4vp://?a={}", .unusableURL(.character(offset: 15))),
        ("openid4vp://?a=1#b", .unusableURL(.fragment)),
        ("openid4vp://u@h?a=1", .unusableURL(.userInformation)),
        ("openid4vp://?a=%C3", .unusableForm(.notUTF8(offset: 2))),
        ("openid4vp://?a=%00", .unusableForm(.nul(offset: 2))),
    ])
    func `SEC-24 a broken link is refused`(text: String, error: HTTPError) {
        #expect(throws: error) { try AppLink(parsing: text) }
    }

    @Test func `OFFER-15 a link at the limit is read, one over is refused`() throws {
        let text = "openid4vp://?a=" + String(repeating: "b", count: 16_384 - 15)
        #expect(try AppLink(parsing: text).form.single("a")?.utf8.count == 16_369)
        #expect(throws: HTTPError.unusableURL(.tooLong(limitBytes: 16_384))) { try AppLink(parsing: text + "b") }
    }

    @Test func `a link that is made is read back`() throws {
        let fields = [
            FormField("client_id", "x509_san_dns:v.example"), FormField("request_uri", "https://v.example/r?a&b"),
        ]
        let link = try AppLink(scheme: "openid4vp", fields)
        #expect(
            link.text
                == "openid4vp://?client_id=x509_san_dns%3Av.example&request_uri=https%3A%2F%2Fv.example%2Fr%3Fa%26b")
        #expect(try AppLink(parsing: link.text).form.fields == fields)
        #expect(throws: HTTPError.unusableURL(.noScheme)) { try AppLink(scheme: "4x", fields) }
    }
}
