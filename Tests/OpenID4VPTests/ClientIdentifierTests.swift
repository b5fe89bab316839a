import Rules
import Testing

@testable import OpenID4VP

@Suite struct ClientIdentifierTests {
    private func code(_ text: String) -> String? {
        do throws(OpenID4VPError) {
            _ = try ClientIdentifier(parsing: text)
            return nil
        } catch { return error.refusal.code }
    }

    @Test func `CID-01 the prefix says how a client is authenticated`() throws {
        #expect(try ClientIdentifier(parsing: "shop").prefix == .preRegistered)
        #expect(try ClientIdentifier(parsing: "x509_hash:abc").name == "abc")
        #expect(try ClientIdentifier(parsing: "redirect_uri:https://a.example/b").name == "https://a.example/b")
    }

    @Test(arguments: [
        ("", "bad_parameter"), ("x509_hash:", "bad_parameter"), ("redirect_uri:", "bad_parameter"),
        ("X509_HASH:abc", "unsupported_client_id_prefix"), (":abc", "unsupported_client_id_prefix"),
        ("https://shop.example", "unsupported_client_id_prefix"),
        ("verifier-attestation:shop", "unsupported_client_id_prefix"),
        ("pre_registered:a", "unsupported_client_id_prefix"),
        ("openid_federation:https://a.example", "unsupported_client_id_prefix"),
        ("verifier_attestation:", "bad_parameter"),
    ])
    func `CID-01 REQ-06 what names nobody or asks for an unknown way is refused`(text: String, expected: String) {
        #expect(code(text) == expected)
    }

    @Test(arguments: ["a", "bank.example", "BANK.example", "a-b.c1", "xn--bcher-kva.example", "1.2.3.a"])
    func `CID-05 host names`(name: String) { #expect(DNSName(name)?.text == name.lowercased()) }

    @Test(arguments: [
        "", ".", "bank..example", ".bank.example", "bank.example.", "*.example", "-a.example", "a-.example",
        "127.0.0.1",
        "1", "bank.example:443", "b\u{430}nk.example", "a_b.example", "[::1]", "a b",
        String(repeating: "a", count: 64) + ".example", String(repeating: "a.", count: 126) + "aa",
    ])
    func `CID-05 what is no host name cannot be compared with one`(name: String) { #expect(DNSName(name) == nil) }

    @Test func `CID-05 a name may have 253 characters, a label 63`() {
        #expect(DNSName(String(repeating: "a.", count: 126) + "a") != nil)
        #expect(DNSName(String(repeating: "a", count: 63) + ".example") != nil)
    }
}
