import Cryptography
import HTTP
import JOSE
import JSON
import Rules
import Synchronization
import TestSupport
import Testing

@testable import OpenID4VP

/// A request that the wallet fetches by POST, with a nonce, and encrypted when the verifier can.
@Suite struct RequestByPostTests {
    /// A verifier that answers each post by what it brings.
    private final class Endpoint: HTTPFetching {
        let forms = Mutex<[URLForm]>([])
        let answer: @Sendable (RequestURIForm) throws -> String

        init(_ answer: @escaping @Sendable (RequestURIForm) throws -> String) { self.answer = answer }

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            guard request.method == "POST", let form = try? URLForm(parsing: request.body),
                let text = try? answer(try RequestURIForm(form))
            else { return .json(["error": "invalid_request"], status: 400) }
            forms.withLock { $0.append(form) }
            return .text(text, type: MediaType(RequestObjectFetcher.mediaType))
        }
    }

    private let verifier: TestVerifier
    private let url: WebURL

    init() throws {
        verifier = try TestVerifier()
        url = try WebURL(parsing: "https://bank.example/r/1")
    }

    private func object(walletNonce: String?) throws -> String {
        var parameters = verifier.parameters()
        parameters["wallet_nonce"] = walletNonce.map(JSONValue.string)
        return try verifier.requestObject(parameters)
    }

    private func fetch(
        from endpoint: Endpoint, _ client: String = "x509_hash:abc"
    ) throws -> RequestObjectFetcher.Fetched {
        try RequestObjectFetcher(client: endpoint, random: SystemRandom())
            .requestObject(at: url, method: .post, sender: try ClientIdentifier(parsing: client))
    }

    /// The code of the refusal, nil when the request is accepted.
    private func authenticated(_ fetched: RequestObjectFetcher.Fetched) throws -> String? {
        var log = StepLog()
        do throws(OpenID4VPError) {
            _ = try RequestAuthenticator(trust: verifier.trust, network: .secure).authenticated(
                requestObject: fetched.text, clientID: verifier.hashClient, walletNonce: fetched.walletNonce,
                at: TestPost.time, log: &log)
            return nil
        } catch { return "\(error.refusal.rule) \(error.refusal.problem)" }
    }

    @Test func `RURI-02 RURI-03 RURI-05 what is sent tells what the wallet can do, and is fresh each time`() throws {
        let endpoint = Endpoint { [self] wallet in try object(walletNonce: wallet.nonce) }
        let fetched = try (0..<2).map { _ in try fetch(from: endpoint) }
        for one in fetched { #expect(try authenticated(one) == nil) }
        let forms = endpoint.forms.withLock { $0 }
        let nonces = try forms.map { try #require(try $0.single("wallet_nonce")) }
        #expect(nonces == fetched.map(\.walletNonce))
        #expect(nonces[0] != nonces[1])
        #expect(nonces.allSatisfy { $0.utf8.count >= 22 }, "128 bits at least")
        let texts = try forms.map { try #require(try $0.single("wallet_metadata")) }
        let metadata = try texts.map { try JSONValue(parsing: $0) }
        #expect(metadata[0]["vp_formats_supported"]?["dc+sd-jwt"]?["sd-jwt_alg_values"]?.array?.first == "ES256")
        #expect(metadata[0]["request_object_signing_alg_values_supported"]?.array?.contains("ES256") == true)
        #expect(metadata[0]["jwks"] != metadata[1]["jwks"], "a key for one fetch")
        #expect(forms.allSatisfy { $0.fields.map(\.name) == ["wallet_metadata", "wallet_nonce"] })
        #expect(texts.allSatisfy { !$0.contains("\"d\"") })
    }

    @Test func `RURI-05 algorithms of signatures are not named where the prefix forbids a signature`() throws {
        let endpoint = Endpoint { _ in "a.b.c" }
        _ = try fetch(from: endpoint, "redirect_uri:https://bank.example/response")
        let form = try #require(endpoint.forms.withLock { $0.first })
        let metadata = try JSONValue(parsing: try form.single("wallet_metadata") ?? "")
        #expect(metadata["request_object_signing_alg_values_supported"] == nil)
    }

    @Test func `RURI-05 PAY-20 an encrypted request object is read, and one for another key is not`() throws {
        let endpoint = Endpoint { [self] wallet in
            let receiver = try #require(try wallet.metadata?.requestEncryption())
            #expect(receiver.encryption == .a256GCM)
            return try CompactJWE.encrypted(
                Array(try object(walletNonce: wallet.nonce).utf8), content: .token, to: receiver.key,
                using: receiver.encryption)
        }
        #expect(try authenticated(try fetch(from: endpoint)) == nil)

        let other = JWK.Private(agreeing: try SoftwareKey(generating: .p256, from: SystemRandom()), keyID: "other")
        let wrong = Endpoint { [self] wallet in
            try CompactJWE.encrypted(
                Array(try object(walletNonce: wallet.nonce).utf8), content: .token, to: other.publicJWK,
                using: .a128GCM)
        }
        #expect(throws: OpenID4VPError.encryption(.keyID(found: "other"))) { try fetch(from: wrong) }
        let bare = Endpoint { [self] wallet in
            let receiver = try #require(try wallet.metadata?.requestEncryption())
            return try CompactJWE.encrypted(
                Array(try object(walletNonce: wallet.nonce).utf8), to: receiver.key, using: .a128GCM)
        }
        #expect(throws: OpenID4VPError.encryption(.notNested)) { try fetch(from: bare) }
    }

    @Test func `NEG-155 RURI-03 a request without the wallet's nonce, or with another, is refused`() throws {
        for (sent, problem) in [(nil, "is missing"), ("another", "is not the nonce"), ("", "is not the nonce")] {
            let endpoint = Endpoint { [self] _ in try object(walletNonce: sent) }
            let refusal = try #require(try authenticated(try fetch(from: endpoint)))
            #expect(refusal.hasPrefix("RURI-03 "))
            #expect(refusal.contains(problem), "\(refusal)")
        }
        let unasked = RequestObjectFetcher.Fetched(text: try object(walletNonce: "n-1"), walletNonce: nil)
        #expect(try authenticated(unasked)?.hasPrefix("RURI-03 ") == true)
    }

    @Test func `RURI-03 a wallet nonce of 512 characters comes back, a longer one does not`() throws {
        func nonce(_ count: Int) throws(OpenID4VPError) -> String? {
            let field = FormField("wallet_nonce", String(repeating: "n", count: count))
            return try RequestURIForm(URLForm([field])).nonce
        }
        #expect(try nonce(512)?.utf8.count == 512)
        #expect(throws: OpenID4VPError.self) { try nonce(513) }
    }

    @Test func `RURI-02 WM-01 what a wallet may send is read, and what it may not is refused`() throws {
        func read(_ metadata: String) throws -> String? {
            do throws(OpenID4VPError) {
                let form = try RequestURIForm(URLForm([FormField("wallet_metadata", metadata)]))
                return try form.metadata?.requestEncryption()?.encryption.rawValue ?? "clear"
            } catch { return error.refusal.rule.description }
        }
        let key = JWK.Private(agreeing: verifier.key, keyID: "k")
        func keyed(_ enc: String) -> String {
            #"{"vp_formats_supported":{},"x":1,"jwks":\#(JSONValue.object(JWKSet([key.publicJWK]).json).text)\#(enc)}"#
        }
        #expect(try read(#"{"vp_formats_supported":{},"unknown":[1]}"#) == "clear")
        #expect(try read(#"{"vp_formats_supported":{},"jwks":{"keys":[]}}"#) == "clear")
        #expect(try read(keyed("")) == "A128GCM")
        let name = #","request_object_encryption_enc_values_supported":"#
        #expect(try read(keyed(name + #"["A256GCM","A128GCM"]"#)) == "A256GCM")
        #expect(try read(keyed(name + #"["A192GCM"]"#)) == "RURI-05")
        #expect(try read(keyed(name + "7")) == "RURI-05")
        #expect(try read("[]") == "RURI-02")
        #expect(try read("{") == "JOSE-04")
        #expect(try read("{}") == "WM-01")
        #expect(try read(#"{"vp_formats_supported":[]}"#) == "WM-01")
        #expect(try read(#"{"vp_formats_supported":{},"client_id_prefixes_supported":"x"}"#) == "WM-01")
        let signing = JWKSet([JWK(publicKey: verifier.key.publicKey, keyID: "s", algorithm: "ES256", use: "sig")]).json
        #expect(try read(#"{"vp_formats_supported":{},"jwks":\#(JSONValue.object(signing).text)}"#) == "RURI-05")
        let metadata = try WalletMetadata(parsing: #"{"vp_formats_supported":{}}"#)
        #expect(metadata.prefixes == ["pre-registered"])
        #expect(metadata.responseEncryptions == nil)
    }
}
