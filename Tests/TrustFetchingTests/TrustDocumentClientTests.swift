import Certificates
import Cryptography
import HTTP
import Rules
import Synchronization
import TestSupport
import Testing
import Trust
import TrustFetching

/// Answers what it is told, and remembers what it was asked.
private final class FixedAnswers: HTTPFetching {
    private let answer: HTTPResponse
    private let asked = Mutex<[OutboundRequest]>([])

    init(_ answer: HTTPResponse) { self.answer = answer }

    var requests: [OutboundRequest] { asked.withLock { $0 } }

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        asked.withLock { $0.append(request) }
        return answer
    }
}

@Suite struct TrustDocumentClientTests {
    private func answers(_ status: Int, _ body: [UInt8] = [], tag: String? = nil) -> FixedAnswers {
        var answer = HTTPResponse(status: status, body: body)
        if let tag { answer.headers.set("ETag", tag) }
        return FixedAnswers(answer)
    }

    @Test func `LOT-11 a list is fetched whole, and nothing but a good answer counts`() throws {
        let good = answers(200, Array("a.b.c\n".utf8))
        let client = TrustDocumentClient(lists: good, revocationLists: answers(500))
        #expect(try client.list(at: "https://lists.example/pid.jwt") == Array("a.b.c".utf8))
        #expect(good.requests.first?.limits.maxBytes == TrustList.limitBytes)
        for bad in [answers(404, Array("a.b.c".utf8)), answers(200)] {
            #expect(throws: TrustError.self) {
                try TrustDocumentClient(lists: bad, revocationLists: good).list(at: "https://lists.example/pid.jwt")
            }
        }
        #expect(throws: TrustError.self) { try client.list(at: "nowhere") }
    }

    @Test func `STA-04 a revocation list is asked for with the tag of the one that is held`() throws {
        let good = answers(200, [0x30], tag: "\"1\"")
        let client = TrustDocumentClient(lists: answers(500), revocationLists: good)
        guard
            case .list([0x30], entityTag: "\"1\"") = try client.revocationList(
                at: "http://ca.example/1.crl", entityTag: "\"0\"")
        else {
            Issue.record("the list did not come")
            return
        }
        #expect(good.requests.first?.headers["If-None-Match"] == "\"0\"")
        #expect(good.requests.first?.limits.maxBytes == 8 << 20)
        #expect(good.requests.first?.limits.timeoutSeconds == 5)
        let same = TrustDocumentClient(lists: good, revocationLists: answers(304))
        guard case .unchanged = try same.revocationList(at: "http://ca.example/1.crl", entityTag: "\"1\"") else {
            Issue.record("304 is no answer")
            return
        }
        #expect(throws: RevocationListUnavailable.self) {
            try same.revocationList(at: "http://ca.example/1.crl", entityTag: nil)
        }
    }

    /// What a reader sends, run after run, and what it leaves in the folder.
    private func tags(_ tags: TrustDocumentClient.EntityTags) throws -> (sent: [String?], kept: [String?]) {
        let (post, place, now) = (try TestPost(), try TemporaryFolder(), TestPost.time)
        let folder = TrustFolder(path: place.file("trust"))
        var template = CertificateTemplate(
            commonName: "Counter", organization: "Post", key: post.key.publicKey, serialNumber: [42],
            notBefore: now - 60, notAfter: now + 864_000)
        template.revocationListURIs = ["http://ca.example/1.crl"]
        let leaf = try template.issued(by: post.root, signedWith: post.rootKey)
        let list = RevocationListTemplate(thisUpdate: now - 60, nextUpdate: now + 60)
        let server = answers(200, try list.signed(by: post.root, with: post.rootKey), tag: "\"you\"")
        let client = TrustDocumentClient(lists: server, revocationLists: server)
        for time in [now, now + 61] {
            let reader = try client.reader(of: folder, entityTags: tags)
            #expect(reader.lists(about: leaf, issuedBy: post.root, at: time).lists.count == 1)
        }
        return (server.requests.map { $0.headers["If-None-Match"] }, try folder.revocationLists().map(\.entityTag))
    }

    @Test func `STA-04 a service tells a server its own name for the list that it has of it, also after a restart`()
        throws
    {
        let (sent, kept) = try tags(.told)
        #expect(sent == [nil, "\"you\""])
        #expect(kept == ["\"you\""])
    }

    @Test func `STA-04 MASVS-PRIVACY-2 a wallet sends and keeps no name by which a server would know it again`() throws
    {
        let (sent, kept) = try tags(.leftAside)
        #expect(sent == [nil, nil])
        #expect(kept == [nil])
    }
}
