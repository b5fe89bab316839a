import Certificates
import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing
import TokenStatusList
import Trust

@testable import IssuerKit

/// The wallet's side against the issuer's, with everything between them but the network.
@Suite struct IssuanceTests {
    private static let types = [
        "address-proof", "agent-authorisation", "delivery-proof", "identity", "money-order", "po-box",
        "posting-receipt",
    ]

    private func claims(_ type: String) throws -> JSONObject {
        try #require(try JSONValue(parsing: repositoryFile("examples/claims/\(type).json")).object)
    }

    private func receiver(
        _ issuer: TestIssuer, wish: CredentialReceiver.Wish = .everythingOffered
    ) -> CredentialReceiver {
        CredentialReceiver(
            http: RouterClient(router: issuer.service.router), clock: .fixed(issuer.now), hosts: .loopbackToo,
            wish: wish)
    }

    private func received(
        _ issuer: TestIssuer, _ type: String, keys: [SoftwareKey], wish: CredentialReceiver.Wish = .everythingOffered,
        transactionCode: OfferMaker.TransactionCode = .none
    ) throws -> [ReceivedCredential] {
        let made = try issuer.offer(type, try claims(type), code: transactionCode)
        let receiver = receiver(issuer, wish: wish)
        let offer = try receiver.offer(try CredentialOfferLink(parsing: made.link, hosts: .loopbackToo))
        let plan = try receiver.plan(offer)
        #expect(plan.warnings.isEmpty)
        let authorized = try receiver.authorized(plan, transactionCode: made.transactionCode)
        return try receiver.credentials(try #require(authorized.available.first), of: authorized, keys: keys)
    }

    private func keys(_ count: Int) throws -> [SoftwareKey] {
        try (0..<count).map { _ in try SoftwareKey(generating: .p256) }
    }

    private func verified(_ text: String, _ issuer: TestIssuer) throws -> VerifiedCredential {
        var policy = CredentialPolicy()
        policy.unknownStatus = .reported
        if issuer.settings.issuer.url.isLoopback { policy.statusPlaces = .httpsAndLoopback }
        let verifier = SDJWTVCVerifier(trust: issuer.trust, status: NoStatusSource(why: "test"), policy: policy)
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        return try verifier.verified(
            Array(text.utf8), types: nil, keyBinding: .refused, at: issuer.now, log: &log, report: &report)
    }

    @Test(arguments: types)
    func `CRED-26 PST-04 each postal type is issued, verified, and says what was asked`(type: String) throws {
        let issuer = try TestIssuer()
        let key = try SoftwareKey(generating: .p256)
        let copy = try #require(try received(issuer, type, keys: [key]).first)
        let credential = try verified(copy.text, issuer)
        #expect(credential.type == "urn:carnet:postal:\(type):1")
        #expect(credential.issuer.decision.entryID == "kea")
        let payload = credential.sdJWT.payload
        for (name, value) in try claims(type) { #expect(payload[name] == value, "\(name)") }
        #expect(payload["issuing_country"] == "GR")
        #expect(payload["issuing_operator"] == "KEA")
        #expect(payload["iss"] == "https://post.example/kea")
        #expect(payload["cnf"]?["jwk"] == .object(JWK(publicKey: key.publicKey).json))
        #expect(credential.statusReference?.uri == "https://post.example/kea/statuslists/1")
        // FMT-02: the chain without its anchor.
        #expect(try CompactSDJWT(parsing: copy.text).issuerJWT.header.json["x5c"]?.array?.count == 1)
    }

    @Test(arguments: types)
    func `VC-58 PST-02 what the type calls always is hidden one by one, what it calls never is open`(type: String)
        throws
    {
        let issuer = try TestIssuer()
        let copy = try #require(try received(issuer, type, keys: try keys(1)).first)
        let credential = try verified(copy.text, issuer)
        let tree = credential.claims
        let rules = issuer.catalogue.claims(of: try #require(issuer.catalogue.type(type)))
        for rule in rules {
            for selection in (try? tree.selections(of: rule.path)) ?? [] {
                #expect((selection.node.disclosure != nil) == (rule.disclosure != .never), "\(rule.path)")
            }
        }
        let open = try CompactSDJWT(parsing: copy.text).issuerJWT.uncheckedPayload()
        for name in ["vct", "exp", "iat", "cnf", "status", "issuing_country"] { #expect(open[name] != nil, "\(name)") }
        #expect(open["address"] == nil && open["family_name"] == nil && open["item_id"] == nil)
    }

    @Test func `CRED-22 TRAP-28 nothing but the holder's claims ties the copies of a batch together`() throws {
        let issuer = try TestIssuer()
        let copies = try received(issuer, "identity", keys: try keys(10))
        #expect(copies.count == 10)
        var salted: [String] = []
        var indices: [Int64] = []
        var signatures: [[UInt8]] = []
        for copy in copies {
            let compact = try CompactSDJWT(parsing: copy.text)
            salted += copy.text.split(separator: "~").dropFirst().map(String.init)
            let payload = try compact.issuerJWT.uncheckedPayload()
            indices.append(try #require(payload["status"]?["status_list"]?["idx"]?.integer))
            signatures.append(compact.issuerJWT.signature)
            #expect(payload["iat"] == 1_795_478_400)
            let end: Int64 = 1_795_478_400 + 730 * 86_400
            #expect(payload["exp"] == .integer(end))
        }
        #expect(Set(salted).count == salted.count)
        #expect(Set(indices).count == 10)
        #expect(Set(signatures).count == 10)
        #expect(zip(indices, indices.dropFirst()).contains { abs($0 - $1) > 1 })
        let first = try verified(copies[0].text, issuer).sdJWT.payload
        let second = try verified(copies[1].text, issuer).sdJWT.payload
        #expect(first["family_name"] == second["family_name"])
    }

    @Test func `CRED-22 times are rounded down to the day`() throws {
        let issuer = try TestIssuer()
        issuer.wait(86_399)
        let copy = try #require(try received(issuer, "po-box", keys: try keys(1)).first)
        let payload = try CompactSDJWT(parsing: copy.text).issuerJWT.uncheckedPayload()
        #expect(payload["iat"] == 1_795_478_400)
        let end: Int64 = 1_795_478_400 + 365 * 86_400
        #expect(payload["exp"] == .integer(end))
    }

    @Test func `TOKEN-06 TRAP-10 the flow with credential identifiers`() throws {
        let issuer = try TestIssuer()
        #expect(try received(issuer, "po-box", keys: try keys(2), wish: .authorizationDetails).count == 2)
    }

    @Test func `OFFER-10 the flow with a transaction code`() throws {
        let issuer = try TestIssuer()
        #expect(
            try received(issuer, "po-box", keys: try keys(1), transactionCode: .digits(8, prompt: "At the counter"))
                .count == 1)
    }

    @Test func `TRAP-32 DEC-01 the flow with an authorization server of another name`() throws {
        let issuer = try TestIssuer(server: "https://login.example/as")
        for wish in [CredentialReceiver.Wish.everythingOffered, .authorizationDetails] {
            #expect(try received(issuer, "po-box", keys: try keys(1), wish: wish).count == 1)
        }
        let plan = try receiver(issuer).plan(
            try receiver(issuer).offer(
                try CredentialOfferLink(parsing: try issuer.offer().link, hosts: .loopbackToo)))
        #expect(plan.server.issuer.text == "https://login.example/as")
        #expect(plan.server.tokenEndpoint.text == "https://login.example/as/token")
    }

    @Test func `VC-22 without https the certificate alone says who issues`() throws {
        let issuer = try TestIssuer(issuer: "http://127.0.0.1:8080")
        let copy = try #require(try received(issuer, "po-box", keys: try keys(1)).first)
        let payload = try CompactSDJWT(parsing: copy.text).issuerJWT.uncheckedPayload()
        #expect(payload["iss"] == nil)
        #expect(payload["status"]?["status_list"]?["uri"] == "http://127.0.0.1:8080/statuslists/1")
        #expect(try verified(copy.text, issuer).type == "urn:carnet:postal:po-box:1")
    }

    @Test func `OFFER-05 an offer can be fetched until it is redeemed, and no longer than it is good`() throws {
        let issuer = try TestIssuer()
        let made = try issuer.offer()
        let link = try CredentialOfferLink(parsing: made.link, hosts: .loopbackToo)
        guard case .reference(let url) = link else { return }
        for _ in 0..<3 { #expect(issuer.respond("GET", url.path).status == 200) }
        #expect(issuer.respond("GET", url.path).headers["Cache-Control"] == "no-store")
        #expect(made.link.utf8.count <= 300)
        #expect(issuer.redeem(try issuer.code(made)).status == 200)
        #expect(issuer.respond("GET", url.path).status == 404)
        let late = try issuer.offer()
        guard case .reference(let other) = try CredentialOfferLink(parsing: late.link, hosts: .loopbackToo) else {
            return
        }
        issuer.wait(600)
        #expect(issuer.respond("GET", other.path).status == 404)
        #expect(issuer.respond("GET", "/kea/offers/x").status == 404)
    }

    @Test func `OFFER-05 offers in the link and at the address are the same`() throws {
        let issuer = try TestIssuer()
        let made = try issuer.offer(code: .digits(6, prompt: "On the receipt"))
        let byReference = try receiver(issuer).offer(try CredentialOfferLink(parsing: made.link, hosts: .loopbackToo))
        #expect(try CredentialOfferLink(parsing: made.linkByValue, hosts: .loopbackToo) == .value(byReference))
        let input = try #require(byReference.grants?.preAuthorized?.transactionCode)
        #expect(input == TransactionCodeInput(mode: .numeric, length: 6, prompt: "On the receipt"))
    }

    @Test func `OFFER-16 the link by reference is short enough for a QR code that a cheap camera reads`() throws {
        let issuer = try TestIssuer()
        let made = try issuer.offer(code: .digits(6, prompt: String(repeating: "x", count: 300)))
        #expect(made.link.utf8.count <= 300)
        #expect(made.linkByValue.utf8.count > made.link.utf8.count)
    }

    @Test func `TOKEN-20 an offer that is locked is gone`() throws {
        let issuer = try TestIssuer()
        let made = try issuer.offer(code: .digits(6, prompt: nil))
        for _ in 0..<5 { _ = issuer.redeem(try issuer.code(made), transactionCode: "x") }
        guard case .reference(let url) = try CredentialOfferLink(parsing: made.link, hosts: .loopbackToo) else {
            return
        }
        #expect(issuer.respond("GET", url.path).status == 404)
    }
}
