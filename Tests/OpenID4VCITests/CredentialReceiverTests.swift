import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import Rules
import SDJWT
import Synchronization
import Testing

@testable import OpenID4VCI

@Suite struct CredentialReceiverTests {
    static let now = UnixTime(seconds: 1_795_478_400)
    typealias Peer = ScriptedPeer

    func receiver(
        _ peer: ScriptedPeer, clientID: String? = nil, wish: CredentialReceiver.Wish = .everythingOffered
    ) -> CredentialReceiver {
        CredentialReceiver(http: peer, clock: .fixed(Self.now), clientID: clientID, wish: wish)
    }

    func offer(
        _ ids: [String] = ["a"], transactionCode: TransactionCodeInput? = nil, server: String? = nil
    ) throws -> CredentialOffer {
        let grant = PreAuthorizedGrant(code: "c+/=&", transactionCode: transactionCode, authorizationServer: server)
        return CredentialOffer(
            issuer: try IssuerIdentifier(Peer.issuer, hosts: .publicHosts), configurationIDs: ids,
            grants: .init(preAuthorized: grant))
    }

    func keys(_ count: Int) throws -> [SoftwareKey] {
        try (0..<count).map { _ in try SoftwareKey(generating: .p256) }
    }

    /// Runs the whole flow for the first credential.
    func received(
        _ peer: ScriptedPeer, keys: [SoftwareKey], wish: CredentialReceiver.Wish = .everythingOffered
    ) throws -> [ReceivedCredential] {
        let receiver = receiver(peer, wish: wish)
        let authorized = try receiver.authorized(try receiver.plan(try offer()), transactionCode: nil)
        return try receiver.credentials(try #require(authorized.available.first), of: authorized, keys: keys)
    }

    func code(_ body: () throws -> Void) -> String? {
        do { try body() } catch let error as OpenID4VCIError { return error.refusal.code } catch { return "\(error)" }
        return nil
    }

    @Test func `CRED-21 INEG-194 copies are matched by their keys, whatever their order`() throws {
        let keys = try keys(3)
        let peer = Peer([Peer.credentialAddress: { request in Peer.issued(to: Peer.keys(in: request).reversed()) }])
        let received = try received(peer, keys: keys)
        #expect(received.map(\.keyIndex) == [2, 1, 0])
        for copy in received {
            let payload = try CompactSDJWT(parsing: copy.text).issuerJWT.uncheckedPayload()
            let index = try #require(copy.keyIndex)
            #expect(payload["cnf"]?["jwk"] == .object(JWK(publicKey: keys[index].publicKey).json))
        }
        #expect(
            peer.addresses == [
                Peer.metadataAddress, Peer.serverAddress, Peer.tokenAddress, Peer.nonceAddress, Peer.credentialAddress,
            ])
    }

    @Test func `HTTP-06 CRED-01 the requests are as the standard says`() throws {
        let peer = Peer()
        _ = try received(peer, keys: try keys(1))
        let token = try #require(peer.requests(Peer.tokenAddress).first)
        #expect(token.method == "POST")
        #expect(
            try URLForm(parsing: token.body).fields == [
                FormField("grant_type", GrantType.preAuthorizedCode.rawValue),
                FormField("pre-authorized_code", "c+/=&"),
            ])
        let nonce = try #require(peer.requests(Peer.nonceAddress).first)
        #expect(nonce.method == "POST" && nonce.body.isEmpty && nonce.headers["Authorization"] == nil)
        let credential = try #require(peer.requests(Peer.credentialAddress).first)
        #expect(credential.headers["Authorization"] == "Bearer at")
        #expect(credential.headers["Content-Type"] == "application/json")
        let body = try JSONValue(parsing: credential.body)
        #expect(body.object?.names == ["credential_configuration_id", "proofs"])
        let proof = try CompactJWS(parsing: try #require(body["proofs"]?["jwt"]?[0]?.string))
        #expect(try proof.uncheckedPayload() == ["aud": .string(Peer.issuer), "iat": 1_795_478_400, "nonce": "n1"])
        for request in [token, nonce, credential] { #expect(request.limits.redirects == .refused) }
    }

    @Test func `NONCE-09 without a nonce endpoint the proof has no nonce`() throws {
        let peer = Peer([Peer.metadataAddress: Peer.changed(Peer.metadata, ["nonce_endpoint": .null])])
        _ = try received(peer, keys: try keys(1))
        let body = try JSONValue(parsing: try #require(peer.requests(Peer.credentialAddress).first).body)
        let proof = try CompactJWS(parsing: try #require(body["proofs"]?["jwt"]?[0]?.string))
        #expect(try proof.uncheckedPayload()["nonce"] == nil)
        #expect(peer.requests(Peer.nonceAddress).isEmpty)
    }

    @Test func `CRED-07 TOKEN-07 identifiers of the token response are used, one request each`() throws {
        let details: JSONValue = [
            ["type": "openid_credential", "credential_configuration_id": "a", "credential_identifiers": ["x", "y"]],
            ["type": "other"],
        ]
        let token: JSONValue = ["access_token": "at", "token_type": "bearer", "authorization_details": details]
        let peer = Peer([Peer.tokenAddress: Peer.always(token)])
        let receiver = receiver(peer, wish: .authorizationDetails)
        let authorized = try receiver.authorized(try receiver.plan(try offer()), transactionCode: nil)
        #expect(authorized.available.map(\.selector) == [.identifier("x"), .identifier("y")])
        _ = try receiver.credentials(authorized.available[1], of: authorized, keys: try keys(1))
        let body = try JSONValue(parsing: try #require(peer.requests(Peer.credentialAddress).first).body)
        #expect(body["credential_identifier"] == "y")
        #expect(body["credential_configuration_id"] == nil)
        let sent = try URLForm(parsing: try #require(peer.requests(Peer.tokenAddress).first).body)
        #expect(
            sent.values("authorization_details") == [
                #"[{"type":"openid_credential","credential_configuration_id":"a"}]"#
            ])
    }

    @Test func `TRAP-11 locations are sent when the metadata names authorization servers`() throws {
        let servers = Peer.changed(Peer.metadata, ["authorization_servers": [.string(Peer.issuer)]])
        let peer = Peer([Peer.metadataAddress: servers])
        #expect(throws: OpenID4VCIError.self) { try received(peer, keys: try keys(1), wish: .authorizationDetails) }
        let sent = try URLForm(parsing: try #require(peer.requests(Peer.tokenAddress).first).body)
        #expect(
            sent.values("authorization_details").first?.contains(#""locations":["https://issuer.example/po"]"#) == true)
    }

    // Offers

    @Test func `OFFER-03 an offer by reference is fetched and read like any other`() throws {
        let address = "https://issuer.example/offers/1"
        let link = CredentialOfferLink.reference(try WebURL(parsing: address))
        let good = Peer([address: Peer.always(try offer().json)])
        #expect(try receiver(good).offer(link) == (try offer()))
        #expect(try receiver(good).offer(.value(try offer())) == (try offer()))
        let bad: [(String, Peer.Script)] = [
            ("unexpected_answer", Peer.always(try offer().json, type: .html)),
            ("unexpected_answer", Peer.always(try offer().json, type: .jwt)),
            ("unexpected_answer", Peer.always(try offer().json, status: 404)),
            (
                "redirect_refused",
                { _ throws(HTTPError) in throw .redirectRefused(host: "issuer.example", status: 302) }
            ),
            (
                "answer_too_large",
                { _ throws(HTTPError) in throw .answerTooLarge(host: "issuer.example", limitBytes: 1) }
            ),
            ("timed_out", { _ throws(HTTPError) in throw .timedOut(host: "issuer.example", seconds: 10) }),
            ("not_an_object", Peer.always([])),
        ]
        for (expected, script) in bad {
            #expect(code { _ = try receiver(Peer([address: script])).offer(link) } == expected)
        }
    }

    @Test func `OFFER-07 INEG-007 offers that need a login are refused before anything is fetched`() throws {
        let issuer = try IssuerIdentifier(Peer.issuer, hosts: .publicHosts)
        for grants in [nil, CredentialOffer.Grants(authorizationCode: AuthorizationCodeGrant())] {
            let peer = Peer()
            let offer = CredentialOffer(issuer: issuer, configurationIDs: ["a"], grants: grants)
            #expect(throws: OpenID4VCIError.noUsableGrant(.loginNotSupported)) { try receiver(peer).plan(offer) }
            #expect(peer.addresses.isEmpty)
        }
    }

    @Test func `OFFER-14 INEG-013 unknown configurations are dropped with a warning, none left is the end`() throws {
        let plan = try receiver(Peer()).plan(try offer(["z", "b"]))
        #expect(plan.configurations.map(\.id) == ["b"])
        #expect(plan.warnings == [.unknownConfiguration(DisplayText("z", limit: 9))])
        #expect(throws: OpenID4VCIError.noUsableConfiguration(skipped: [])) {
            try receiver(Peer()).plan(try offer(["z"]))
        }
        let skipping = Peer([
            Peer.metadataAddress: Peer.changed(
                Peer.metadata, ["credential_configurations_supported": ["a": ["format": "mso_mdoc"]]])
        ])
        #expect(code { _ = try receiver(skipping).plan(try offer()) } == "no_usable_configuration")
    }

    @Test func `OFFER-08 INEG-012 the offer may name only servers that the metadata names`() throws {
        let two: JSONValue = ["https://as.example", "https://bs.example"]
        let named = Peer.changed(Peer.metadata, ["authorization_servers": two])
        let server = Peer.changed(Peer.server, ["issuer": "https://bs.example"])
        let peer = Peer([
            Peer.metadataAddress: named, "https://bs.example/.well-known/oauth-authorization-server": server,
        ])
        #expect(
            try receiver(peer).plan(try offer(server: "https://bs.example")).server.issuer.text == "https://bs.example")
        for other in ["https://cs.example", "https://bs.example/", Peer.issuer] {
            #expect(throws: OpenID4VCIError.authorizationServer(named: true)) {
                try receiver(peer).plan(try offer(server: other))
            }
        }
        #expect(throws: OpenID4VCIError.authorizationServer(named: false)) {
            try receiver(Peer()).plan(try offer(server: Peer.issuer))
        }
    }

    // Metadata

    @Test func `META-31 INEG-026 the first server with the grant is used`() throws {
        let first = Peer.changed(
            Peer.server, ["issuer": "https://as.example", "grant_types_supported": ["authorization_code"]])
        let peer = Peer([
            Peer.metadataAddress: Peer.changed(
                Peer.metadata, ["authorization_servers": ["https://as.example", .string(Peer.issuer)]]),
            "https://as.example/.well-known/oauth-authorization-server": first,
        ])
        #expect(try receiver(peer).plan(try offer()).server.issuer.text == Peer.issuer)
        let none = Peer([Peer.serverAddress: Peer.changed(Peer.server, ["grant_types_supported": .null])])
        #expect(throws: OpenID4VCIError.noUsableGrant(.notAtServer)) { try receiver(none).plan(try offer()) }
    }

    @Test func `META-03 META-05 INEG-016 INEG-022 metadata elsewhere, or of another type`() throws {
        let appended = Peer([
            Peer.metadataAddress: Peer.always([:], status: 404),
            "\(Peer.issuer)/.well-known/openid-credential-issuer": Peer.always(.object(Peer.metadata)),
        ])
        #expect(code { _ = try receiver(appended).plan(try offer()) } == "unexpected_answer")
        #expect(appended.addresses == [Peer.metadataAddress])
        let signed = Peer([Peer.metadataAddress: { _ in .text("e30.e30.AA", type: .jwt) }])
        #expect(code { _ = try receiver(signed).plan(try offer()) } == "unexpected_answer")
        #expect(Peer.requestsOnlyJSON(signed))
    }

    @Test func `META-04 META-30 INEG-015 INEG-023 documents of others are not used`() throws {
        for other in ["https://issuer.example/po/", "https://issuer.example", "https://issuer.example:443/po"] {
            let metadata = Peer([
                Peer.metadataAddress: Peer.changed(Peer.metadata, ["credential_issuer": .string(other)])
            ])
            #expect(code { _ = try receiver(metadata).plan(try offer()) } == "not_identical")
            #expect(metadata.addresses == [Peer.metadataAddress])
            let server = Peer([Peer.serverAddress: Peer.changed(Peer.server, ["issuer": .string(other)])])
            #expect(code { _ = try receiver(server).plan(try offer()) } == "not_identical")
        }
    }

    @Test func `META-09 an endpoint at another host is used, and mentioned`() throws {
        let peer = Peer([
            Peer.metadataAddress: Peer.changed(Peer.metadata, ["credential_endpoint": "https://api.example/c"])
        ])
        #expect(try receiver(peer).plan(try offer()).warnings == [.otherHost(DisplayText("api.example", limit: 99))])
    }

    @Test func `IENC-07 an issuer that wants encryption is refused before the code is sent`() throws {
        let peer = Peer([
            Peer.metadataAddress: Peer.changed(
                Peer.metadata, ["credential_response_encryption": ["encryption_required": true]])
        ])
        #expect(throws: OpenID4VCIError.encryptionRequired) { try receiver(peer).plan(try offer()) }
    }

    @Test func `CLIENT-02 a server that wants to know the client gets the identifier, or nothing`() throws {
        let peer = Peer([
            Peer.serverAddress: Peer.changed(Peer.server, ["pre-authorized_grant_anonymous_access_supported": .null])
        ])
        #expect(throws: OpenID4VCIError.noUsableGrant(.clientRequired)) { try receiver(peer).plan(try offer()) }
        let named = receiver(peer, clientID: "https://w.example")
        let authorized = try named.authorized(try named.plan(try offer()), transactionCode: nil)
        let sent = try URLForm(parsing: try #require(peer.requests(Peer.tokenAddress).first).body)
        #expect(sent.values("client_id") == ["https://w.example"])
        _ = try named.credentials(authorized.available[0], of: authorized, keys: try keys(1))
        let body = try JSONValue(parsing: try #require(peer.requests(Peer.credentialAddress).first).body)
        let proof = try CompactJWS(parsing: try #require(body["proofs"]?["jwt"]?[0]?.string))
        #expect(try proof.uncheckedPayload()["iss"] == "https://w.example")
    }

    // Token

    @Test func `OFFER-10 TOKEN-02 a transaction code is sent exactly when it is asked for`() throws {
        let peer = Peer()
        let receiver = receiver(peer)
        let asked = try receiver.plan(try offer(transactionCode: TransactionCodeInput()))
        #expect(throws: OpenID4VCIError.transactionCodeRequired) {
            try receiver.authorized(asked, transactionCode: nil)
        }
        let free = try receiver.plan(try offer())
        #expect(throws: OpenID4VCIError.transactionCodeUnexpected) {
            try receiver.authorized(free, transactionCode: "1")
        }
        #expect(peer.requests(Peer.tokenAddress).isEmpty)
        _ = try receiver.authorized(asked, transactionCode: " 012345")
        let sent = try URLForm(parsing: try #require(peer.requests(Peer.tokenAddress).first).body)
        #expect(sent.values("tx_code") == [" 012345"])
    }

    @Test func `TOKEN-23 a broken server is asked once more, a refusal is final`() throws {
        let broken = Peer([Peer.tokenAddress: Peer.always([:], status: 503)])
        #expect(code { _ = try received(broken, keys: []) } == "unexpected_answer")
        #expect(broken.requests(Peer.tokenAddress).count == 2)
        let gone = Peer([Peer.tokenAddress: { _ throws(HTTPError) in throw .timedOut(host: "x", seconds: 1) }])
        #expect(code { _ = try received(gone, keys: []) } == "timed_out")
        #expect(gone.requests(Peer.tokenAddress).count == 2)
        let refusing = Peer([Peer.tokenAddress: Peer.always(["error": "invalid_grant"], status: 400)])
        #expect(code { _ = try received(refusing, keys: []) } == "refused_by_issuer")
        #expect(refusing.requests(Peer.tokenAddress).count == 1)
        let tooLarge = Peer([
            Peer.tokenAddress: { _ throws(HTTPError) in throw .answerTooLarge(host: "x", limitBytes: 1) }
        ])
        #expect(code { _ = try received(tooLarge, keys: []) } == "answer_too_large")
        #expect(tooLarge.requests(Peer.tokenAddress).count == 1)
    }

    // Credentials

    @Test func `NONCE-08 INEG-201 a refused nonce is replaced once`() throws {
        let count = Counter()
        let once = Peer([
            Peer.nonceAddress: { _ in .json(["c_nonce": .string("n\(count.next())")]) },
            Peer.credentialAddress: { request in
                count.value < 2
                    ? .json(["error": "invalid_nonce"], status: 400) : Peer.issued(to: Peer.keys(in: request))
            },
        ])
        #expect(try received(once, keys: try keys(2)).count == 2)
        let sent = try once.requests(Peer.credentialAddress).map { try JSONValue(parsing: $0.body)["proofs"] }
        #expect(sent.count == 2)
        #expect(sent[0] != sent[1])
        let always = Peer([Peer.credentialAddress: Peer.always(["error": "invalid_nonce"], status: 400)])
        #expect(code { _ = try received(always, keys: try keys(1)) } == "refused_by_issuer")
        #expect(always.requests(Peer.credentialAddress).count == 2)
        #expect(always.requests(Peer.nonceAddress).count == 2)
    }

    @Test(arguments: [
        "credential_request_denied", "invalid_proof", "unknown_credential_configuration", "x_new", "invalid_token",
    ])
    func `CRED-34 INEG-202 other errors are final`(error: String) throws {
        let peer = Peer([Peer.credentialAddress: Peer.always(["error": .string(error)], status: 400)])
        #expect(code { _ = try received(peer, keys: try keys(1)) } == "refused_by_issuer")
        #expect(peer.requests(Peer.credentialAddress).count == 1)
    }
}

extension ScriptedPeer {
    static func requestsOnlyJSON(_ peer: ScriptedPeer) -> Bool {
        peer.requests(metadataAddress).allSatisfy { $0.headers["Accept"] == "application/json" }
    }
}

/// Counts from 1.
private final class Counter: Sendable {
    private let stored = Mutex(0)

    var value: Int { stored.withLock { $0 } }

    func next() -> Int {
        stored.withLock { value in
            value += 1
            return value
        }
    }
}
