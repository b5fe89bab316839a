import HTTP
import Testing

@testable import HTTPClient

@Suite struct AddressGuardTests {
    private func check(_ url: String, _ addresses: [String]?, _ reach: Reach = .publicInternet) throws -> [IPAddress] {
        let found = try addresses?.map { try #require(IPAddress($0)) }
        let resolver = HostResolver { _, _ in found }
        return try AddressGuard(reach: reach, resolver: resolver).addresses(for: WebURL(parsing: url), seconds: 1)
    }

    @Test func `VC-37 a host with public addresses only is fetched from them`() throws {
        #expect(
            try check("https://a.example", ["8.8.8.8", "2a00:1450::1"]).map(\.description) == [
                "8.8.8.8", "2a00:1450::1",
            ])
        #expect(try check("https://8.8.4.4/x", nil).map(\.description) == ["8.8.4.4"])
    }

    @Test(arguments: [
        "127.0.0.1", "::1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fd00::1",
        "fe80::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::10.0.0.1", "2002:7f00:1::", "0.0.0.0", "::", "224.0.0.1",
        "255.255.255.255", "198.18.0.1", "192.0.2.1",
    ])
    func `VC-37 one address that is not public is enough to refuse (NEG-119)`(address: String) throws {
        let text = try #require(IPAddress(address)).description
        #expect(throws: HTTPError.addressNotAllowed(host: "a.example", address: text)) {
            try check("https://a.example", ["8.8.8.8", address])
        }
        let literal = address.contains(":") ? "[\(address)]" : address
        #expect(throws: HTTPError.addressNotAllowed(host: text, address: text)) {
            try check("https://\(literal)/", nil)
        }
    }

    @Test func `VC-36 plain http is refused before any look-up`() throws {
        let resolver = HostResolver { _, _ in
            Issue.record("the name must not be asked for")
            return []
        }
        for url in ["http://a.example", "http://127.0.0.1", "http://localhost"] {
            let url = try WebURL(parsing: url)
            #expect(throws: HTTPError.schemeNotAllowed(scheme: "http", host: url.host)) {
                try AddressGuard(reach: .publicInternet, resolver: resolver).addresses(for: url, seconds: 1)
            }
        }
    }

    @Test func `HTTP-01 in test mode plain http goes to loopback only`() throws {
        #expect(try check("http://127.0.0.1:8080", nil, .test).count == 1)
        #expect(try check("http://[::1]", nil, .test).count == 1)
        #expect(try check("http://localhost", ["127.0.0.1", "::1"], .test).count == 2)
        #expect(throws: HTTPError.addressNotAllowed(host: "localhost", address: "8.8.8.8")) {
            try check("http://localhost", ["127.0.0.1", "8.8.8.8"], .test)
        }
        for url in ["http://a.example", "http://10.0.0.1", "http://[::ffff:127.0.0.1]"] {
            #expect(throws: HTTPError.self) { try check(url, ["127.0.0.1"], .test) }
        }
        #expect(try check("https://a.example", ["10.0.0.1"], .test).count == 1)
    }

    @Test func `a name without address and a look-up without end are told apart`() {
        #expect(throws: HTTPError.hostNotFound(host: "a.example")) { try check("https://a.example", []) }
        #expect(throws: HTTPError.timedOut(host: "a.example", seconds: 1)) { try check("https://a.example", nil) }
    }

    @Test func `localhost is known without a name server and without a hosts file`() throws {
        let addresses = try HostResolver.system.addresses(of: "localhost", seconds: 5)
        #expect(addresses?.map(\.description) == ["127.0.0.1", "::1"])
    }
}
