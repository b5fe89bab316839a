import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import TestSupport
import Testing

@Suite struct FetchedIssuerKeysTests {
    private static let issuer = "https://post.example/kea"
    private let network = ScriptedNetwork()
    private let post: TestPost

    init() throws { post = try TestPost() }

    private func set(_ name: String) -> JSONValue {
        .object(JWKSet([JWK(publicKey: post.key.publicKey, keyID: name)]).json)
    }

    private func publish(_ json: JSONValue, caching: String? = nil, status: Int = 200) {
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let caching { headers.set("Cache-Control", caching) }
        network.answers(HTTPResponse(status: status, headers: headers, body: json.serialized()))
    }

    private func metadata(_ name: String = "1", issuer: String = FetchedIssuerKeysTests.issuer) -> JSONValue {
        ["issuer": .string(issuer), "jwks": set(name)]
    }

    private func code(_ source: FetchedIssuerKeys, _ issuer: String = FetchedIssuerKeysTests.issuer) -> String? {
        do throws(SDJWTVCError) {
            _ = try source.keys(of: issuer, naming: nil, at: TestPost.time)
            return nil
        } catch { return "\(error.refusal.rule) \(error.refusal.code)" }
    }

    @Test func `VC-32 VC-33 the keys are read from the well-known address, and nothing else is asked`() throws {
        publish(metadata())
        let source = FetchedIssuerKeys(client: network, network: .secure)
        #expect(try source.keys(of: Self.issuer, naming: "1", at: TestPost.time).keys.map(\.keyID) == ["1"])
        #expect(network.sent.map(\.url.text) == ["https://post.example/.well-known/jwt-vc-issuer/kea"])
    }

    @Test(arguments: [
        "https://post.example/kea/", "https://POST.example/kea", "https://post.example:443/kea", "https://post.example",
    ])
    func `NEG-116 VC-33 metadata that names another issuer is not used`(name: String) {
        publish(metadata(issuer: name))
        #expect(code(FetchedIssuerKeys(client: network, network: .secure)) == "VC-33 issuer_keys_unusable")
    }

    @Test(arguments: [
        "http://post.example", "https://post.example?x=1", "https://post.example#x", "https://kea@post.example", "post",
        "https://", "ftp://post.example", "did:example:1",
    ])
    func `NEG-118 VC-32 VC-35 VC-36 of other names nothing is asked`(name: String) {
        publish(metadata(issuer: name))
        #expect(code(FetchedIssuerKeys(client: network, network: .secure), name) != nil)
        #expect(network.sent.isEmpty)
    }

    @Test(arguments: [404, 500, 301])
    func `NEG-121 VC-36 the body of another answer than 200 is not used`(status: Int) {
        publish(metadata(), status: status)
        #expect(code(FetchedIssuerKeys(client: network, network: .secure)) == "VC-36 issuer_keys_unusable")
    }

    @Test func `VC-38 keys are kept as long as their server says, within a day`() throws {
        func fetches(_ caching: String?, after seconds: Int64) throws -> Int {
            publish(metadata(), caching: caching)
            let source = FetchedIssuerKeys(client: network, network: .secure)
            let before = network.sent.count
            for time in [TestPost.time, TestPost.time + seconds] {
                _ = try source.keys(of: Self.issuer, naming: "1", at: time)
            }
            return network.sent.count - before
        }
        #expect(try fetches("max-age=600", after: 600) == 1)
        #expect(try fetches("max-age=600", after: 601) == 2)
        #expect(try fetches(nil, after: 60) == 1)
        #expect(try fetches(nil, after: 61) == 2)
        #expect(try fetches("max-age=9999999", after: 86_401) == 2)
        #expect(try fetches("max-age=600", after: -10) == 1, "who waited for another may be behind the clock")
        #expect(try fetches("max-age=600", after: -11) == 2, "a clock that was set back makes everything due")
    }

    @Test func `VC-33 a key of a new name is asked for, once a minute at most and not more`() throws {
        publish(metadata(), caching: "max-age=3600")
        let source = FetchedIssuerKeys(client: network, network: .secure)
        _ = try source.keys(of: Self.issuer, naming: "1", at: TestPost.time)
        publish(metadata("2"), caching: "max-age=3600")
        #expect(try source.keys(of: Self.issuer, naming: "2", at: TestPost.time + 60).keys.map(\.keyID) == ["1"])
        #expect(try source.keys(of: Self.issuer, naming: "2", at: TestPost.time + 61).keys.map(\.keyID) == ["2"])
        #expect(network.sent.count == 2)
    }

    @Test func `STA-09 VC-38 a failure holds for a minute, whatever key is named, and a known key serves for a week`()
        throws
    {
        let source = FetchedIssuerKeys(client: network, network: .secure)
        func keys(_ name: String, _ seconds: Int64) -> [String?]? {
            try? source.keys(of: Self.issuer, naming: name, at: TestPost.time + seconds).keys.map(\.keyID)
        }
        func unnamed(_ seconds: Int64) -> [String?]? {
            try? source.keys(of: Self.issuer, naming: nil, at: TestPost.time + seconds).keys.map(\.keyID)
        }
        publish(metadata(), status: 500)
        for seconds in [0, 1, 59] as [Int64] { #expect(keys("\(seconds)", seconds) == nil) }
        #expect(network.sent.count == 1)
        publish(metadata(), caching: "max-age=600")
        #expect(keys("1", 60) == ["1"])
        publish(metadata(), status: 500)
        #expect(keys("1", 700) == ["1"])
        #expect(keys("1", 710) == ["1"])
        #expect(unnamed(710) == ["1"], "without a name, the only key is meant")
        #expect(keys("2", 710) == nil, "a new key is never adopted without its issuer")
        #expect(network.sent.count == 3)
        #expect(keys("1", 60 + 7 * 86_400) == ["1"])
        #expect(keys("1", 61 + 7 * 86_400) == nil)
    }

    @Test func `STA-09 a failure of the future does not hold when the clock was set back`() throws {
        let source = FetchedIssuerKeys(client: network, network: .secure)
        publish(metadata(), status: 500)
        #expect(code(source) != nil)
        publish(metadata())
        let keys = try source.keys(of: Self.issuer, naming: "1", at: TestPost.time - 11)
        #expect(keys.keys.map(\.keyID) == ["1"])
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `VC-36 VC-37 a redirect leads to https alone, and not more than three times`(status: Int) throws {
        for (place, asked) in [
            ("http://post.example/kea", 1), ("file:///etc/passwd", 1), ("", 1), ("https://post.example/on", 4),
        ] {
            network.answers(HTTPResponse(status: status, headers: ["Location": place]))
            let before = network.sent.count
            #expect(code(FetchedIssuerKeys(client: network, network: .secure)) == "VC-36 issuer_keys_unusable")
            #expect(network.sent.count - before == asked, "\(place)")
        }
    }

    @Test func `VC-36 an address of keys with a fragment is not asked`() throws {
        publish(["issuer": .string(Self.issuer), "jwks_uri": "https://post.example/keys#1"])
        #expect(code(FetchedIssuerKeys(client: network, network: .secure)) == "VC-36 issuer_keys_unusable")
        #expect(network.sent.count == 1)
    }

    @Test func `VC-35 the document of a DID on the web gives the keys, and that of another DID does not`() throws {
        let did = "did:web:post.example"
        let method: JSONValue = [
            "id": .string(did + "#k"), "type": "JsonWebKey", "controller": .string(did),
            "publicKeyJwk": .object(JWK(publicKey: post.key.publicKey).json),
        ]
        publish(["id": .string(did), "verificationMethod": [method], "assertionMethod": [.string(did + "#k")]])
        let source = FetchedIssuerKeys(client: network, network: .secure)
        let keys = try source.keys(of: did, naming: did + "#k", at: TestPost.time)
        #expect(keys.keys.map(\.keyID) == [did + "#k", "#k"])
        #expect(network.sent.map(\.url.text) == ["https://post.example/.well-known/did.json"])
        #expect(code(source, "did:web:other.example") == "VC-35 issuer_keys_unusable")
    }
}
