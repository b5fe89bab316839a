// The compiler counts some of the system's types to the first module whose header names them.
import CMicrohttpd
import Glibc

/// A thread with a small stack, joined when it is no longer needed.
@safe final class Thread: @unchecked Sendable {
    private var handle: pthread_t = 0

    /// Starts a thread.
    ///
    /// - Throws: `cannotStart`.
    init(stackBytes: Int, _ body: @escaping @Sendable () -> Void) throws(HTTPServerError) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackBytes)
        let box = unsafe Unmanaged.passRetained(ThreadBody(body))
        let answer = unsafe pthread_create(&handle, &attributes, threadMain, box.toOpaque())
        guard answer == 0 else {
            unsafe box.release()
            throw .cannotStart(reason: unsafe String(cString: strerror(answer)))
        }
    }

    /// Waits for its end.
    func join() { pthread_join(handle, nil) }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    let body = unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
    body.run()
    return nil
}
