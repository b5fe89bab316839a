import HTTP
import Testing

@Suite struct TrustedProxiesTests {
    private let proxies = TrustedProxies(["192.0.2.1", "192.0.2.2", "::1"].compactMap(IPAddress.init))

    private func client(_ forwarded: [String], peer: String?, _ proxies: TrustedProxies? = nil) -> String? {
        var headers = HTTPHeaders()
        for value in forwarded { headers.add("X-Forwarded-For", value) }
        return (proxies ?? self.proxies).client(
            of: HTTPRequest(method: "GET", path: "/", headers: headers, clientAddress: peer))
    }

    @Test func `SEC-30 the client is the last address that no proxy of the operator has`() {
        #expect(client(["198.51.100.7"], peer: "192.0.2.1") == "198.51.100.7")
        #expect(client(["198.51.100.7, 192.0.2.2"], peer: "192.0.2.1") == "198.51.100.7")
        #expect(client(["198.51.100.7", "192.0.2.2"], peer: "192.0.2.1") == "198.51.100.7", "two fields are one list")
        #expect(client(["2001:db8::7"], peer: "::ffff:192.0.2.1") == "2001:db8::7")
        #expect(client(["10.9.9.9 ,\t198.51.100.7 "], peer: "192.0.2.1") == "198.51.100.7", "the client invented one")
    }

    @Test func `SEC-30 the header of anybody else is not believed`() {
        #expect(client(["198.51.100.7"], peer: "203.0.113.9") == "203.0.113.9")
        #expect(client(["198.51.100.7"], peer: "192.0.2.1", TrustedProxies()) == "192.0.2.1")
        #expect(client(["198.51.100.7"], peer: nil) == nil)
    }

    @Test(
        arguments: [
            [], [""], ["unknown"], ["198.51.100.7, unknown"], ["198.51.100.7,"], ["198.51.100.7:4711"], ["192.0.2.2"],
        ] as [[String]])
    func `SEC-30 a header that names nobody leaves the peer`(forwarded: [String]) {
        #expect(client(forwarded, peer: "192.0.2.1") == "192.0.2.1")
    }

    @Test func `a configuration names addresses and nothing else`() {
        #expect(TrustedProxies(texts: ["192.0.2.1", "::1"])?.addresses.count == 2)
        #expect(TrustedProxies(texts: [])?.addresses.isEmpty == true)
        for text in ["proxy.example", "10.0.0.0/8", ""] { #expect(TrustedProxies(texts: ["192.0.2.1", text]) == nil) }
    }
}
