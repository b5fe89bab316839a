import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing

/// Fetching documents about types: which requests are made, what is kept, and for how long.
@Suite struct FetchedTypeMetadataTests {
    private static let type = "https://types.example/ticket"
    private let now = TestPost.time

    /// A network with an answer for each address.
    final class Network: HTTPFetching {
        private let state = Mutex<(answers: [String: HTTPResponse], sent: [String])>(([:], []))
        /// The entity tag of each request, empty where there was none.
        let tags = Mutex<[String]>([])

        var sent: [String] { state.withLock { $0.sent } }

        func answers(_ answer: HTTPResponse?, at address: String = FetchedTypeMetadataTests.type) {
            state.withLock { $0.answers[address] = answer }
        }

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            tags.withLock { $0.append(request.headers["If-None-Match"] ?? "") }
            let answer = state.withLock { state in
                state.sent.append(request.url.text)
                return state.answers[request.url.text]
            }
            guard let answer else { throw .connectionFailed(host: request.url.host, reason: "no route") }
            return answer
        }
    }

    /// A store in memory.
    final class Store: TypeMetadataStore {
        private let copies = Mutex<[TypeMetadataKey: TypeMetadataCopy]>([:])

        var count: Int { copies.withLock { $0.count } }

        func document(at key: TypeMetadataKey) -> TypeMetadataCopy? { copies.withLock { $0[key] } }
        func keep(_ copy: TypeMetadataCopy, at key: TypeMetadataKey) { copies.withLock { $0[key] = copy } }
    }

    private static let body = Array("{\"vct\":\"\(type)\"}".utf8)

    private static func answer(
        _ status: Int = 200, type: String = "application/json", caching: String? = nil, body: [UInt8] = body
    ) -> HTTPResponse {
        var headers: HTTPHeaders = ["Content-Type": type]
        if let caching { headers.set("Cache-Control", caching) }
        return HTTPResponse(status: status, headers: headers, body: body)
    }

    private func ask(
        _ source: FetchedTypeMetadata, _ type: String = type, _ integrity: SubresourceIntegrity? = nil,
        after seconds: Int64 = 0
    ) -> [UInt8]? {
        try? source.document(about: type, matching: integrity, at: now + seconds, within: .test)
    }

    @Test func `VC-53 the document is fetched by the address that the type is`() {
        let network = Network()
        network.answers(Self.answer())
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure)) == Self.body)
        #expect(network.sent == [Self.type])
    }

    @Test(arguments: [
        "urn:carnet:postal:identity:1", "http://types.example/ticket", "https://types.example/ticket#a", "ticket",
        "file:///etc/passwd", "https://user@types.example/t", "http://127.0.0.1/t", "",
    ])
    func `VC-36 VC-37 other names make no request`(type: String) {
        let network = Network()
        network.answers(Self.answer(), at: type)
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure), type) == nil)
        #expect(network.sent.isEmpty)
    }

    @Test func `VC-37 loopback is asked only where trials permit it`() {
        let network = Network()
        network.answers(Self.answer(), at: "http://127.0.0.1:8081/t")
        network.answers(Self.answer(), at: "http://types.example/t")
        let source = FetchedTypeMetadata(client: network, network: .loopbackAllowed)
        #expect(ask(source, "http://127.0.0.1:8081/t") != nil)
        #expect(ask(source, "http://types.example/t") == nil)
    }

    @Test(arguments: [404, 500, 206, 204, 304])
    func `VC-36 the body of another answer than 200 is not used`(status: Int) {
        let network = Network()
        network.answers(Self.answer(status))
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure)) == nil)
    }

    @Test func `VC-53 an answer that is no JSON is not used`() {
        let network = Network()
        let source = FetchedTypeMetadata(client: network, network: .secure)
        network.answers(Self.answer(type: "text/html"))
        #expect(ask(source) == nil)
        network.answers(Self.answer(type: "application/vnd.vct+json; charset=utf-8"))
        #expect(ask(source, after: 60) == Self.body)
    }

    @Test func `VC-38 a document is fresh for as long as its server says, between an hour and a day`() {
        for (caching, fresh) in [
            (nil, 3600), ("max-age=10", 3600), ("public, max-age=7200", 7200), ("max-age=999999999", 86_400),
            ("max-age=99999999999999999999", 3600), ("max-age=\"7200\"", 7200),
        ] as [(String?, Int64)] {
            let network = Network()
            network.answers(Self.answer(caching: caching))
            let source = FetchedTypeMetadata(client: network, network: .secure)
            for seconds in [0, fresh] { #expect(ask(source, after: seconds) != nil) }
            #expect(network.sent.count == 1, "\(caching ?? "")")
            #expect(ask(source, after: fresh + 1) != nil)
            #expect(network.sent.count == 2, "\(caching ?? "")")
        }
    }

    @Test func `VC-38 a clock that was set back makes a document due`() {
        let network = Network()
        network.answers(Self.answer())
        let source = FetchedTypeMetadata(client: network, network: .secure)
        for seconds in [0, -1] as [Int64] { #expect(ask(source, after: seconds) != nil) }
        #expect(network.sent.count == 2)
    }

    @Test func `VC-53 TMETA-01 with a hash a document is kept for ever, by its hash`() {
        let network = Network()
        network.answers(Self.answer())
        let source = FetchedTypeMetadata(client: network, network: .secure)
        let hash = SubresourceIntegrity(of: Self.body)
        #expect(ask(source, Self.type, hash) != nil)
        #expect(ask(source, Self.type, hash, after: 10 * 365 * 86_400) != nil)
        #expect(network.sent.count == 1)
        #expect(ask(source) != nil)
        #expect(network.sent.count == 2)
    }

    @Test func `VC-60 a document with another hash is handed on to be refused, and not kept`() {
        let network = Network()
        let store = Store()
        network.answers(Self.answer())
        let source = FetchedTypeMetadata(client: network, network: .secure, store: store)
        let other = SubresourceIntegrity(of: [])
        for _ in 0..<2 { #expect(ask(source, Self.type, other) == Self.body) }
        #expect(network.sent.count == 2)
        #expect(store.count == 0)
    }

    @Test func `STA-09 a failure is remembered for a minute, and an old document used for 90 days meanwhile`() {
        let network = Network()
        let source = FetchedTypeMetadata(client: network, network: .secure)
        #expect(ask(source) == nil)
        #expect(ask(source, after: 59) == nil)
        #expect(network.sent.count == 1)
        network.answers(Self.answer())
        #expect(ask(source, after: 60) != nil)
        #expect(network.sent.count == 2)
        network.answers(nil)
        #expect(ask(source, after: 60 + 90 * 86_400) != nil)
        #expect(ask(source, after: 60 + 90 * 86_400 + 1) == nil)
    }

    @Test func `VC-36 redirects are followed three times, over TLS, and their answers are not kept`() {
        let network = Network()
        let store = Store()
        func redirect(_ from: String, _ to: String) {
            network.answers(HTTPResponse(status: 302, headers: ["Location": to]), at: from)
        }
        redirect(Self.type, "https://types.example/1")
        redirect("https://types.example/1", "https://types.example/2")
        redirect("https://types.example/2", "https://types.example/3")
        network.answers(Self.answer(), at: "https://types.example/3")
        let source = FetchedTypeMetadata(client: network, network: .secure, store: store)
        #expect(ask(source) == Self.body)
        #expect(store.count == 1)
        redirect("https://types.example/3", "https://types.example/4")
        network.answers(Self.answer(), at: "https://types.example/4")
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure)) == nil)
        redirect(Self.type, "http://types.example/3")
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure)) == nil)
    }

    @Test func `TMETA-01 what another host gave is used once, and not kept`() {
        let network = Network()
        let store = Store()
        network.answers(HTTPResponse(status: 301, headers: ["Location": "https://other.example/t"]))
        network.answers(Self.answer(), at: "https://other.example/t")
        let source = FetchedTypeMetadata(client: network, network: .secure, store: store)
        for _ in 0..<2 { #expect(ask(source) == Self.body) }
        #expect(network.sent.count == 4)
        #expect(store.count == 0)
    }

    @Test(arguments: ["https://types.example:8443/t", "https://other.example/t"])
    func `TMETA-01 what came over another server is not kept, nor is that one told the tag`(detour: String) {
        let network = Network()
        let store = Store()
        let own = "https://types.example/back"
        network.answers(HTTPResponse(status: 302, headers: ["Location": detour]))
        network.answers(HTTPResponse(status: 302, headers: ["Location": own]), at: detour)
        network.answers(Self.answer(), at: own)
        let source = FetchedTypeMetadata(client: network, network: .secure, store: store)
        #expect(ask(source) == Self.body)
        #expect(store.count == 0, "a stranger chose which document it is")
        network.answers(Self.answer(), at: detour)
        #expect(ask(source, after: 1) == Self.body)
        #expect(store.count == 0)
        var tagged = Self.answer()
        tagged.headers.set("ETag", "\"v1\"")
        network.answers(tagged)
        #expect(ask(source, after: 2) == Self.body)
        network.answers(HTTPResponse(status: 302, headers: ["Location": detour]))
        network.answers(HTTPResponse(status: 302, headers: ["Location": own]), at: detour)
        network.answers(Self.answer(304, body: []), at: own)
        #expect(ask(source, after: 3603) == Self.body, "what is held is used")
        #expect(network.tags.withLock { Array($0.suffix(3)) } == ["\"v1\"", "", ""])
        let asked = network.sent.count
        #expect(ask(source, after: 3603 + 60) == Self.body)
        #expect(network.sent.count == asked + 3, "what came over another server makes nothing fresh")
    }

    @Test func `TMETA-01 a server that sends to itself gives the document itself`() {
        let network = Network()
        let store = Store()
        network.answers(HTTPResponse(status: 302, headers: ["Location": "https://types.example:443/t"]))
        network.answers(Self.answer(), at: "https://types.example:443/t")
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure, store: store)) == Self.body)
        #expect(store.count == 1)
    }

    @Test func `TMETA-01 the server is asked whether what is held is the newest, and 304 makes it fresh again`() {
        let network = Network()
        var tagged = Self.answer()
        tagged.headers.set("ETag", "\"v1\"")
        network.answers(tagged)
        let source = FetchedTypeMetadata(client: network, network: .secure)
        #expect(ask(source) == Self.body)
        network.answers(Self.answer(304, caching: "max-age=7200", body: []))
        #expect(ask(source, after: 3601) == Self.body)
        #expect(ask(source, after: 3601 + 7200) == Self.body)
        #expect(network.tags.withLock { $0 } == ["", "\"v1\""])
        let newer = Array("{\"vct\":\"\(Self.type)\",\"name\":\"n\"}".utf8)
        network.answers(Self.answer(body: newer))
        #expect(ask(source, after: 3602 + 7200) == newer)
        #expect(ask(source, after: 3602 + 7200 + 3601) == newer)
        #expect(network.tags.withLock { $0 }.last == "", "the newer one had no tag")
    }

    @Test func `TMETA-01 a tag of a kilobyte is kept, a longer one is not`() {
        for (count, isKept) in [(1024, true), (1025, false)] {
            let copy = TypeMetadataCopy(
                bytes: [], fetchedAt: now, freshSeconds: 0, entityTag: String(repeating: "a", count: count))
            #expect((copy.entityTag != nil) == isKept)
        }
    }

    @Test func `TMETA-01 no other host is told the tag, and 304 without a document is not believed`() {
        let network = Network()
        network.answers(Self.answer(304, body: []))
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure)) == nil)
        var tagged = Self.answer()
        tagged.headers.set("ETag", "\"v1\"")
        network.answers(tagged)
        let source = FetchedTypeMetadata(client: network, network: .secure)
        #expect(ask(source) == Self.body)
        network.answers(HTTPResponse(status: 301, headers: ["Location": "https://other.example/t"]))
        network.answers(Self.answer(304, body: []), at: "https://other.example/t")
        #expect(ask(source, after: 3601) == Self.body, "what is held is used when no newer can be had")
        #expect(network.sent.last == "https://other.example/t")
        #expect(network.tags.withLock { Array($0.suffix(2)) } == ["\"v1\"", ""])
        let asked = network.sent.count
        #expect(ask(source, after: 3601 + 60) == Self.body)
        #expect(network.sent.count == asked + 2, "what another host says makes nothing fresh")
    }

    @Test func `VC-53 what a store has kept spares a fetch, and alone makes none`() {
        let network = Network()
        let store = Store()
        network.answers(Self.answer())
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure, store: store)) != nil)
        #expect(ask(FetchedTypeMetadata(client: network, network: .secure, store: store), after: 60) != nil)
        #expect(network.sent.count == 1)
        let kept = FetchedTypeMetadata(keptIn: store)
        for seconds in [60, 7200] as [Int64] { #expect(ask(kept, after: seconds) == Self.body) }
        #expect(ask(kept, "https://types.example/other") == nil)
        #expect(network.sent.count == 1)
    }

    @Test func `SEC-03 the cache is bounded in number and bytes, the one used longest ago makes room`() {
        func key(_ number: Int) -> TypeMetadataKey { TypeMetadataKey(address: "\(number)", integrity: nil) }
        func copy(_ bytes: Int) -> TypeMetadataCopy {
            TypeMetadataCopy(bytes: [UInt8](repeating: 0, count: bytes), fetchedAt: now, freshSeconds: 9)
        }
        var few = TypeMetadataCache(limitDocuments: 2)
        for number in 0..<2 { few.store(copy(1), for: key(number)) }
        _ = few.plan(for: key(0), at: now + 1)
        few.store(copy(1), for: key(2))
        #expect(few.count == 2 && few.remembers(key(0)) && few.remembers(key(2)))
        var small = TypeMetadataCache(limitBytes: 10)
        for number in 0..<3 { small.store(copy(5), for: key(number)) }
        #expect(small.count == 2)
        for number in 0..<9 { few.record(failure: "test", of: key(number), at: now) }
        #expect(few.count == 2)
    }
}
