import JSON
import Rules
import Testing

@testable import TokenStatusList

extension StatusListCache.Plan {
    var name: String {
        switch self {
        case .use: "use"
        case .fetch(nil): "fetch"
        case .fetch: "fetch, one is held"
        case .wait(nil, _): "wait"
        case .wait: "wait, one is held"
        }
    }
}

@Suite struct StatusListCacheTests {
    private let now = TokenCast.now
    private let key = StatusListCache.Key(uri: TokenCast.uri, authority: "kea-post")

    private func key(at uri: String, for authority: String = "kea-post") -> StatusListCache.Key {
        StatusListCache.Key(uri: uri, authority: authority)
    }

    private func token(_ change: (inout JSONObject) -> Void = { _ in }, uri: String = TokenCast.uri) throws
        -> StatusListToken
    {
        let cast = try TokenCast()
        let bytes = try cast.token(claims: {
            change(&$0)
            $0["sub"] = .string(uri)
        })
        return try cast.read(bytes, for: uri)
    }

    // Issued 100 seconds before now, ttl 600, exp 1,000 seconds after now.

    @Test func `TSL-46 a list is used until its ttl ends, then asked for again`() throws {
        var cache = StatusListCache()
        #expect(cache.plan(for: key, at: now).name == "fetch")
        cache.store(try token(), for: key, fetchedAt: now)
        #expect(cache.plan(for: key, at: now + 500).name == "use")
        #expect(cache.plan(for: key, at: now + 501).name == "fetch, one is held")
    }

    @Test func `TSL-46 ttl is bounded by 10 seconds and 24 hours, and by exp`() throws {
        let freshness = StatusListFreshness()
        func until(_ ttl: Int64?, exp: Int64? = nil, iat: Int64 = 0) throws -> Int64 {
            let token = try token { claims in
                claims["iat"] = .integer(now.seconds + iat)
                claims["ttl"] = ttl.map(JSONValue.integer)
                claims["exp"] = exp.map { .integer(now.seconds + $0) }
            }
            return freshness.freshUntil(token, fetchedAt: now).seconds - now.seconds
        }
        #expect(try until(9) == 10)
        #expect(try until(11) == 11)
        #expect(try until(86_400) == 86_400)
        #expect(try until(nil, iat: -80_000) == 6_400, "without exp it is over a day after its signing")
        #expect(try until(86_401) == 86_400)
        #expect(try until(nil) == 86_400)
        #expect(try until(nil, exp: 500) == 500)
        #expect(try until(600, exp: 500) == 500)
        #expect(try until(600, exp: 5) == 5)
        #expect(try until(600, iat: -590) == 10)
        #expect(try until(600, iat: -6000) == 10)
        #expect(try until(600, iat: -100) == 500)
    }

    @Test func `STA-01 a list is usable until exp, without exp for a day after its signing`() throws {
        let freshness = StatusListFreshness()
        #expect(freshness.usableUntil(try token()) == now + 1000)
        #expect(freshness.usableUntil(try token { $0["exp"] = nil }) == now - 100 + 86_400)
    }

    @Test func `STA-09 a failed fetch is not repeated for a minute`() throws {
        var cache = StatusListCache()
        _ = cache.plan(for: key, at: now)
        cache.record(.unavailable(why: "404"), of: key, at: now)
        #expect(cache.plan(for: key, at: now + 59).name == "wait")
        #expect(cache.plan(for: key, at: now + 60).name == "fetch")
        #expect(cache.plan(for: key(at: "https://other.example/"), at: now).name == "fetch")
    }

    @Test func `TSL-13 what one authority's list was worth says nothing of another's at the same address`() throws {
        var cache = StatusListCache()
        let other = key(at: TokenCast.uri, for: "other-post")
        cache.store(try token(), for: key, fetchedAt: now)
        cache.record(.refused(.otherForm), of: other, at: now)
        #expect(cache.plan(for: key, at: now).name == "use")
        #expect(cache.plan(for: other, at: now).name == "wait")
        #expect(cache.count == 2)
    }

    @Test func `TSL-46 while one fetches, others use the list that is held`() throws {
        var cache = StatusListCache()
        cache.store(try token(), for: key, fetchedAt: now)
        #expect(cache.plan(for: key, at: now + 501).name == "fetch, one is held")
        #expect(cache.plan(for: key, at: now + 502).name == "wait, one is held")
        #expect(
            cache.plan(for: key, at: now + 511).name == "fetch, one is held", "the first did not come back")
        // Nothing is held: nobody waits for another's fetch.
        #expect(cache.plan(for: key(at: "https://other.example/"), at: now).name == "fetch")
        #expect(cache.plan(for: key(at: "https://other.example/"), at: now).name == "fetch")
    }

    @Test func `NEG-139 a list that is older than the one held does not replace it`() throws {
        var cache = StatusListCache()
        let held = try token()
        cache.store(held, for: key, fetchedAt: now)
        let used = cache.store(
            try token { $0["iat"] = .integer(now.seconds - 101) }, for: key, fetchedAt: now + 501)
        #expect(used.issuedAt == held.issuedAt)
        #expect(cache.plan(for: key, at: now + 502).name == "wait, one is held")
        let newer = cache.store(
            try token { $0["iat"] = .integer(now.seconds) }, for: key, fetchedAt: now + 501)
        #expect(newer.issuedAt == now)
        #expect(cache.plan(for: key, at: now + 502).name == "use")
    }

    @Test func `SEC-21 a clock that was set back makes a list due, not fresh for longer`() throws {
        var cache = StatusListCache()
        cache.store(try token(), for: key, fetchedAt: now)
        #expect(cache.plan(for: key, at: now - 1).name == "fetch, one is held")
    }

    @Test func `a full cache forgets what was used longest ago`() throws {
        var cache = StatusListCache(limitLists: 2)
        for (index, uri) in ["https://a.example/", "https://b.example/", "https://c.example/"].enumerated() {
            cache.store(try token(uri: uri), for: key(at: uri), fetchedAt: now + Int64(index))
        }
        #expect(cache.count == 2)
        #expect(cache.plan(for: key(at: "https://c.example/"), at: now + 3).name == "use")
        #expect(cache.plan(for: key(at: "https://b.example/"), at: now + 3).name == "use")
        #expect(cache.plan(for: key(at: "https://a.example/"), at: now + 3).name == "fetch")
        var small = StatusListCache(limitBytes: 7)
        small.store(try token(uri: "https://a.example/"), for: key(at: "https://a.example/"), fetchedAt: now)
        #expect(small.plan(for: key(at: "https://a.example/"), at: now).name == "use")
        small.store(try token(uri: "https://b.example/"), for: key(at: "https://b.example/"), fetchedAt: now + 1)
        #expect(small.count == 1, "each list has four bytes")
    }
}
