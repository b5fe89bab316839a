import Certificates
import Cryptography
import Files
import HTTP
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
    private final class ListServer: HTTPFetching {
        let body = Mutex<[UInt8]?>(nil)

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            guard let body = body.withLock({ $0 }) else {
                throw .connectionFailed(host: request.url.host, reason: "no route")
            }
            return HTTPResponse(status: 200, body: body)
        }
    }

    private let post: TestPost
    private let now = TestPost.time
    private let place: TemporaryFolder
    private let folder: TrustFolder
    private let publisher: TrustListPublisher
    private let server = ListServer()
    private let first: [UInt8]

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

    private func trust() throws -> ServiceTrust {
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
        try Files.remove(place.file("trust/lists/union.json"))
        #expect(trust.refreshDue(at: now + 86_400) == .withdrawn(list: "union"))
        #expect(trust.lists.isEmpty)
        #expect(try folder.lists().isEmpty)
        #expect(trust.refreshDue(at: now + 200_000) == nil)
    }
}
