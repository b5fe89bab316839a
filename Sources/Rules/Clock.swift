import Glibc

/// Where a use case gets the time from: the system's clock in the commands, a fixed moment in tests and vectors.
public struct Clock: Sendable {
    private let read: @Sendable () -> UnixTime

    /// A clock that answers what the closure says.
    public init(_ read: @escaping @Sendable () -> UnixTime) { self.read = read }

    /// The present moment.
    public var now: UnixTime { read() }

    /// The system's clock.
    public static let system = Clock { UnixTime(seconds: Int64(time(nil))) }

    /// A clock that stands still.
    public static func fixed(_ time: UnixTime) -> Clock { Clock { time } }
}
