import Glibc
import Synchronization

/// A server on a free port of 127.0.0.1 that answers each connection with exactly the octets of its script.
///
/// It reads one request head, sends, and then does what `ending` says; it serves one connection after the other.
@safe public final class ScriptedPeer: @unchecked Sendable {
    /// What comes after the octets.
    public enum Ending: Sendable {
        /// The connection is closed.
        case close
        /// Nothing, until the other side closes.
        case stall
        /// The same octets again and again, until the other side closes.
        case endless([UInt8])
        /// The connection stays open for further requests, each answered the same.
        case keepAlive
    }

    /// The port it listens at.
    public let port: UInt16
    private let listener: Int32
    private var thread: Background<Bool>?
    private let seen = Mutex<(heads: [String], connections: Int)>(([], 0))

    /// Begins to listen.
    public init(_ answer: String, then ending: Ending = .close) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, length) = (listener, size)
        unsafe withUnsafeMutablePointer(to: &name) { name in
            unsafe name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                _ = unsafe bind(listener, name, length)
                listen(listener, 16)
                unsafe getsockname(listener, name, &size)
            }
        }
        port = UInt16(bigEndian: name.sin_port)
        thread = Background { [unowned self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return true }
                seen.withLock { $0.connections += 1 }
                serve(connection, Array(answer.utf8), ending)
                close(connection)
            }
        }
    }

    deinit { close(listener) }

    /// Ends it; to be called at the end of each test.
    public func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        _ = thread?.value()
    }

    /// The heads of the requests that came.
    public var received: [String] { seen.withLock { $0.heads } }

    /// How many connections came.
    public var connectionCount: Int { seen.withLock { $0.connections } }

    private func serve(_ connection: Int32, _ answer: [UInt8], _ ending: Ending) {
        while let head = readHead(connection) {
            seen.withLock { $0.heads.append(head) }
            guard send(answer, on: connection) else { return }
            switch ending {
            case .close: return
            case .keepAlive: continue
            case .endless(let bytes): while send(bytes, on: connection) {}
            case .stall:
                var octet: UInt8 = 0
                while unsafe recv(connection, &octet, 1, 0) > 0 {}
            }
        }
    }

    private func readHead(_ connection: Int32) -> String? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var octet: UInt8 = 0
            guard unsafe recv(connection, &octet, 1, 0) == 1 else { return nil }
            head.append(octet)
        }
        return String(decoding: head, as: UTF8.self)
    }

    private func send(_ bytes: [UInt8], on connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { rest in
                unsafe Glibc.send(connection, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
