import HTTP
import JSON
import OpenID4VCI
import Rules
import TestSupport
import Testing

@testable import IssuerKit

@Suite struct IssuerSettingsTests {
    @Test func `DEC-01 a file with everything in it`() throws {
        let settings = try IssuerSettings([
            "schema": 1, "issuer": "https://post.example/kea", "authorization_server": "https://login.example",
            "display": [["name": "Post of Kea", "locale": "en"]], "default_claims": ["issuing_country": "GR"],
            "clients": ["https://wallet.example"], "limits": ["offer_seconds": 60, "batch_size": 3],
            "listen": "[::1]:8081", "trusted_proxies": ["192.0.2.1", "2001:db8::1"],
        ])
        #expect(settings.issuer.text == "https://post.example/kea")
        #expect(settings.server.text == "https://login.example")
        #expect(settings.limits.offerSeconds == 60)
        #expect(settings.limits.batchSize == 3)
        #expect(settings.limits.tokenSeconds == 300)
        #expect(settings.clients == .only(["https://wallet.example"]))
        #expect(settings.trustedProxies.addresses.map(\.description) == ["192.0.2.1", "2001:db8::1"])
        #expect(settings.hosts == .publicHosts)
        #expect(settings.listen.description == "[::1]:8081")
        #expect(try IssuerSettings(settings.json).json == settings.json)
    }

    @Test(arguments: ["127.0.0.1:0", "0.0.0.0:8081", "[::]:65535"])
    func `DEC-01 places to listen at`(text: String) {
        #expect(ListenAddress(text)?.description == text)
    }

    @Test(arguments: ["", "8081", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "localhost:80", "127.0.0.1:-1", ":80"])
    func `DEC-01 places that are none`(text: String) { #expect(ListenAddress(text) == nil) }

    @Test(
        arguments: [
            (.object([:]), "schema"), (["schema": 2], "schema"), (["schema": 1], "issuer"),
            (["schema": 1, "issuer": 7], "issuer"), (["schema": 1, "isuer": "x"], "isuer"),
            (["schema": 1, "issuer": "https://a.example", "limits": ["offer_seconds": 0]], "limits.offer_seconds"),
            (["schema": 1, "issuer": "https://a.example", "limits": ["token_seconds": 301]], "limits.token_seconds"),
            (["schema": 1, "issuer": "https://a.example", "limits": ["batch_size": 101]], "limits.batch_size"),
            (["schema": 1, "issuer": "https://a.example", "limits": ["status_list_entries": 100]], "limits"),
            (
                ["schema": 1, "issuer": "https://a.example", "limits": ["status_list_entries": 56]],
                "limits.status_list_entries"
            ),
            (
                ["schema": 1, "issuer": "https://a.example", "limits": ["offer_seconds": 16_777_217]],
                "limits.offer_seconds"
            ),
            (["schema": 1, "issuer": "https://a.example", "limits": ["offer_seconds": -1]], "limits.offer_seconds"),
            (["schema": 1, "issuer": "https://a.example", "limits": ["offer_seconds": "60"]], "limits.offer_seconds"),
            (["schema": 1, "issuer": "https://a.example", "limits": ["x": 1]], "limits.x"),
            (["schema": 1, "issuer": "https://a.example", "clients": .array([])], "clients"),
            (["schema": 1, "issuer": "https://a.example", "clients": [1]], "clients"),
            (["schema": 1, "issuer": "https://a.example", "clients": ["a", 1]], "clients"),
            (["schema": 1, "issuer": "https://a.example", "clients": "a"], "clients"),
            (["schema": 1, "issuer": "https://a.example", "default_claims": "x"], "default_claims"),
            (["schema": 1, "issuer": "https://a.example", "test_mode": "yes"], "test_mode"),
            (["schema": 1, "issuer": "https://a.example", "authorization_server": 1], "authorization_server"),
            (["schema": 1, "issuer": "https://a.example", "listen": "here"], "listen"),
            (["schema": 1, "issuer": "https://a.example", "trusted_proxies": "192.0.2.1"], "trusted_proxies"),
            (["schema": 1, "issuer": "https://a.example", "trusted_proxies": ["proxy"]], "trusted_proxies"),
            (["schema": 1, "issuer": "https://a.example", "trusted_proxies": ["192.0.2.1", 1]], "trusted_proxies"),
            (["schema": 1, "issuer": "https://a.example", "tls_cert": "a"], "tls_key"),
            (["schema": 1, "issuer": "https://a.example", "tls_key": "a"], "tls_cert"),
        ] as [(JSONValue, String)])
    func `DEC-01 in a file with mistakes the member is named`(file: JSONValue, member: String) {
        do throws(IssuerKitError) {
            _ = try IssuerSettings(file)
            Issue.record("it was taken")
        } catch {
            switch error {
            case .settings(.schema): #expect(member == "schema")
            case .settings(.member(let found)): #expect(member == found.rawValue)
            case .settings(.described(let fault)): #expect(member == fault.member)
            default: Issue.record("\(error)")
            }
        }
    }

    @Test func `HTTP-01 loopback issuers need the test mode`() throws {
        let file: JSONValue = ["schema": 1, "issuer": "http://127.0.0.1:8081"]
        #expect(throws: IssuerKitError.self) { try IssuerSettings(file) }
        let testing: JSONValue = ["schema": 1, "issuer": "http://127.0.0.1:8081", "test_mode": true]
        #expect(try IssuerSettings(testing).hosts == .loopbackToo)
    }

    @Test func `X5C-01 an issuer's certificate is for its key, and neither it nor one behind it signed itself`() throws
    {
        let post = try TestPost()
        #expect(try CertifiedKey(key: post.key, chain: [post.leaf]).chain == [post.leaf])
        #expect(throws: IssuerKitError.keys(.foreignCertificate)) { try CertifiedKey(key: post.key, chain: []) }
        #expect(throws: IssuerKitError.keys(.foreignCertificate)) {
            try CertifiedKey(key: post.holder, chain: [post.leaf])
        }
        #expect(throws: IssuerKitError.keys(.selfSigned)) { try CertifiedKey(key: post.rootKey, chain: [post.root]) }
        #expect(throws: IssuerKitError.keys(.selfSigned)) {
            try CertifiedKey(key: post.key, chain: [post.leaf, post.root])
        }
    }
}
