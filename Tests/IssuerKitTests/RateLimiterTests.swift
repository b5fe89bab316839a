import HTTP
import OpenID4VCI
import Rules
import Testing

@testable import IssuerKit

@Suite struct RateLimiterTests {
    @Test func `TOKEN-20 NONCE-07 beyond ten thousand addresses of a minute the others share one count`() {
        let limiter = RateLimiter(perMinute: 2)
        let now = TestIssuer.start
        for number in 0..<RateLimiter.addressLimit {
            #expect(limiter.allows("10.1.\(number / 256).\(number % 256)", at: now))
        }
        #expect(limiter.allows("198.51.100.1", at: now))
        #expect(limiter.allows("198.51.100.2", at: now))
        #expect(!limiter.allows("198.51.100.3", at: now))
        #expect(limiter.allows("10.1.0.0", at: now), "those that are known keep their own count")
        #expect(!limiter.allows("10.1.0.0", at: now))
        #expect(limiter.allows("198.51.100.3", at: now + 60))
    }

    @Test func `TOKEN-20 NONCE-07 behind a trusted proxy its clients are counted one by one`() throws {
        func statuses(_ proxies: TrustedProxies) throws -> [Int] {
            let issuer = try TestIssuer(proxies: proxies) { $0.nonceRequestsPerMinute = 1 }
            return ["198.51.100.1", "198.51.100.1", "198.51.100.2"].map { client in
                issuer.service.router.respond(
                    to: HTTPRequest(
                        method: "POST", path: "/kea/nonce", headers: ["X-Forwarded-For": "10.9.9.9, \(client)"],
                        clientAddress: "192.0.2.1")
                ).status
            }
        }
        #expect(try statuses(TrustedProxies(["192.0.2.1"].compactMap(IPAddress.init))) == [200, 429, 200])
        #expect(try statuses(TrustedProxies()) == [200, 429, 429])
    }

    @Test func `TOKEN-20 behind a trusted proxy on this machine requests for tokens are counted`() throws {
        let issuer = try TestIssuer(proxies: TrustedProxies([.loopback])) { $0.tokenRequestsPerMinute = 1 }
        let answers = (0..<2).map { _ in
            issuer.service.router.respond(
                to: HTTPRequest(
                    method: "POST", path: "/kea/token", headers: ["X-Forwarded-For": "198.51.100.1"],
                    clientAddress: "127.0.0.1")
            ).status
        }
        #expect(answers == [400, 429])
    }
}
