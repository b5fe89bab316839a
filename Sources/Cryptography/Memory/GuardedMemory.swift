import CSodium
import Synchronization

/// Regions of `sodium_malloc`, of which those of the commonest size are used again.
///
/// A region between guard pages, locked in memory, costs ten system calls to make and to give back; a service makes several
/// for each answer, nearly all of 32 bytes. One that is used again keeps its guards and its lock, and is wiped between two
/// uses (SEC-35).
enum GuardedMemory {
    /// A region that may be written.
    @safe struct Region: @unchecked Sendable {
        let base: UnsafeMutableRawPointer
        /// Whether the system keeps it out of swap.
        let isLocked: Bool
    }

    /// The size of which regions are kept: keys, shared secrets, digests.
    static let keptBytes = 32
    /// How many are kept at most; each takes up one page of locked memory.
    static let limitKept = 64

    private static let kept = Mutex<[Region]>([])

    /// How many are kept, for tests.
    static var keptCount: Int { kept.withLock { $0.count } }

    /// Takes a zeroed region; nil when there is no memory for it.
    static func take(_ count: Int) -> Region? {
        if count == keptBytes, let region = kept.withLock({ $0.popLast() }) { return region }
        Sodium.start()
        guard count >= 0, let base = unsafe sodium_malloc(count) else { return nil }
        unsafe sodium_memzero(base, count)
        // sodium_malloc ignores a lock that fails. Locks do not nest, so asking again costs a system call and nothing else.
        return unsafe Region(base: base, isLocked: sodium_mlock(base, count) == 0)
    }

    /// Wipes a region and gives it back. One that is not locked is not kept, so that the next one is tried again.
    ///
    /// - Parameter isWritable: whether it may be written, as when it was taken.
    static func giveBack(_ region: Region, _ count: Int, isWritable: Bool) {
        guard count == keptBytes, region.isLocked,
            unsafe isWritable || sodium_mprotect_readwrite(region.base) == 0
        else {
            unsafe sodium_free(region.base)
            return
        }
        unsafe sodium_memzero(region.base, count)
        let isKept = kept.withLock { kept in
            guard kept.count < limitKept else { return false }
            kept.append(region)
            return true
        }
        if !isKept { unsafe sodium_free(region.base) }
    }
}
