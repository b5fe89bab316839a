import Rules

/// When a folder that could not be read whole, and in which nothing changes, is read again.
///
/// The fault may be the disk's and pass by itself, so that the first pause is a second. Each one after it is twice as long, up to a
/// minute; up to five seconds while nobody knows all of who is blocked and revoked. Source: STA-01.
struct FolderRetry {
    static let mostSeconds: Int64 = 60
    static let mostSecondsWithoutNegatives: Int64 = 5

    private let since: UnixTime
    private let pauseSeconds: Int64

    /// Begins a pause.
    ///
    /// - Parameters:
    ///   - before: the pause before it; nil for the first one.
    ///   - now: when the folder was read.
    ///   - hidesNegatives: whether blocks or revocations are among what could not be read.
    init(after before: FolderRetry?, at now: UnixTime, hidesNegatives: Bool) {
        since = now
        let most = hidesNegatives ? Self.mostSecondsWithoutNegatives : Self.mostSeconds
        pauseSeconds = min(most, before.map { $0.pauseSeconds * 2 } ?? 1)
    }

    /// Whether the pause is over; a clock that was set back ends it.
    func isDue(at now: UnixTime) -> Bool { now < since || now >= since + pauseSeconds }
}
