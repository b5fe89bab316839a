import Rules
import Synchronization

/// Whether the service can do its work: the database takes a write, and the keys are there and usable.
///
/// It is looked into once in some seconds, whoever asks how often: a probe must not become load (SEC-29).
final class Readiness: Sendable {
    /// One thing that must hold.
    enum Check: String, CaseIterable {
        /// The database takes a write.
        case store
        /// Requests can be signed, and answers decrypted.
        case keys
        /// No imported list of trusted entities is too old to be used, and the block list and all revocation lists of the trust
        /// folder can be read.
        case trust
    }

    /// How long what was found is told again.
    static let cacheSeconds: Int64 = 5

    private struct State {
        var lookedAt: UnixTime?
        var failed: Set<Check> = Set(Check.allCases)
    }

    private let state = Mutex(State())

    /// What does not hold; the closure looks into it, at most once in `cacheSeconds` and in one thread.
    func failed(at now: UnixTime, _ look: () -> Set<Check>) -> Set<Check> {
        let known: Set<Check>? = state.withLock { state in
            if let lookedAt = state.lookedAt, now >= lookedAt, now < lookedAt + Self.cacheSeconds {
                return state.failed
            }
            state.lookedAt = now
            return nil
        }
        if let known { return known }
        let failed = look()
        state.withLock { $0.failed = failed }
        return failed
    }
}
