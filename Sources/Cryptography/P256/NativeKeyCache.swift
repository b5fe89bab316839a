import Synchronization

/// The last parsed P-256 keys, so that an issuer's key is put on its curve once and not for each credential.
final class NativeKeyCache: Sendable {
    static let shared = NativeKeyCache(capacity: 1024)

    private let keys = Mutex<[[UInt8]: NativeKey]>([:])
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    func key(x: [UInt8], y: [UInt8]) throws(CryptographyError) -> NativeKey {
        let point = x + y
        if let key = keys.withLock({ $0[point] }) { return key }
        let key = try NativeKey(publicX: x, y: y)
        keys.withLock { keys in
            // A peer can send any number of keys; starting over is simple and keeps the memory bounded.
            if keys.count >= capacity { keys.removeAll(keepingCapacity: true) }
            keys[point] = key
        }
        return key
    }

    /// Number of keys that are kept, for tests.
    var count: Int { keys.withLock { $0.count } }
}
