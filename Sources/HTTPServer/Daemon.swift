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
    /// - Throws: `cannotStart`; the socket may then be closed or not.
    init(socket: Int32, intake: Intake, _ configuration: ServerConfiguration) throws(HTTPServerError) {
        let started = unsafe Self.withTLSOptions(configuration) { tlsOptions in
            unsafe Self.start(socket, intake, configuration, tlsOptions)
        }
        guard let started = unsafe started else {
            // With TLS the system's error number says nothing of what is wrong.
            let reason = configuration.tls != nil ? "TLS cannot be set up" : unsafe String(cString: strerror(errno))
            throw .cannotStart(reason: reason)
        }
        unsafe handle = started
        self.intake = intake
    }

    @unsafe private static func start(
        _ socket: Int32, _ intake: Intake, _ configuration: ServerConfiguration, _ tlsOptions: [MHD_OptionItem]
    ) -> OpaquePointer? {
        var flags =
            MHD_USE_EPOLL.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
            | MHD_USE_ITC.rawValue
        if configuration.tls != nil { flags |= MHD_USE_TLS.rawValue }
        let context = unsafe Unmanaged.passUnretained(intake).toOpaque()
        let log:
            @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? =
                unsafe targetArrived
        let completed: MHD_RequestCompletedCallback = unsafe requestCompleted
        let changed: MHD_NotifyConnectionCallback = unsafe connectionChanged
        let unescape: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int =
            unsafe unescapeNothing
        let options = unsafe [
            item(.LISTEN_SOCKET, Int(socket)),
            item(.STRICT_FOR_CLIENT, 1),
            item(.CONNECTION_LIMIT, configuration.limits.connections + ConnectionTable.surplus + 8),
            item(.CONNECTION_MEMORY_LIMIT, poolBytes),
            item(.THREAD_STACK_SIZE, stackBytes),
            item(.URI_LOG_CALLBACK, unsafeBitCast(log, to: Int.self), context),
            item(.NOTIFY_COMPLETED, unsafeBitCast(completed, to: Int.self), context),
            item(.NOTIFY_CONNECTION, unsafeBitCast(changed, to: Int.self), context),
            item(.UNESCAPE_CALLBACK, unsafeBitCast(unescape, to: Int.self)),
        ]
        return unsafe carnet_mhd_start(
            flags, acceptConnection, requestArrived, context, options + tlsOptions + [item(.END)])
    }

    /// Lends the options of TLS for the time of the start, when the library reads them.
    ///
    /// The certificate is not among them: each connection gets the one of its time (`connectionChanged`).
    @unsafe private static func withTLSOptions(
        _ configuration: ServerConfiguration, _ body: ([MHD_OptionItem]) -> OpaquePointer?
    ) -> OpaquePointer? {
        guard configuration.tls != nil else { return unsafe body([]) }
        var priorities = Array(configuration.tlsPriorities.utf8CString)
        return unsafe priorities.withUnsafeMutableBytes { priorities in
            unsafe body([carnet_mhd_no_certificate(), item(.HTTPS_PRIORITIES, 0, priorities.baseAddress)])
        }
    }

    @unsafe private static func item(
        _ option: MHD_OPTION, _ value: Int = 0, _ pointer: UnsafeMutableRawPointer? = nil
    ) -> MHD_OptionItem {
        unsafe MHD_OptionItem(option: option, value: value, ptr_value: pointer)
    }

    /// Stops accepting, takes in who has connected already, and closes the listening socket.
    ///
    /// Closing it resets the connections that the system has made for it and nobody has accepted; so no handshake may
    /// begin any more, and those under way get time to end.
    ///
    /// - Parameter handshakesEnd: until when a handshake that has begun may end.
    func stopListening(handshakesEnd: Moment) {
        let socket = unsafe MHD_quiesce_daemon(handle)
        guard socket >= 0 else { return }
        carnet_refuse_handshakes(socket)
        repeat {
            while acceptNext(of: socket) {}
        } while awaitConnection(at: socket, until: handshakesEnd)
        close(socket)
    }

    /// Takes in the next who waits; false when nobody does.
    private func acceptNext(of socket: Int32) -> Bool {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let accepted = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let accepted = unsafe carnet_accept(socket, address, &size)
                if accepted >= 0 { _ = unsafe MHD_add_connection(handle, accepted, address, size) }
                return accepted
            }
        }
        return accepted >= 0 || errno == EINTR || errno == ECONNABORTED
    }

    /// Waits for one more connection; false when the time is over.
    private func awaitConnection(at socket: Int32, until end: Moment) -> Bool {
        let milliseconds = (end.microseconds - Moment.now.microseconds) / 1000
        guard milliseconds > 0 else { return false }
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, Int32(clamping: milliseconds)) > 0
    }

    /// Ends the thread and closes all connections.
    func stop() { unsafe MHD_stop_daemon(handle) }
}
