import HTTP
import HTTPServer
import TestSupport
import Testing

/// What a server agrees to, asked with first messages of TLS as old and new clients send them.
@Suite struct TLSVersionTests {
    private let server: Server

    init() throws {
        func text(_ name: String) throws -> String {
            String(decoding: try repositoryFile("Tests/Fixtures/tls/\(name)"), as: UTF8.self)
        }
        let identity = try TLSIdentity(certificateChain: text("good.pem"), privateKey: text("server.key"))
        server = Server(ServerConfiguration(tls: identity, workers: 1, drainSeconds: 0), router: Router([]))
        try server.start()
    }

    /// A ClientHello (RFC 5246 §7.4.1.2) for P-256 and ECDSA with SHA-256.
    ///
    /// ```
    /// 16 03 01 length | 01 length | version, 32 random, no session, ciphers, no compression, extensions
    /// ```
    private func hello(_ version: UInt16, _ ciphers: [UInt16]) -> [UInt8] {
        func two(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)] }
        let suites = ciphers.flatMap { two(Int($0)) }
        let extensions: [UInt8] =
            [0, 10, 0, 4, 0, 2, 0, 23] + [0, 11, 0, 2, 1, 0] + [0, 13, 0, 4, 0, 2, 4, 3] + [0xFF, 1, 0, 1, 0]
        let body =
            two(Int(version)) + [UInt8](repeating: 7, count: 32) + [0] + two(suites.count) + suites + [1, 0]
            + two(extensions.count) + extensions
        let message = [1, 0] + two(body.count) + body
        return [0x16, 3, 1] + two(message.count) + message
    }

    /// The type of the first record that comes back: 0x16 goes on with the handshake; who is refused gets an alert or nothing.
    private func answer(_ version: UInt16, _ ciphers: [UInt16]) throws -> UInt8? {
        let connection = try RawConnection(port: server.port ?? 0)
        connection.send(hello(version, ciphers))
        connection.finishSending()
        return try connection.rest().first
    }

    @Test(
        arguments: [
            (0x0303, [0xC02B], true), (0x0303, [0xC02C], true), (0x0303, [0xCCA9], true),
            // TLS 1.1 and 1.0; CBC; without forward secrecy; without encryption.
            (0x0302, [0xC009, 0xC00A], false), (0x0301, [0xC009], false), (0x0303, [0xC009, 0xC023, 0xC024], false),
            (0x0303, [0x009C, 0x009D, 0x002F], false), (0x0303, [0xC006], false),
        ] as [(UInt16, [UInt16], Bool)])
    func `HTTP-01 TLS 1.2 is taken with forward secrecy and authenticated encryption, and nothing older or weaker`(
        version: UInt16, ciphers: [UInt16], isTaken: Bool
    ) throws {
        defer { server.stop() }
        #expect(try (answer(version, ciphers) == 0x16) == isTaken)
    }
}
