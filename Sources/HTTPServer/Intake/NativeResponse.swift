import CMicrohttpd
import HTTP

/// An answer as libmicrohttpd needs it, with one owner.
@safe final class NativeResponse: @unchecked Sendable {
    let status: Int
    private let handle: OpaquePointer
    private let reader: EventReader?

    /// Copies an answer; nil when there is no memory for it.
    init?(_ response: HTTPResponse, requestID: String, closing: Bool) {
        reader = response.stream.map { EventReader($0) }
        let created = if let reader { unsafe Self.streaming(reader) } else { unsafe Self.copying(response) }
        guard let created = unsafe created else { return nil }
        unsafe handle = created
        // A status outside the range would be refused later, and the peer left without an answer.
        status = (200...599).contains(response.status) ? response.status : 500
        for field in response.headers.fields where !Self.isOurs(field.name) && !field.value.isEmpty {
            unsafe MHD_add_response_header(handle, field.name, field.value)
        }
        unsafe MHD_add_response_header(handle, "Request-Id", requestID)
        if closing { unsafe MHD_add_response_header(handle, "Connection", "close") }
    }

    @unsafe private static func copying(_ response: HTTPResponse) -> OpaquePointer? {
        unsafe response.body.withUnsafeBytes { body in
            unsafe MHD_create_response_from_buffer(
                body.count, UnsafeMutableRawPointer(mutating: body.baseAddress), .RESPMEM_MUST_COPY)
        }
    }

    @unsafe private static func streaming(_ reader: EventReader) -> OpaquePointer? {
        let context = unsafe Unmanaged.passRetained(reader)
        let created = unsafe MHD_create_response_from_callback(
            UInt64.max, 4096, readEvents, context.toOpaque(), freeEventReader)
        if unsafe created == nil { unsafe context.release() }
        return unsafe created
    }

    deinit { unsafe MHD_destroy_response(handle) }

    /// The stream of the answer, if it is sent while it comes into being.
    var stream: EventStream? { reader?.stream }

    /// Hands the answer to the connection, which keeps a reference of its own.
    @unsafe func queue(on connection: OpaquePointer) -> MHD_Result {
        unsafe reader?.connection = connection
        return unsafe MHD_queue_response(connection, UInt32(status), handle)
    }

    /// Fields that the server writes itself; a second one would contradict the first.
    private static func isOurs(_ name: String) -> Bool {
        ["connection", "content-length", "transfer-encoding", "date", "request-id", "upgrade", "keep-alive"]
            .contains(name.lowercased())
    }
}
