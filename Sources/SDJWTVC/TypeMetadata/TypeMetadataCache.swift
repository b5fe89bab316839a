public import Rules

/// The documents that were fetched, and when the next are due: a value, without clock and network.
///
/// A document whose hash is stated stays right for ever; any other is fresh for as long as its server says, within
/// bounds, and may be used for longer when the server cannot be reached. Source: VC-38, VC-53, TMETA-01, STA-09.
public struct TypeMetadataCache: Sendable {
    /// For how long documents are believed.
    public struct Freshness: Sendable, Hashable {
        /// The shortest time for which a document is not fetched again.
        public var leastSeconds: Int64 = 3600
        /// The longest time.
        public var mostSeconds: Int64 = 86_400
        /// For how long one is used when no newer can be had.
        public var staleSeconds: Int64 = 90 * 86_400
        /// When a fetch that failed is tried again.
        public var retrySeconds: Int64 = 60

        /// The freshness of the house.
        public init() {}
    }

    /// What is to be done for a document.
    public enum Plan: Sendable, Equatable {
        /// Use the one that is held.
        case use([UInt8])
        /// Fetch it, or learn that what is held is the newest; when that fails, use what is held.
        case fetch(held: TypeMetadataCopy?)
        /// Do not fetch now, for that reason; use what is held.
        case wait(held: [UInt8]?, why: String)
    }

    /// For how long documents are believed.
    public let freshness: Freshness
    /// The most documents that are held.
    public let limitDocuments: Int
    /// The most bytes that are held.
    public let limitBytes: Int

    private var entries: [TypeMetadataKey: Entry] = [:]

    private struct Entry {
        var copy: TypeMetadataCopy?
        var failure: (at: UnixTime, why: String)?
        var usedAt: UnixTime
    }

    /// Begins empty.
    public init(freshness: Freshness = Freshness(), limitDocuments: Int = 256, limitBytes: Int = 16 << 20) {
        (self.freshness, self.limitDocuments, self.limitBytes) = (freshness, limitDocuments, limitBytes)
    }

    /// Number of documents that are remembered, failures included.
    public var count: Int { entries.count }

    /// Whether anything is known of a document.
    public func remembers(_ key: TypeMetadataKey) -> Bool { entries[key] != nil }

    /// Says what to do for a document.
    public mutating func plan(for key: TypeMetadataKey, at now: UnixTime) -> Plan {
        guard var entry = entries[key] else { return .fetch(held: nil) }
        entry.usedAt = now
        entries[key] = entry
        let age = entry.copy.map { now.seconds - $0.fetchedAt.seconds } ?? 0
        // A clock that was set back makes everything due, never fresh for longer.
        if let copy = entry.copy, !key.integrity.isEmpty || age >= 0 && age <= bounded(copy.freshSeconds) {
            return .use(copy.bytes)
        }
        let held = age <= freshness.staleSeconds ? entry.copy : nil
        if let failure = entry.failure, failure.at <= now, now < failure.at + freshness.retrySeconds {
            return .wait(held: held?.bytes, why: failure.why)
        }
        return .fetch(held: held)
    }

    /// Holds a document that was fetched.
    public mutating func store(_ copy: TypeMetadataCopy, for key: TypeMetadataKey) {
        entries[key] = Entry(copy: copy, failure: nil, usedAt: copy.fetchedAt)
        makeRoom(keeping: key)
    }

    /// Remembers that a document could not be had, so that it is not asked for at once again.
    public mutating func record(failure why: String, of key: TypeMetadataKey, at now: UnixTime) {
        var entry = entries[key] ?? Entry(usedAt: now)
        entry.failure = (now, why)
        entries[key] = entry
        makeRoom(keeping: key)
    }

    private func bounded(_ seconds: Int64) -> Int64 {
        max(freshness.leastSeconds, min(freshness.mostSeconds, seconds))
    }

    private mutating func makeRoom(keeping key: TypeMetadataKey) {
        var bytes = entries.values.reduce(0) { $0 + ($1.copy?.bytes.count ?? 0) }
        while entries.count > max(1, limitDocuments) || bytes > limitBytes {
            let others = entries.filter { $0.key != key }
            guard let oldest = others.min(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }) else { return }
            bytes -= oldest.value.copy?.bytes.count ?? 0
            entries[oldest.key] = nil
        }
    }
}
