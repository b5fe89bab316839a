import Glibc

/// Tells the service manager how far a service is, by systemd's protocol: a datagram to the socket that `NOTIFY_SOCKET`
/// names. Without one it says nothing.
///
/// Source: sd_notify(3).
public struct ServiceManager: Sendable {
    /// What a manager may be told.
    public enum News: String, Sendable {
        /// The service listens.
        case ready = "READY=1"
        /// It reads its files again; `ready` ends that.
        case reloading = "RELOADING=1"
        /// It finishes what is under way.
        case stopping = "STOPPING=1"
    }

    private let path: String?

    /// Takes the variables of the process.
    public init(environment: [String: String]) { path = environment["NOTIFY_SOCKET"] }

    /// Sends the news; a manager that does not listen is no reason to stop.
    public func tell(_ news: News) {
        guard let path, let first = path.utf8.first, first == 0x2F || first == 0x40 else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An @ stands for the zero byte with which abstract names begin.
        let name = first == 0x40 ? [0] + path.utf8.dropFirst() : Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count < room else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size - room + name.count)
        let text = Array(news.rawValue.utf8)
        _ = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), address, size)
            }
        }
    }
}
