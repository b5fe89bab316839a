import Glibc

/// A port of this machine that the system chose, and that nobody else gets while this exists.
///
/// The socket is bound and never listens; a service that sets SO_REUSEADDR can listen at its port all the same, as often
/// as a test restarts it.
final class ReservedPort {
    /// The system gives no port.
    struct Unavailable: Error {}

    /// The port.
    let number: UInt16
    private let socket: Int32

    init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (socket, length) = (socket, size)
        let answer = unsafe withUnsafeMutablePointer(to: &name) { name in
            unsafe name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                unsafe bind(socket, name, length) == 0 ? getsockname(socket, name, &size) : -1
            }
        }
        guard answer == 0 else { throw Unavailable() }
        number = UInt16(bigEndian: name.sin_port)
    }

    deinit { close(socket) }
}
