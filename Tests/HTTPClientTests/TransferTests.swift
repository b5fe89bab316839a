import HTTP
import Testing

@testable import HTTPClient

@Suite struct TransferTests {
    private func transfer(_ addresses: [IPAddress] = []) -> Transfer {
        Transfer(host: "h", addresses: addresses, limitBytes: 10, limitHeaderBytes: 100)
    }

    @Test func `SEC-24 a socket is opened to a checked address only, whatever a name says by then`() {
        let transfer = transfer([.v4(0x0808_0808)])
        #expect(transfer.mayConnect(to: .v4(0x0808_0808)))
        #expect(transfer.stop == nil)
        #expect(!transfer.mayConnect(to: .v4(0x7F00_0001)))
        #expect(transfer.stop == .addressNotAllowed(host: "h", address: "127.0.0.1"))
        #expect(!self.transfer([]).mayConnect(to: nil))
    }

    @Test func `the fields of the last answer stay, those of 1xx and of trailers go`() {
        let transfer = transfer()
        for line in [
            "HTTP/1.1 100 Continue\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "B:  2 \r\n", "\r\n", "C: 3\r\n",
        ] {
            #expect(transfer.takeHeader(Array(line.utf8)))
        }
        #expect(transfer.headers == ["B": "2"])
    }

    @Test(arguments: ["no colon\r\n", " B: folded\r\n", "B : 2\r\n", ": 2\r\n", "B: \u{1}\r\n"])
    func `VC-36 a broken field is refused`(line: String) {
        let transfer = transfer()
        #expect(!transfer.takeHeader(Array(line.utf8)))
        #expect(transfer.stop == .brokenAnswer(host: "h", reason: "a header field is not as RFC 9110 has it"))
    }

    @Test func `SEC-24 header block and body have their limits`() {
        let transfer = transfer()
        #expect(transfer.takeHeader(Array("HTTP/1.1 200 OK\r\n".utf8)))
        #expect(transfer.takeHeader(Array("A: \(String(repeating: "a", count: 78))\r\n".utf8)))
        #expect(!transfer.takeHeader([0x41]))
        #expect(transfer.stop == .answerHeadersTooLarge(host: "h", limitBytes: 100))
        let second = self.transfer()
        let taken = [10, 1].map { count in
            unsafe [UInt8](repeating: 1, count: count).withUnsafeBytes { unsafe second.takeBody($0) }
        }
        #expect(taken == [true, false])
        #expect(second.stop == .answerTooLarge(host: "h", limitBytes: 10))
        #expect(second.body.count == 10)
    }
}
