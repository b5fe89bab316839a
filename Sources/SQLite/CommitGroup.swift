internal import Dispatch
internal import Synchronization

/// Writers whose changes reach the disk by one commit, and what became of it.
final class CommitGroup: Sendable {
    private let outcome = Mutex<Result<Void, SQLiteError>?>(nil)
    private let end = DispatchGroup()

    init() { end.enter() }

    /// Says to all what became of the transaction; called once.
    func end(with result: Result<Void, SQLiteError>) {
        outcome.withLock { $0 = result }
        end.leave()
    }

    /// Waits for the commit.
    ///
    /// - Throws: why there was none.
    func wait() throws(SQLiteError) {
        end.wait()
        if case .failure(let error) = outcome.withLock({ $0 }) { throw error }
    }
}
