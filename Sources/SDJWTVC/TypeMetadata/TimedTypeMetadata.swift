public import Rules
import Synchronization

/// Documents about types, for which nobody waits longer than one time together, however many types are looked up.
///
/// Only the time that look-ups take is counted, not what happens between them. Source: SEC-03, VC-38.
public final class TimedTypeMetadata: TypeMetadataSource {
    private let source: any TypeMetadataSource
    private let secondsLeft: Mutex<Double>

    /// Looks in a source, from now on for so long.
    public init(_ source: any TypeMetadataSource, seconds: Double = TypeMetadataLimits.default.seconds) {
        self.source = source
        secondsLeft = Mutex(seconds)
    }

    /// The document of the source, within what is left of both times.
    public func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        let before = budget.secondsLeft
        defer { secondsLeft.withLock { $0 = max(0, $0 - (before - budget.secondsLeft)) } }
        let part = budget.part(seconds: secondsLeft.withLock(\.self))
        return try source.document(about: type, matching: integrity, at: time, within: part)
    }
}
