import Rules
import TestSupport
import Testing

@testable import HTTP

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("::ffff:192.0.2.1", "::ffff:c000:201"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("64:ff9b::8.8.8.8", "64:ff9b::808:808"), ("0:0:0:0:0:0:0:0", "::"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
    ])
    func `an address is read and written in its usual spelling`(text: String, usual: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == usual)
        #expect(IPAddress(usual) == address)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", "1.2.3.", "0x1.2.3.4", "1.2.3.4444",
        "-1.2.3.4",
        ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "fe80::1%eth0", "[::1]",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
    ])
    func `SEC-24 every other spelling is refused`(text: String) { #expect(IPAddress(text) == nil) }

    @Test(arguments: [
        ("0.0.0.0", "0.255.255.255"), ("10.0.0.0", "10.255.255.255"), ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"), ("169.254.0.0", "169.254.255.255"), ("172.16.0.0", "172.31.255.255"),
        ("192.0.0.0", "192.0.0.255"), ("192.0.2.0", "192.0.2.255"), ("192.88.99.0", "192.88.99.255"),
        ("192.168.0.0", "192.168.255.255"), ("198.18.0.0", "198.19.255.255"), ("198.51.100.0", "198.51.100.255"),
        ("203.0.113.0", "203.0.113.255"), ("224.0.0.0", "255.255.255.255"), ("::", "1fff:ffff::"),
        ("2001::", "2001:1ff:ffff::"), ("2001:db8::", "2001:db8:ffff::"), ("2002::", "2002:ffff::"),
        ("3fff::", "3fff:fff:ffff::"), ("4000::", "ffff::"),
    ])
    func `VC-37 a special block is refused from its first to its last address (NEG-119)`(first: String, last: String)
        throws
    {
        let (first, last) = try (#require(IPAddress(first)), #require(IPAddress(last)))
        #expect(!first.isPublic)
        #expect(!last.isPublic)
    }

    @Test(arguments: [
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.1.255",
        "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
        "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "2000::", "2000:ffff::",
        "2001:200::", "2001:db7:ffff::", "2001:db9::", "2003::", "2a00:1450::1", "3ffe::", "3fff:1000::",
        "64:ff9b::8.8.8.8",
    ])
    func `VC-37 the neighbours of the special blocks are public`(text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b:1::1",
        "64:ff9b::1:0:0", "fc00::1", "fd00::1", "fe80::1", "fec0::1", "ff02::1", "100::1", "2001::1", "2002:7f00:1::",
        "5f00::1",
    ])
    func `VC-37 what carries another address or stays inside is refused`(text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }

    @Test func `SEC-29 a subscriber is an IPv4 address or a /64`() throws {
        #expect(IPAddress("192.0.2.7")?.subscriber.description == "192.0.2.7")
        #expect(IPAddress("::ffff:192.0.2.7")?.subscriber.description == "192.0.2.7")
        #expect(IPAddress("2001:db8:1:2:3:4:5:6")?.subscriber.description == "2001:db8:1:2::")
    }

    @Test func `SEC-32 logs show an address without its last part`() throws {
        #expect(IPAddress("192.0.2.7")?.truncated.description == "192.0.2.0")
        #expect(IPAddress("::ffff:192.0.2.7")?.truncated.description == "192.0.2.0")
        #expect(IPAddress("2001:db8:1:2:3:4:5:6")?.truncated.description == "2001:db8:1::")
    }

    @Test func `octets in network order`() {
        #expect(IPAddress(octets: [192, 0, 2, 1])?.description == "192.0.2.1")
        #expect(IPAddress(octets: [0x20, 1] + Array(repeating: 0, count: 13) + [9])?.description == "2001::9")
        #expect(IPAddress(octets: [1, 2, 3]) == nil)
    }
}
