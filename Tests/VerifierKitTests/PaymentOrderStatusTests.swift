import Bytes
import Certificates
import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing
import TokenStatusList
import Trust

@testable import VerifierKit

/// What a bank must know before it pays: that its payer confirmed, and that nobody took back the credential, its issuer's
/// trust or a certificate behind it.
extension PaymentOrderTests {
    @Test func `PAY-17 what another holder confirmed is no payment of the payer`() throws {
        let package = try package()
        func code(_ payer: JSONObject) throws -> String? {
            try self.code(package, Self.order(["payer": .object(payer)]))
        }
        #expect(try code(["given_name": "Ada"]) == nil)
        #expect(try code(["given_name": "Ada", "iss": "https://post.example"]) == nil)
        #expect(try code(["given_name": "Eve"]) == "other_payer")
        #expect(try code(["given_name": "ada"]) == "other_payer")
        #expect(try code(["given_name": "Ada", "iss": "https://bank.example"]) == "other_payer", "every claim counts")
        #expect(try code(["given_name": ["Ada"]]) == "other_payer")
        #expect(try code(["family_name": "Okoro"]) == "payer_not_shown", "held, and not revealed")
        #expect(try code(["account_id": .null]) == "payer_not_shown")
        let refused = try report(package, Self.order(["payer": ["given_name": "Eve"]])).refusal
        #expect(refused.map { !$0.problem.contains("Eve") && !$0.problem.contains("Ada") } == true, "no values")
    }

    @Test func `PAY-17 a refused payer is not remembered, and an order without one says so`() throws {
        let package = try package()
        #expect(try code(package, Self.order(["payer": ["given_name": "Eve"]]), memory()) == "other_payer")
        #expect(try code(package, Self.order(["payer": ["given_name": "Ada"]]), memory()) == nil)
        let step = try report(package).steps.first { $0.check == "its payer confirmed it" }
        #expect(step?.outcome == .skipped(why: "the order names no payer; see for yourself whose account it is"))
    }

    @Test func `PAY-17 STA-08 a credential that lives long and has no status pays nothing`() throws {
        var claims = TestPost.claims
        claims["exp"] = .integer(service.now.seconds + 400 * 86_400)
        let package = try package(confirmedWith: service.post.credential(claims: claims))
        #expect(try report(package).refusal?.rule == "STA-08")
    }

    @Test func `PAY-17 TRU-06 an issuer whose trust was taken back since pays nothing, whatever the package says`()
        throws
    {
        let package = try package()
        func paid(_ state: TrustState, since: UnixTime) throws -> String? {
            let entries = service.post.trust().entries.map {
                TrustEntry(
                    id: $0.id, name: $0.name, purposes: $0.purposes, types: $0.types, keys: $0.keys, state: state,
                    since: since, source: "test")
            }
            return try report(package, at: service.now + 3600, trust: TrustStore(entries: entries)).refusal?.code
        }
        #expect(try paid(.granted, since: service.now) == nil)
        #expect(try paid(.withdrawn, since: service.now + 3601) == nil, "not yet")
        #expect(try paid(.withdrawn, since: service.now + 3600) == "not_in_force")
        #expect(try paid(.withdrawn, since: service.now - 1) == "not_in_force")
        #expect(try paid(.granted, since: service.now + 1) == "not_in_force", "not yet when it was confirmed")
    }

    @Test func `PAY-17 TXD-05 what nobody asked for confirms nothing beside what answers`() throws {
        let genuine = try package()
        let sent = genuine.expectation.transactionData.map(\.sent)
        var person = TestService.query["credentials"]?[0]?.object ?? [:]
        person["multiple"] = true
        let query = try DCQLQuery(json: ["credentials": [.object(person)]])
        var card = TestPost.claims
        card["vct"] = "urn:library:card"
        let nonce = genuine.expectation.nonce
        let stranger = try service.confirmation(
            nonce: nonce, mode: "direct_post", hashes: Self.hashes(sent), of: service.post.credential(claims: card))
        let silent = try service.post.presentation(
            of: service.post.credential(seed: 7), showing: ["given_name"], audience: service.client.text, nonce: nonce,
            at: service.now)
        let package = ProofPackage(
            token: VPToken([("person", [stranger, silent])]),
            expectation: PresentationExpectation(
                audience: service.client.text, nonce: nonce, query: query,
                transactionData: genuine.expectation.transactionData, responseMode: .directPost,
                requestedAt: service.now),
            responseMode: .directPost, time: service.now)
        let trust = service.post.trust(types: [TestPost.type, "urn:library:card"])
        let refused = try report(package, Self.order(), memory(), trust: trust)
        #expect(!refused.isAccepted)
        #expect(
            refused.steps.contains { step in
                if case .failed(let refusal) = step.outcome { refusal.rule == "TXD-05" } else { false }
            })
        #expect(try code(genuine, Self.order(), memory()) == nil, "nothing was paid")
    }

    /// A status that is good until a moment, and then is taken back.
    private struct Status: CredentialStatusSource {
        var takenBackAt = UnixTime(seconds: .max)
        var isKnown = true

        func status(
            of reference: StatusReference, issuer: IssuerIdentity, trust: TrustStore, at time: UnixTime
        ) throws(SDJWTVCError) -> StatusFinding {
            guard isKnown else { return .unknown(why: "the list is nowhere") }
            return time < takenBackAt
                ? .known(name: "valid", value: 0, ageSeconds: 1, reference: reference)
                : .known(name: "invalid", value: 1, ageSeconds: 1, reference: reference)
        }
    }

    @Test func `PAY-17 STA-02 a credential that was taken back since, or of which that is unknown, pays nothing`()
        throws
    {
        var claims = TestPost.claims
        claims["status"] = ["status_list": ["idx": 5, "uri": "https://status.example/1"]]
        let package = try package(confirmedWith: service.post.credential(claims: claims))
        let now = service.now + 3600
        #expect(try report(package, at: now, status: Status()).isAccepted)
        #expect(try report(package, at: now, status: Status(takenBackAt: now + 1)).isAccepted)
        let takenBack = try report(package, Self.order(), memory(), at: now, status: Status(takenBackAt: now))
        #expect(takenBack.refusal?.code == "status_invalid")
        var careless = CredentialPolicy()
        careless.unknownStatus = .reported
        let unknown = try report(
            package, Self.order(), memory(), at: now, status: Status(isKnown: false), policy: careless)
        #expect(unknown.refusal?.code == "status_unknown")
        #expect(
            try report(package, Self.order(), memory(), at: now, status: Status()).isAccepted, "nothing was paid yet")
    }

    @Test func `PAY-17 STA-02 revocation is judged by the moment of the payment, not of the package`() throws {
        let template = RevocationListTemplate(thisUpdate: service.now - 60, nextUpdate: service.now + 60)
        let der = try template.signed(by: service.post.root, with: service.post.rootKey)
        let list = KeptRevocationList(list: try RevocationList(der: der), uri: "http://ca.example/1.crl")
        let trust = service.post.trust().asking(
            RevocationPolicy(source: KeptRevocationLists([list]), unknown: .accepted, staleSeconds: 0))
        let package = try package()
        #expect(try report(package, at: service.now + 60, trust: trust).isAccepted)
        #expect(try report(package, at: service.now + 61, trust: trust).refusal?.code == "revocation_unknown")
    }

    @Test func `PAY-17 STA-02 a certificate that names a revocation list pays nothing where nobody is asked for it`()
        throws
    {
        let post = service.post
        var template = CertificateTemplate(
            commonName: "Listed", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [7],
            notBefore: service.now - 3600, notAfter: service.now + 3600)
        template.dnsNames = ["post.example"]
        template.revocationListURIs = ["http://ca.example/1.crl"]
        let leaf = try template.issued(by: post.root, signedWith: post.rootKey)
        let package = try package(
            confirmedWith: post.credential(header: ["typ": "dc+sd-jwt", "x5c": JOSEHeader.x5c([leaf])]))
        #expect(post.trust().revocation == nil)
        #expect(try report(package).refusal?.code == "revocation_unknown")
        let list = RevocationListTemplate(thisUpdate: service.now - 60, nextUpdate: service.now + 60)
        let kept = KeptRevocationList(
            list: try RevocationList(der: try list.signed(by: post.root, with: post.rootKey)), uri: nil)
        let asking = post.trust().asking(RevocationPolicy(source: KeptRevocationLists([kept])))
        #expect(try report(package, trust: asking).isAccepted)
    }

    private struct ListServer: HTTPFetching {
        let list: [UInt8]

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            HTTPResponse(status: 200, headers: ["Content-Type": "application/statuslist+jwt"], body: list)
        }
    }

    @Test func `PAY-17 STA-02 a status list whose signer may be revoked is no reason to pay`() throws {
        let post = service.post
        let uri = "https://status.example/1"
        var claims = TestPost.claims
        claims["status"] = ["status_list": ["idx": 5, "uri": .string(uri)]]
        let package = try package(confirmedWith: post.credential(claims: claims))
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x31, count: 32))
        var template = CertificateTemplate(
            commonName: "Lists", organization: "Post of Kea", key: key.publicKey, serialNumber: [7],
            notBefore: service.now - 3600, notAfter: service.now + 3600)
        template.revocationListURIs = ["http://ca.example/1.crl"]
        let leaf = try template.issued(by: post.root, signedWith: post.rootKey)
        let list = try StatusListPublication(uri: uri, issuedAt: service.now - 10).signed(
            try StatusList(count: 16, bits: 1), by: key, certificates: [leaf])
        let server = ListServer(list: Array(list.utf8))
        let marked = post.trust(purposes: [.postalIssuer, .statusSigner])
        func report(_ lists: [KeptRevocationList]) throws -> Report {
            try self.report(
                package, trust: marked.asking(RevocationPolicy(source: KeptRevocationLists(lists))),
                status: FetchedStatusSource(client: server, network: .secure))
        }
        #expect(try report([]).refusal?.code == "revocation_unknown")
        let revocations = RevocationListTemplate(thisUpdate: service.now - 60, nextUpdate: service.now + 60)
        let kept = KeptRevocationList(
            list: try RevocationList(der: try revocations.signed(by: post.root, with: post.rootKey)), uri: nil)
        #expect(try report([kept]).isAccepted)
    }
}
