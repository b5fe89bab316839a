import Glibc
import HTTP

/// A socket that listens, until libmicrohttpd owns it.
struct ListeningSocket {
    let descriptor: Int32
    let port: UInt16
    private let inode: ino_t?

    /// Opens it.
    ///
    /// - Throws: `cannotListen`.
    init(at address: IPAddress, port: UInt16) throws(HTTPServerError) {
        (descriptor, self.port) = try SocketAddress.listening(at: address, port: port)
        inode = Self.inode(of: descriptor)
    }

    /// Closes it after a start that failed, unless that closed it.
    ///
    /// libmicrohttpd 0.9.75 closes the socket when TLS or its thread cannot start, and leaves it open when its options,
    /// pipe or epoll fail. A second close could hit a file that another thread has just opened under the same number.
    func closeIfOpen() {
        guard let inode, Self.inode(of: descriptor) == inode else { return }
        close(descriptor)
    }

    /// The number of a socket, which no other has while this one is open; nil for what is no socket.
    private static func inode(of descriptor: Int32) -> ino_t? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return status.st_ino
    }
}
