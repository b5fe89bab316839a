internal import Dispatch
internal import Synchronization

/// A place for one connection that one thread at a time may use.
///
/// Sound as `Sendable`: the connection is reached under the lock only.
final class ConnectionSlot: @unchecked Sendable {
    /// Not a `Mutex`, whose waiters spin: a commit waits for the disk.
    private let lock = DispatchSemaphore(value: 1)
    private let users = Atomic<Int>(0)
    private var connection: Connection?

    init(_ connection: Connection?) { self.connection = connection }

    /// Whether nobody uses or waits for the connection; a hint only, it may be outdated at once.
    var isFree: Bool { userCount == 0 }

    /// How many use the connection or wait for it. Whoever has it in hand can rely on this: each of the others will come.
    var userCount: Int { users.load(ordering: .relaxed) }

    /// Lends the connection, after opening it if this is its first use.
    func withConnection<Result: Sendable & ~Copyable, Failure: WrapsSQLiteError>(
        _ open: () throws(SQLiteError) -> Connection, _ body: (Connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        users.wrappingAdd(1, ordering: .relaxed)
        lock.wait()
        defer {
            // Before the lock goes: the next one must not count this one among those who wait.
            users.wrappingSubtract(1, ordering: .relaxed)
            lock.signal()
        }
        if let connection { return try body(connection) }
        let opened = try Failure.wrapping(open)
        connection = opened
        return try body(opened)
    }
}
