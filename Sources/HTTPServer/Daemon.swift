import CMicrohttpd
import Glibc

/// libmicrohttpd's daemon: one thread that serves all sockets by epoll.
///
/// It must be stopped before it is let go, when no connection is suspended.
@safe final class Daemon: @unchecked Sendable {
    private let handle: OpaquePointer
    // The daemon's callbacks use it without counting.
    private let intake: Intake

    /// A connection's pool: the largest allowed head, its fields' records, and room for the head of the answer.
    private static let poolBytes = 65_536
    private static let stackBytes = 1_048_576

    /// Starts serving a listening socket.
    ///
    /// - Throws: `cannotStart`; the socket is then still the caller's.
    init(socket: Int32, intake: Intake, limits: ServerLimits) throws(HTTPServerError) {
        let flags =
            MHD_USE_EPOLL.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
            | MHD_USE_ITC.rawValue
        let context = unsafe Unmanaged.passUnretained(intake).toOpaque()
        let log:
            @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? =
                unsafe targetArrived
        let completed: MHD_RequestCompletedCallback = unsafe requestCompleted
        let changed: MHD_NotifyConnectionCallback = unsafe connectionChanged
        let unescape: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int =
            unsafe unescapeNothing
        func item(_ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil) -> MHD_OptionItem {
            unsafe MHD_OptionItem(option: option, value: value, ptr_value: pointer)
        }
        let most = limits.connections + ConnectionTable.surplus + 8
        let options = unsafe [
            item(.LISTEN_SOCKET, Int(socket)),
            item(.STRICT_FOR_CLIENT, 1),
            item(.CONNECTION_LIMIT, most),
            item(.CONNECTION_MEMORY_LIMIT, Self.poolBytes),
            item(.THREAD_STACK_SIZE, Self.stackBytes),
            item(.URI_LOG_CALLBACK, unsafeBitCast(log, to: Int.self), context),
            item(.NOTIFY_COMPLETED, unsafeBitCast(completed, to: Int.self), context),
            item(.NOTIFY_CONNECTION, unsafeBitCast(changed, to: Int.self), context),
            item(.UNESCAPE_CALLBACK, unsafeBitCast(unescape, to: Int.self), nil),
            item(.END, 0),
        ]
        let started = unsafe carnet_mhd_start(flags, acceptConnection, requestArrived, context, options)
        guard let started = unsafe started else { throw .cannotStart(reason: unsafe String(cString: strerror(errno))) }
        unsafe handle = started
        self.intake = intake
    }

    /// Stops accepting, takes in who has connected already, and closes the listening socket.
    func stopListening() {
        let socket = unsafe MHD_quiesce_daemon(handle)
        guard socket >= 0 else { return }
        // Closing the socket would reset the connections that the system has accepted for it.
        while true {
            var address = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let accepted = unsafe withUnsafeMutablePointer(to: &address) { address in
                unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    let accepted = unsafe carnet_accept(socket, address, &size)
                    if accepted >= 0 { _ = unsafe MHD_add_connection(handle, accepted, address, size) }
                    return accepted
                }
            }
            guard accepted >= 0 || errno == EINTR || errno == ECONNABORTED else { break }
        }
        close(socket)
    }

    /// Ends the thread and closes all connections.
    func stop() { unsafe MHD_stop_daemon(handle) }
}
