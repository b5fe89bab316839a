import Glibc
import HTTP
import Testing

@testable import HTTPServer

/// What is left of a socket after a start that failed, and the clock by which the server waits.
@Suite struct ListeningSocketTests {
    private func isOpen(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }

    @Test func `SEC-29 a socket that is still open is closed`() throws {
        let socket = try ListeningSocket(at: .loopback, port: 0)
        #expect(socket.port > 0)
        #expect(isOpen(socket.descriptor))
        // Another test may take the number at once; the port tells.
        socket.closeIfOpen()
        #expect(throws: Never.self) {
            let again = try ListeningSocket(at: .loopback, port: socket.port)
            again.closeIfOpen()
        }
    }

    @Test func `SEC-29 what another thread has opened under the same number is left open`() throws {
        for makeOther in [
            { unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) },
            { socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0) },
        ] {
            let listening = try ListeningSocket(at: .loopback, port: 0)
            let other = makeOther()
            #expect(other >= 0)
            #expect(dup2(other, listening.descriptor) == listening.descriptor)
            listening.closeIfOpen()
            #expect(isOpen(listening.descriptor))
            close(listening.descriptor)
            close(other)
        }
    }

    @Test func `SEC-29 a time that no clock reaches is never, and none lies in the past`() {
        let now = Moment.now
        #expect(now.adding(seconds: 2).microseconds == now.microseconds + 2_000_000)
        #expect(now.adding(seconds: .infinity) == .never)
        #expect(now.adding(seconds: 1e300) == .never)
        #expect(now.adding(seconds: -5) == now)
    }
}
