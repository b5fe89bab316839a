internal import Synchronization

/// The values that were used last, by what they were made from: what is dear to make is made once and not for each use.
///
/// Two generations of bounded size: a value that is used moves to the young one; when that is full, the old one is dropped.
/// So a peer who sends any number of things of his own pushes none out that others use meanwhile (SEC-03).
///
/// Only for values that follow from `Identity` alone: what depends on a clock or on settings must not be kept here.
public final class RecentValues<Identity: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Generations {
        var young: [Identity: Value] = [:]
        var old: [Identity: Value] = [:]
    }

    private let generations = Mutex(Generations())
    private let capacity: Int

    /// Keeps at most twice that many values.
    public init(capacity: Int) { self.capacity = capacity }

    /// The value for `identity`, made now if it is not known.
    ///
    /// - Parameter make: makes it; what it throws is thrown, and not remembered.
    public func value<Failure: Error>(
        for identity: Identity, _ make: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if let value = known(identity) { return value }
        // Made outside the lock: two threads may make one value twice, but none waits for another's.
        let value = try make()
        generations.withLock { Self.remember(value, identity, in: &$0, capacity) }
        return value
    }

    /// Number of values that are kept.
    public var count: Int { generations.withLock { Set($0.young.keys).union($0.old.keys).count } }

    private func known(_ identity: Identity) -> Value? {
        generations.withLock { generations in
            if let value = generations.young[identity] { return value }
            guard let value = generations.old[identity] else { return nil }
            Self.remember(value, identity, in: &generations, capacity)
            return value
        }
    }

    private static func remember(
        _ value: Value, _ identity: Identity, in generations: inout Generations, _ capacity: Int
    ) {
        if generations.young.count >= capacity {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[identity] = value
    }
}
