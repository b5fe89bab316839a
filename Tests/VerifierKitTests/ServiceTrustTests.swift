import Certificates
import CredentialModel
import Cryptography
import DCQL
import Files
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing
import Trust
import TrustFetching

@testable import VerifierKit

/// The trust of a running service, with a network that a test writes.
@Suite struct ServiceTrustTests {
    final class ListServer: HTTPFetching {
        let body = Mutex<[UInt8]?>(nil)
        /// What happens while a fetch is under way.
        let meanwhile = Mutex<(@Sendable () -> Void)?>(nil)

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            meanwhile.withLock { $0 }?()
            guard let body = body.withLock({ $0 }) else {
                throw .connectionFailed(host: request.url.host, reason: "no route")
            }
            return HTTPResponse(status: 200, body: body)
        }
    }

    let post: TestPost
    let now = TestPost.time
    let place: TemporaryFolder
    let folder: TrustFolder
    let publisher: TrustListPublisher
    let server = ListServer()
    let first: [UInt8]

    init() throws {
        post = try TestPost()
        place = try TemporaryFolder()
        folder = TrustFolder(path: place.file("trust"))
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x41, count: 32))
        let signer = try CertificateTemplate(
            commonName: "Operator", organization: "Union", key: key.publicKey, serialNumber: [1],
            notBefore: now - 864_000, notAfter: now + 86_400_000
        ).selfSigned(with: key)
        publisher = try TrustListPublisher(
            kind: .postal, details: .init(operatorName: "Union"), certificate: signer, key: key)
        let settings = TrustListSettings(
            id: "union", kind: .postal, signer: signer, types: [TestPost.type], url: "https://union.example/list")
        first = try publisher.publication(of: [], after: nil, at: now).text
        try folder.add(try TrustList(signed: first, settings: settings, at: now))
    }

    func trust() throws -> ServiceTrust {
        try ServiceTrust(
            folder: folder, client: TrustDocumentClient(lists: server, revocationLists: server), at: now,
            chance: { 500 }
        ) { store in PresentationVerifier(trust: store, status: NoStatusSource(why: "test")) }
    }

    @Test func `LOT-11 a service takes a newer list when it is due, without a restart`() throws {
        let trust = try trust()
        let second = try publisher.publication(
            of: [
                TrustEntry(
                    id: "kea", name: "Kea", purposes: [.postalIssuer], types: ["t"], keys: [.anchor(post.root)],
                    source: "test")
            ], after: first, at: now + 60
        ).text
        server.body.withLock { $0 = second }
        #expect(trust.refreshDue(at: now + 86_399) == nil)
        guard case .updated(let origin)? = trust.refreshDue(at: now + 86_400) else {
            Issue.record("the newer list was not taken")
            return
        }
        #expect(origin.sequence == 2)
        #expect(trust.lists.map(\.origin.sequence) == [2])
        #expect(try folder.store().entries.count == 1)
        #expect(trust.refreshDue(at: now + 86_401) == nil)
    }

    @Test
    func `LOT-11 LOT-07 a bad list is told and counted, the one that is held stays, and the next try comes later`()
        throws
    {
        let trust = try trust()
        for (at, body) in [(86_400, nil), (86_700, Array("x".utf8))] as [(Int64, [UInt8]?)] {
            server.body.withLock { $0 = body }
            guard case .kept(list: "union", _)? = trust.refreshDue(at: now + at) else {
                Issue.record("nothing was told")
                return
            }
            #expect(trust.refreshDue(at: now + at + 299) == nil)
        }
        #expect(trust.lists.map(\.failures) == [2])
        #expect(trust.lists.map(\.origin.sequence) == [1])
        let text = ServiceMetrics(startedAt: now).text(transactions: [:], lists: trust.lists)
        #expect(text.contains("carnet_trust_list_failures{list=\"union\"} 2"))
        #expect(text.contains("carnet_trust_list_sequence{list=\"union\"} 1"))
    }

    @Test func `LOT-11 TRU-04 a service gives up a list that was removed while it ran, and does not write it again`()
        throws
    {
        let trust = try trust()
        let entry = TrustEntry(
            id: "kea", name: "Kea", purposes: [.postalIssuer], types: ["t"], keys: [.anchor(post.root)], source: "test")
        let second = try publisher.publication(of: [entry], after: first, at: now + 60).text
        server.body.withLock { $0 = second }
        let path = place.file("trust/lists/union.json")
        server.meanwhile.withLock { $0 = { try? Files.remove(path) } }
        #expect(trust.refreshDue(at: now + 86_400) == .withdrawn(list: "union"))
        #expect(trust.lists.isEmpty)
        #expect(try folder.lists().isEmpty)
        #expect(trust.refreshDue(at: now + 200_000) == nil)
    }

    /// Whether the service accepts a credential of the post.
    func accepts(_ trust: ServiceTrust) throws -> Bool {
        let query = try DCQLQuery(json: [
            "credentials": [
                ["id": "a", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]]]
            ]
        ])
        let (audience, nonce) = ("x509_hash:abc", "n-0S6_WzA2MjAAAAAA")
        let shown = try post.presentation(of: post.credential(), showing: [], audience: audience, nonce: nonce)
        let expectation = PresentationExpectation(audience: audience, nonce: nonce, query: query)
        return trust.verifier.report(
            on: try VPToken(["a": [.string(shown)]]), expectation: expectation, at: now
        ).isAccepted
    }

    /// What the service tells when it looks at a folder that it cannot read whole.
    func keptBecause(_ trust: ServiceTrust) throws -> TrustError {
        let event = trust.refreshDue(at: now)
        let error: TrustError? = if case .folderKept(let error)? = event { error } else { nil }
        return try #require(error, "\(event.map { "\($0)" } ?? "nothing was told")")
    }

    func addPost() throws {
        try folder.add(
            TrustEntry(
                id: "kea-post", name: "Post of Kea", purposes: [.postalIssuer], types: [TestPost.type],
                keys: [.anchor(post.root)], source: "test"))
    }

    func revocationList(revoking serial: UInt8, issued: Int64) throws -> RevocationList {
        var template = RevocationListTemplate(thisUpdate: now + issued, nextUpdate: now + 3600)
        template.entries = [.init(serialNumber: [serial], since: now - 7200)]
        return try RevocationList(der: try template.signed(by: post.root, with: post.rootKey))
    }

    @Test
    func `STA-03 a running service takes a revocation list that is imported, and gives it up when it is taken out`()
        throws
    {
        try addPost()
        let trust = try trust()
        #expect(try accepts(trust))
        try folder.add(try revocationList(revoking: 2, issued: -60), at: now)
        #expect(try accepts(trust), "nobody looked yet")
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(try !accepts(trust), "the certificate of its issuer is revoked")
        #expect(trust.refreshDue(at: now) == nil, "nothing changed since")
        let name = try #require(try Files.names(in: place.file("trust/crls")).first)
        try Files.remove(place.file("trust/crls/\(name)"))
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(try accepts(trust))
    }

    @Test func `STA-04 a revocation list that the service itself fetched is no change of the folder`() throws {
        let trust = try trust()
        folder.keep(KeptRevocationList(list: try revocationList(revoking: 7, issued: -60), uri: "http://ca.example/1"))
        #expect(try folder.revocationLists().count == 1)
        #expect(trust.refreshDue(at: now) == nil)
    }

    @Test
    func
        `TRU-04 TRU-03 a running service takes entries and blocks that were added, and what cannot be read leaves it as it is`()
        throws
    {
        let trust = try trust()
        #expect(try !accepts(trust))
        try addPost()
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(try accepts(trust))
        try place.write(Array("{".utf8), to: "trust/broken.json")
        let error = try keptBecause(trust)
        #expect(error.refusal.rule == "TRU-03")
        #expect(trust.refreshDue(at: now) == nil, "it is told once")
        #expect(try accepts(trust))
        try Files.remove(place.file("trust/broken.json"))
        try folder.block(.entity(id: "kea-post"))
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(try !accepts(trust))
    }

    @Test func `TRU-04 a running service sees a file of certificates of whatever ending`() throws {
        try place.write(
            Array(PEM.text(of: [post.root]).utf8), to: "trust/kea.crt")
        let entry: JSONValue = [
            "id": "kea", "name": "Kea", "purposes": ["postal-issuer"], "types": [.string(TestPost.type)],
            "anchors": ["kea.crt"],
        ]
        try place.write(entry.serialized(), to: "trust/kea.json")
        let trust = try trust()
        #expect(try accepts(trust))
        let other = try TestPost.otherChain()[1]
        try place.write(Array(PEM.text(of: [other]).utf8), to: "trust/kea.crt")
        #expect(trust.refreshDue(at: now) == .folderRead)
        #expect(try !accepts(trust))
    }
}
