import Synchronization

/// The keys that were checked last, by their bytes, so that an issuer's key is checked once and not for each credential.
///
/// Two generations of bounded size: a key that is used moves to the young one; when that is full, the old one is dropped.
/// So a peer who sends any number of keys of his own pushes none out that others use meanwhile.
final class KeyCache: Sendable {
    static let shared = KeyCache(capacity: 1024)

    private struct Generations {
        var young: [Identity: CheckedKey] = [:]
        var old: [Identity: CheckedKey] = [:]
    }

    private struct Identity: Hashable {
        let curve: KeyCurve
        let x: [UInt8]
        let y: [UInt8]
    }

    private let generations = Mutex(Generations())
    private let capacity: Int

    /// Keeps at most twice that many keys.
    init(capacity: Int) { self.capacity = capacity }

    /// The key with these bytes, checked now if it was not before.
    ///
    /// - Throws: as `CheckedKey`; a refused key is not remembered.
    func key(_ curve: KeyCurve, x: [UInt8], y: [UInt8]) throws(CryptographyError) -> CheckedKey {
        let identity = Identity(curve: curve, x: x, y: y)
        if let key = known(identity) { return key }
        // Checked outside the lock: two threads may check one key twice, but none waits for another's key.
        let key = try CheckedKey(curve, x: x, y: y)
        generations.withLock { remember(key, identity, in: &$0) }
        return key
    }

    /// Number of keys that are kept, for tests.
    var count: Int { generations.withLock { Set($0.young.keys).union($0.old.keys).count } }

    private func known(_ identity: Identity) -> CheckedKey? {
        generations.withLock { generations in
            if let key = generations.young[identity] { return key }
            guard let key = generations.old[identity] else { return nil }
            remember(key, identity, in: &generations)
            return key
        }
    }

    private func remember(_ key: CheckedKey, _ identity: Identity, in generations: inout Generations) {
        if generations.young.count >= capacity {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[identity] = key
    }
}
