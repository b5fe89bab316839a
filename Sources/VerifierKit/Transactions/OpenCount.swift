import Synchronization

/// How many transactions are open at most, so that they need not be counted for each new one.
///
/// What is known is a bound from above: it grows with each new one and does not see those that end. Only when it reaches a
/// limit is counted, and counted it is also from time to time, for the sake of other processes that write to the same file.
final class OpenCount: Sendable {
    private struct Bound {
        var count: Int64
        var admitted = 0
    }

    /// After so many new ones is counted anyway.
    private static let limitAdmitted = 100

    private let bounds = Mutex<[Int64?: Bound]>([:])

    /// Lets a new transaction in.
    ///
    /// - Parameter count: counts the open ones of an owner, or of all for nil.
    /// - Throws: `tooManyOpen`, or what `count` throws.
    func admit(
        _ owner: Int64, _ limits: OpenLimits, _ count: (Int64?) throws(VerifierKitError) -> Int64
    ) throws(VerifierKitError) {
        let isOwnerFree = try hasRoom(owner, limits.perKey, count)
        guard isOwnerFree else { throw .tooManyOpen(limit: limits.perKey) }
        guard try hasRoom(nil, limits.overall, count) else { throw .tooManyOpen(limit: limits.overall) }
        add(1, for: owner)
    }

    /// Takes back one that was let in and was not kept after all.
    ///
    /// Before anybody else is let in: what is counted in between does not have it in it.
    func takeBack(_ owner: Int64) { add(-1, for: owner) }

    private func add(_ difference: Int, for owner: Int64) {
        bounds.withLock { bounds in
            for key in [owner, nil] {
                bounds[key]?.count += Int64(difference)
                bounds[key]?.admitted += difference
            }
        }
    }

    private func hasRoom(
        _ owner: Int64?, _ limit: Int, _ count: (Int64?) throws(VerifierKitError) -> Int64
    ) throws(VerifierKitError) -> Bool {
        if let bound = bounds.withLock({ $0[owner] }), bound.count < limit, bound.admitted < Self.limitAdmitted {
            return true
        }
        let counted = try count(owner)
        bounds.withLock { $0[owner] = Bound(count: counted) }
        return counted < limit
    }
}
