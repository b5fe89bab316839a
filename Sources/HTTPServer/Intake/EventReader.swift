import CMicrohttpd
import HTTP

/// Feeds libmicrohttpd from an `EventStream`; while there is no news the connection is suspended.
@safe final class EventReader: @unchecked Sendable {
    let stream: EventStream
    /// Set before the response is queued; a response with a stream goes to one connection.
    var connection: OpaquePointer?

    init(_ stream: EventStream) { self.stream = stream }

    /// Runs on libmicrohttpd's thread.
    ///
    /// - Returns: how many octets were written, 0 when the connection has been suspended.
    @unsafe func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        switch stream.take(atMost: buffer.count) {
        case .bytes(let bytes):
            unsafe buffer.copyBytes(from: bytes)
            return bytes.count
        case .end:
            return MHD_CONTENT_READER_END_OF_STREAM
        case .closed:
            return MHD_CONTENT_READER_END_WITH_ERROR
        case .nothing:
            guard let connection = unsafe connection else { return MHD_CONTENT_READER_END_WITH_ERROR }
            // First suspended, then woken: the other way round the news between the two would be missed.
            unsafe MHD_suspend_connection(connection)
            let suspended = unsafe SuspendedConnection(handle: connection)
            stream.whenReady { suspended.resume() }
            return 0
        }
    }
}

@unsafe func readEvents(
    _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int
) -> Int {
    guard let context = unsafe context else { return MHD_CONTENT_READER_END_WITH_ERROR }
    let reader = unsafe Unmanaged<EventReader>.fromOpaque(context).takeUnretainedValue()
    return unsafe reader.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
}

@unsafe func freeEventReader(_ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<EventReader>.fromOpaque(context).release()
}

/// A connection that libmicrohttpd leaves alone and keeps until it is resumed, once.
@safe struct SuspendedConnection: @unchecked Sendable {
    private let handle: OpaquePointer

    @unsafe init(handle: OpaquePointer) { unsafe self.handle = handle }

    func resume() { unsafe MHD_resume_connection(handle) }
}
