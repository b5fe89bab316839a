import Glibc

/// A TCP connection to a port of this machine that sends exactly the octets it is given.
@safe public final class RawConnection {
    /// An answer as it stood on the wire.
    public struct Answer: Equatable, Sendable {
        /// The status of the first line.
        public let status: Int
        /// The lines between the first line and the empty one.
        public let headers: [String]
        /// As many octets as `Content-Length` says.
        public let body: [UInt8]

        /// The value of a header, its name in small letters.
        public func header(_ name: String) -> String? {
            headers.first { line in
                line.utf8.count > name.utf8.count && line.utf8.dropFirst(name.utf8.count).first == UInt8(ascii: ":")
                    && line.prefix(name.count).lowercased() == name
            }
            .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
        }

        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Why there is no answer.
    public enum Failure: Error, Equatable {
        /// The connection could not be made.
        case cannotConnect(errno: Int32)
        /// Nothing came within ten seconds.
        case silent
        /// The peer closed after that many octets.
        case closed(afterBytes: Int)
    }

    private let descriptor: Int32
    private var received: [UInt8] = []
    private var patience: Int32?

    /// Connects to 127.0.0.1.
    ///
    /// - Parameter subscriber: the last number of the address 127.0.0.x that it comes from; 1 unless given.
    public init(port: UInt16, receiveBufferBytes: Int32? = nil, subscriber: UInt8 = 1) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBufferBytes {
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let peer = descriptor
        let bound = unsafe Self.withAddress(0x7F00_0000 | UInt32(subscriber), port: 0) { unsafe bind(peer, $0, $1) }
        guard bound == 0 else { throw Failure.cannotConnect(errno: errno) }
        let answer = unsafe Self.withAddress(0x7F00_0001, port: port) { unsafe connect(peer, $0, $1) }
        guard answer == 0 else { throw Failure.cannotConnect(errno: errno) }
    }

    private static func withAddress(
        _ address: UInt32, port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = address.bigEndian
        return unsafe withUnsafePointer(to: &name) { name in
            unsafe name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close(descriptor) }

    /// Sends text; false when the peer no longer takes it.
    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends octets; false when the peer no longer takes them.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { rest in
                unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Says that nothing more will be sent, and goes on reading.
    public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads one answer; what follows it stays for the next call.
    ///
    /// - Parameter hasBody: false after HEAD.
    public func answer(hasBody: Bool = true) throws -> Answer {
        while true {
            if let answer = takeAnswer(hasBody: hasBody) { return answer }
            guard try receive(milliseconds: 10_000) else { throw Failure.closed(afterBytes: received.count) }
        }
    }

    /// Reads until that text has come; everything up to its end.
    public func text(until end: String) throws -> String {
        let wanted = Array(end.utf8)
        while true {
            if let place = received.indices.first(where: { received[$0...].starts(with: wanted) }) {
                defer { received.removeFirst(place + wanted.count) }
                return String(decoding: received[..<(place + wanted.count)], as: UTF8.self)
            }
            guard try receive(milliseconds: 10_000) else { throw Failure.closed(afterBytes: received.count) }
        }
    }

    /// Reads until the peer closes; the octets that came.
    public func rest() throws -> [UInt8] {
        while try receive(milliseconds: 10_000) {}
        return received
    }

    /// Whether the peer closes without another octet, within that time.
    public func isClosed(withinMilliseconds milliseconds: Int32) -> Bool {
        guard received.isEmpty, let more = try? receive(milliseconds: milliseconds) else { return false }
        return !more
    }

    /// Whether nothing comes for that time, neither octets nor the end.
    public func isSilent(forMilliseconds milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe received.isEmpty && poll(&entry, 1, milliseconds) == 0
    }

    /// Sets how long the system waits for octets, unless it knows.
    private func setPatience(_ milliseconds: Int32) {
        guard milliseconds != patience else { return }
        patience = milliseconds
        var time = timeval(tv_sec: Int(milliseconds / 1_000), tv_usec: Int(milliseconds % 1_000) * 1_000)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Reads what is there; false at the end of the stream.
    private func receive(milliseconds: Int32) throws -> Bool {
        setPatience(milliseconds)
        return try unsafe withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
            guard count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK) else { throw Failure.silent }
            guard count > 0 else { return false }
            unsafe received += buffer[..<count]
            return true
        }
    }

    /// Where the empty line begins that ends the head.
    private var endOfHead: Int? {
        var index = 3
        while index < received.count {
            if received[index] == 10, received[index - 1] == 13, received[index - 2] == 10, received[index - 3] == 13 {
                return index - 3
            }
            index += 1
        }
        return nil
    }

    private func takeAnswer(hasBody: Bool) -> Answer? {
        guard let end = endOfHead else { return nil }
        let lines = received[..<end].split(separator: UInt8(ascii: "\n")).map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        let head = Answer(
            status: lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0, headers: Array(lines.dropFirst()),
            body: [])
        let length = hasBody ? head.header("content-length").flatMap { Int($0) } ?? 0 : 0
        guard received.count >= end + 4 + length else { return nil }
        defer { received.removeFirst(end + 4 + length) }
        return Answer(status: head.status, headers: head.headers, body: Array(received[(end + 4)..<(end + 4 + length)]))
    }
}
