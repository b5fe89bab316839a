import JSON
import SDJWTVC
import Testing

@Suite struct IssuerMetadataTests {
    @Test(arguments: [
        ("https://example.com", "https://example.com/.well-known/jwt-vc-issuer"),
        ("https://example.com/", "https://example.com/.well-known/jwt-vc-issuer"),
        ("https://example.com/tenant/1234", "https://example.com/.well-known/jwt-vc-issuer/tenant/1234"),
        ("https://example.com/tenant/", "https://example.com/.well-known/jwt-vc-issuer/tenant"),
        ("https://example.com:8443/a", "https://example.com:8443/.well-known/jwt-vc-issuer/a"),
    ])
    func `VC-32 the well-known part stands between host and path`(issuer: String, address: String) {
        #expect(IssuerMetadata.address(of: issuer) == address)
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com", "https://", "https:///a", "https://example.com?a",
        "https://example.com/#a",
        "https://a@example.com", #"https://example.com\a"#, "urn:example:1",
    ])
    func `VC-32 a name that is no address alone has no metadata`(issuer: String) {
        #expect(IssuerMetadata.address(of: issuer) == nil)
    }

    @Test func `VC-33 NEG-116 metadata is of the issuer that it names, octet by octet`() throws {
        func isRead(_ name: String) -> Bool {
            let json: JSONValue = ["issuer": .string(name), "jwks_uri": "https://example.com/keys"]
            return (try? IssuerMetadata(json, of: "https://example.com/e\u{301}")) != nil
        }
        #expect(isRead("https://example.com/e\u{301}"))
        for other in ["https://example.com/\u{E9}", "https://example.com/e", "https://EXAMPLE.com/e\u{301}", ""] {
            #expect(!isRead(other), "\(other)")
        }
    }
}
