import HTTP
import JSON
import Rules
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct APIKeyTests {
    private let service: TestService
    private let store: SQLiteTransactionStore

    init() throws {
        service = try TestService()
        store = SQLiteTransactionStore(service.database)
    }

    private func hash(_ key: APIKey) -> [UInt8] { key.hash(under: TestService.secret) }

    private func ask(_ router: Router, key: APIKey?, from address: String) -> HTTPResponse {
        var headers = HTTPHeaders()
        if let key { headers.set("Authorization", "Bearer \(key.text)") }
        return router.respond(
            to: HTTPRequest(method: "GET", path: "/v1/transactions/x", headers: headers, clientAddress: address))
    }

    @Test func `SEC-30 the database holds no key, and not its plain hash`() throws {
        let key = APIKey(text: "cvk_canary_of_this_test")
        try store.insertKey(name: "canary", hash: hash(key), grant: APIKeyGrant(), at: service.now)
        #expect(hash(key) != APIKey(text: key.text).hash(under: [UInt8](repeating: 6, count: 32)))
        #expect(try store.key(hash: hash(key), at: service.now) != nil)
        #expect(try store.key(hash: Array(key.text.utf8), at: service.now) == nil)
        let names = try store.keys().map { "\($0)" }.joined()
        #expect(!names.contains("cvk_"))
    }

    @Test func `SEC-30 a key that is taken back is refused from then on, others are not`() throws {
        let router = try service.routes()
        #expect(ask(router, key: TestService.apiKey, from: "a").status == 404)
        try store.revokeKey(name: "first", at: service.now)
        #expect(ask(router, key: TestService.apiKey, from: "a").status == 401)
        #expect(ask(router, key: TestService.otherKey, from: "a").status == 404)
        #expect(throws: VerifierKitError.noSuchKey(name: "first")) {
            try store.revokeKey(name: "first", at: service.now)
        }
        #expect(throws: VerifierKitError.noSuchKey(name: "unknown")) {
            try store.revokeKey(name: "unknown", at: service.now)
        }
    }

    @Test func `SEC-30 a name is used once, also after its key was taken back`() throws {
        try store.revokeKey(name: "first", at: service.now)
        for name in ["first", "other"] {
            #expect(throws: VerifierKitError.keyNameTaken(name: name)) {
                try store.insertKey(
                    name: name, hash: hash(APIKey(text: "cvk_new")), grant: APIKeyGrant(), at: service.now)
            }
        }
    }

    @Test func `SEC-30 the list says when a key was made, last used and taken back`() throws {
        let router = try service.routes()
        #expect(try store.keys().map(\.lastUsedAt) == [nil, nil])
        service.advance(60)
        let first = service.now
        _ = ask(router, key: TestService.otherKey, from: "a")
        service.advance(3_599)
        _ = ask(router, key: TestService.otherKey, from: "a")
        #expect(try store.keys().map(\.lastUsedAt) == [nil, first], "written once an hour")
        service.advance(1)
        _ = ask(router, key: TestService.otherKey, from: "a")
        #expect(try store.keys().last?.lastUsedAt == first + 3_600)
        try store.revokeKey(name: "other", at: service.now)
        let keys = try store.keys()
        #expect(keys.map(\.name) == ["first", "other"])
        #expect(keys.map(\.createdAt) == [TestPost.time, TestPost.time])
        #expect(keys.map(\.revokedAt) == [nil, service.now])
    }

    @Test func `SEC-30 twenty wrong keys a minute from one address get 401, the next 429 with a time to wait`() throws {
        let router = try service.routes()
        for number in 0..<20 {
            let key = number.isMultiple(of: 2) ? APIKey(text: "cvk_wrong") : nil
            #expect(ask(router, key: key, from: "192.0.2.1").status == 401)
        }
        service.advance(20)
        let refused = ask(router, key: APIKey(text: "cvk_wrong"), from: "192.0.2.1")
        #expect(refused.status == 429)
        #expect(refused.headers["Retry-After"] == "40")
        #expect(TestService.json(refused)["code"] == "too_many_failed_keys")
        #expect(ask(router, key: APIKey(text: "cvk_wrong"), from: "192.0.2.2").status == 401, "another address")
        #expect(ask(router, key: TestService.apiKey, from: "192.0.2.1").status == 404, "a right key is let through")
        service.advance(40)
        #expect(ask(router, key: APIKey(text: "cvk_wrong"), from: "192.0.2.1").status == 401, "a minute later")
    }

    @Test func `SEC-30 behind a trusted proxy wrong keys are counted for each of its clients`() throws {
        let proxies = TrustedProxies(["192.0.2.1"].compactMap(IPAddress.init))
        let router = try service.routes(proxies: proxies)
        func status(_ client: String) -> Int {
            router.respond(
                to: HTTPRequest(
                    method: "GET", path: "/v1/transactions/none", headers: ["X-Forwarded-For": client],
                    clientAddress: "192.0.2.1")
            ).status
        }
        for number in 0..<20 { #expect(status("10.9.9.\(number), 198.51.100.1") == 401) }
        #expect(status("10.9.9.99, 198.51.100.1") == 429, "what the client claims changes nothing")
        #expect(status("198.51.100.2") == 401)
    }

    @Test func `SEC-30 no number of addresses fills the memory, and an attacker's own count is not pushed out`() {
        let failures = RateLimit(perMinute: 20)
        for number in 0..<(3 * RateLimit.limitNames) {
            _ = failures.record("10.0.\(number)", at: TestPost.time + Int64(number / 5_000))
            #expect(failures.count <= RateLimit.limitNames)
        }
        for _ in 0..<20 {
            #expect(failures.record("192.0.2.1", at: TestPost.time + 6) == nil)
        }
        #expect(failures.record("192.0.2.1", at: TestPost.time + 6) == 60)
    }

    @Test func `SEC-30 where addresses whose minute is over make room, no other is forgotten`() {
        let failures = RateLimit(perMinute: 20)
        for number in 0..<RateLimit.limitNames {
            _ = failures.record("10.0.\(number)", at: TestPost.time + (number < 2 ? 59 : 0))
        }
        _ = failures.record("192.0.2.1", at: TestPost.time + 60)
        #expect(failures.count == 3)
    }

    @Test func `SEC-30 a clock that is set back frees the address`() {
        let failures = RateLimit(perMinute: 20)
        for _ in 0...20 { _ = failures.record("a", at: TestPost.time) }
        #expect(failures.record("a", at: TestPost.time) != nil)
        #expect(failures.record("a", at: TestPost.time - 3_600) == nil)
    }

    @Test func `SEC-30 open transactions are limited for one key and for all together`() throws {
        var limits = OpenLimits()
        #expect(limits.perKey == 10_000)
        #expect(limits.overall == 100_000)
        (limits.perKey, limits.overall) = (2, 3)
        let router = try service.routes(limits: limits)
        func create(_ key: APIKey) -> HTTPResponse {
            TestService.backend(router, "POST", "/v1/transactions", ["dcql_query": TestService.query], key: key)
        }
        #expect([create(TestService.apiKey), create(TestService.apiKey)].map(\.status) == [201, 201])
        let third = create(TestService.apiKey)
        #expect(third.status == 429)
        #expect(TestService.json(third)["code"] == "too_many_open_transactions")
        #expect(create(TestService.otherKey).status == 201)
        #expect(create(TestService.otherKey).status == 429, "three are open, though only one of this key")
        service.advance(301)
        // Starting again sweeps, as the running service does every few seconds.
        _ = try service.routes()
        #expect(create(TestService.apiKey).status == 201, "what is over is not open")
    }
}
