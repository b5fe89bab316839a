/// The keys that were checked last, by their bytes, so that an issuer's key is checked once and not for each credential.
struct KeyCache: Sendable {
    static let shared = KeyCache(capacity: 1024)

    private struct Identity: Hashable {
        let curve: KeyCurve
        let x: [UInt8]
        let y: [UInt8]
    }

    private let keys: RecentValues<Identity, CheckedKey>

    /// Keeps at most twice that many keys.
    init(capacity: Int) { keys = RecentValues(capacity: capacity) }

    /// The key with these bytes, checked now if it was not before.
    ///
    /// - Throws: as `CheckedKey`; a refused key is not remembered.
    func key(_ curve: KeyCurve, x: [UInt8], y: [UInt8]) throws(CryptographyError) -> CheckedKey {
        try keys.value(for: Identity(curve: curve, x: x, y: y)) { () throws(CryptographyError) in
            try CheckedKey(curve, x: x, y: y)
        }
    }

    /// Number of keys that are kept, for tests.
    var count: Int { keys.count }
}
