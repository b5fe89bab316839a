import HTTP
import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VCI

@Suite struct IssuerIdentifierTests {
    @Test(arguments: try vectors("openid4vci/wellknown.json"))
    func `META-01 META-30 the vectors of openid4vci.wellknown`(vector: Vector) throws {
        do throws(OpenID4VCIError) {
            let issuer = try IssuerIdentifier(vector["issuer"]?.string ?? "", hosts: .publicHosts)
            #expect(vector.result == "valid")
            #expect(try issuer.issuerMetadataURL.text == vector.test["output"]?["issuer_metadata"]?.string)
            #expect(try issuer.serverMetadataURL.text == vector.test["output"]?["server_metadata"]?.string)
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
        }
    }

    @Test func `IDENT-01 identifiers are compared octet by octet`() throws {
        let issuer = try IssuerIdentifier("https://ink.example/K", hosts: .publicHosts)
        func check(_ other: String) throws {
            try issuer.checkIdentical(other, in: .offer, rule: "IDENT-01", member: "m")
        }
        #expect(throws: Never.self) { try check("https://ink.example/K") }
        // The Kelvin sign is the same character as K to Swift's own comparison.
        for other in [
            "https://ink.example/\u{212A}", "https://ink.example/K/", "https://ink.example:443/K",
            "HTTPS://ink.example/K",
        ] {
            #expect(throws: OpenID4VCIError.self, "\(other)") { try check(other) }
        }
    }

    @Test func `TRAP-12 endpoints lie below the identifier, with or without its last slash`() throws {
        for text in ["https://i.example/a", "https://i.example/a/"] {
            #expect(
                try IssuerIdentifier(text, hosts: .publicHosts).endpoint("/token").text == "https://i.example/a/token")
        }
    }

    @Test(arguments: ["http://localhost:1/a", "http://127.0.0.1", "https://[::1]:8443/a"])
    func `HTTP-01 loopback hosts need the test mode`(text: String) throws {
        #expect(throws: Never.self) { try IssuerIdentifier(text, hosts: .loopbackToo) }
        #expect(throws: OpenID4VCIError.self) { try IssuerIdentifier(text, hosts: .publicHosts) }
    }
}
