import Certificates
import Cryptography
import Files
import FoundationEssentials
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules
import SDJWT
import TestSupport
import Testing
import Trust

@testable import IssuerKit

@Suite struct IssuerFolderTests {
    private let temporary: TemporaryFolder
    private let folder: IssuerFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = IssuerFolder(path: temporary.file("issuer"))
    }

    @discardableResult
    private func create(_ issuer: String = "https://post.example/kea") throws -> IssuerFolder.Created {
        let identity = IssuerFolder.Identity(name: "Post of Kea", country: "GR", operatorCode: "KEA")
        let settings = IssuerSettings(
            issuer: try IssuerIdentifier(issuer, hosts: .publicHosts), hosts: .publicHosts,
            defaultClaims: ["issuing_country": "GR", "issuing_operator": "KEA"])
        return try folder.create(
            settings, identity, typesFrom: repositoryPath("examples/types"), at: TestIssuer.start,
            random: SystemRandom())
    }

    @Test func `SEC-15 SEC-34 what is made can be opened, and secrets are the owner's alone`() throws {
        let created = try create()
        let opened = try folder.open(clock: .fixed(TestIssuer.start))
        #expect(opened.settings.issuer.text == "https://post.example/kea")
        #expect(opened.catalogue.issuable.count == 8)
        let keys = try folder.keys()
        let anchors = try PEM.certificates(
            in: String(decoding: Data(contentsOf: URL(filePath: created.anchorFile)), as: UTF8.self))
        for signer in [keys.credentials, keys.status] {
            let path = try CertificatePath.validated(leafFirst: signer.chain, anchors: anchors, at: TestIssuer.start)
            #expect(path.leaf.uris == ["https://post.example/kea"])
            #expect(path.leaf.dnsNames == ["post.example"])
            // Credentials live up to three years, and their certificate must still be good then.
            #expect(path.leaf.notAfter > TestIssuer.start + 3 * 366 * 86_400)
        }
        for (name, mode) in [
            ("issuer.json", 0o600), ("credentials.jwk", 0o600), ("status.jwk", 0o600), ("issuer.db", 0o600),
            ("credentials.pem", 0o644), ("issuer-ca.pem", 0o644),
        ] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test func `TRU-03 the trust entry vouches for the types and for status lists`() throws {
        try create()
        let store = try TrustFolder(path: folder.trustPath).store()
        let chain = try folder.keys().credentials.chain
        let type = "urn:carnet:postal:identity:1"
        let decision = try store.decide(
            [.postalIssuer], type: type, evidence: .certificates(chain), at: TestIssuer.start)
        #expect(decision.entryID == "post-kea")
        let status = try folder.keys().status.chain
        #expect(throws: Never.self) {
            try store.decide([.statusSigner], type: nil, evidence: .certificates(status), at: TestIssuer.start)
        }
        #expect(throws: TrustError.self) {
            try store.decide([.postalIssuer], type: "urn:x:other", evidence: .certificates(chain), at: TestIssuer.start)
        }
    }

    @Test func `SEC-34 nothing that is there is overwritten`() throws {
        try create()
        let key = try folder.keys().credentials.key.publicKey
        #expect(throws: IssuerKitError.files(.exists(path: "\(folder.path)/issuer.json"))) {
            try create("https://other.example")
        }
        #expect(try folder.keys().credentials.key.publicKey == key)
        #expect(try folder.settings().issuer.text == "https://post.example/kea")
    }

    @Test func `VC-57 a mistake in a type leaves nothing behind`() throws {
        try temporary.write([0x7B], to: "bad.json")
        let identity = IssuerFolder.Identity(name: "n", country: "GR", operatorCode: "KEA")
        let settings = IssuerSettings(
            issuer: try IssuerIdentifier("https://a.example", hosts: .publicHosts), hosts: .publicHosts)
        #expect(throws: IssuerKitError.self) {
            try folder.create(
                settings, identity, typesFrom: temporary.path, at: TestIssuer.start, random: SystemRandom())
        }
        #expect(temporary.names == ["bad.json"])
    }

    @Test func `DEC-04 an offer made by one process is redeemed at another`() throws {
        try create()
        let (one, two) = (
            try folder.open(clock: .fixed(TestIssuer.start)), try folder.open(clock: .fixed(TestIssuer.start))
        )
        let made = try one.service.offers.offer(
            [(type: "po-box", claims: TestIssuer.box)], transactionCode: .none, at: TestIssuer.start)
        let receiver = CredentialReceiver(
            http: RouterClient(router: two.service.router), clock: .fixed(TestIssuer.start))
        let plan = try receiver.plan(try receiver.offer(try CredentialOfferLink(parsing: made.link)))
        let authorized = try receiver.authorized(plan, transactionCode: nil)
        let key = try SoftwareKey(generating: .p256)
        #expect(try receiver.credentials(authorized.available[0], of: authorized, keys: [key]).count == 1)
        #expect(try one.store.setStatus(1, of: made.issuance) == 1)
        #expect(try two.store.statusList(1)?.entries.values.map { $0 } == [1])
    }

    @Test func `CLI-06 the list tells where each issuance stands`() throws {
        let issuer = try TestIssuer()
        func states() throws -> [IssuanceSummary.State] {
            try issuer.store.issuances(limit: 9, at: issuer.now).map(\.state)
        }
        let made = try issuer.offer()
        #expect(try states() == [.open])
        let token = try JSONValue(parsing: issuer.redeem(try issuer.code(made)).body)["access_token"]?.string
        #expect(try states() == [.closed])
        let key = try SoftwareKey(generating: .p256)
        let answer = issuer.credential(try issuer.request(keys: [key], nonce: try issuer.nonce()), bearer: token)
        #expect(answer.status == 200)
        #expect(try states() == [.issued])
        for (status, state) in [(2, IssuanceSummary.State.suspended), (0, .issued), (1, .revoked), (0, .revoked)] {
            _ = try issuer.store.setStatus(UInt8(status), of: made.issuance)
            #expect(try states() == [state])
        }
        _ = try issuer.offer()
        issuer.wait(600)
        #expect(try states() == [.expired, .revoked])
    }

    @Test func `FMT-01 a credential without a wallet is on record and can be revoked`() throws {
        try create()
        let opened = try folder.open(clock: .fixed(TestIssuer.start))
        let direct = DirectIssuer(
            catalogue: opened.catalogue, maker: opened.service.maker, store: opened.store, random: SystemRandom())
        let holder = JWK(publicKey: try SoftwareKey(generating: .p256).publicKey)
        let issued = try direct.issue("po-box", TestIssuer.box, holder: holder, at: TestIssuer.start)
        let payload = try CompactSDJWT(parsing: issued.credential).issuerJWT.uncheckedPayload()
        #expect(payload["cnf"]?["jwk"] == .object(holder.json))
        #expect(payload["status"]?["status_list"]?["uri"] == "https://post.example/kea/statuslists/1")
        #expect(try opened.store.setStatus(1, of: issued.issuance) == 1)
        let bearer = try direct.issue("po-box", TestIssuer.box, holder: nil, at: TestIssuer.start)
        #expect(try CompactSDJWT(parsing: bearer.credential).issuerJWT.uncheckedPayload()["cnf"] == nil)
        #expect(throws: IssuerKitError.notIssuable("base")) {
            try direct.issue("base", TestIssuer.box, holder: nil, at: TestIssuer.start)
        }
        #expect(throws: IssuerKitError.self) { try direct.issue("po-box", [:], holder: nil, at: TestIssuer.start) }
        let states = try opened.store.issuances(limit: 9, at: TestIssuer.start).map(\.state)
        #expect(states == [.issued, .revoked])
    }
}
