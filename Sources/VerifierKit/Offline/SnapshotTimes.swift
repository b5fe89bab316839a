public import CredentialModel
import JSON
public import Rules

/// When a piece of a snapshot was fetched, and for how long it may be used.
///
///     fetched            fresh until              usable until
///     ──┼──────────────────────┼────────────────────────┼──────────▶
///              fresh                stale, accepted         too old
///
/// Source: the policy table of spec/trust-and-payments.md §2.6 (STA-01).
public struct SnapshotTimes: Sendable, Hashable {
    /// When it was fetched.
    public let fetchedAt: UnixTime
    /// The last moment at which it is as good as new.
    public let freshUntil: UnixTime
    /// The last moment at which it is used.
    public let usableUntil: UnixTime

    private enum Member: String, CaseIterable {
        case fetchedAt = "fetched_at"
        case freshUntil = "fresh_until"
        case usableUntil = "usable_until"
    }

    /// The names of the members that it reads and writes.
    static let members = Member.allCases.map(\.rawValue)

    /// Puts the three together.
    public init(fetchedAt: UnixTime, freshUntil: UnixTime, usableUntil: UnixTime) {
        (self.fetchedAt, self.freshUntil, self.usableUntil) = (fetchedAt, freshUntil, usableUntil)
    }

    /// Reads the three from a piece.
    ///
    /// - Throws: `badSnapshot`, also when they are not in their order.
    init(_ json: JSONObject, of piece: String) throws(VerifierKitError) {
        func time(_ member: Member) throws(VerifierKitError) -> UnixTime {
            guard let time = json[member.rawValue]?.string.flatMap(UnixTime.init(rfc3339:)) else {
                throw .badSnapshot(problem: "has no time in \(member.rawValue) of the \(piece)")
            }
            return time
        }
        (fetchedAt, freshUntil, usableUntil) = (try time(.fetchedAt), try time(.freshUntil), try time(.usableUntil))
        guard fetchedAt <= freshUntil, freshUntil <= usableUntil else {
            throw .badSnapshot(problem: "has times in another order than theirs in the \(piece)")
        }
    }

    /// Writes the three into a piece.
    func write(to json: inout JSONObject) {
        json[Member.fetchedAt.rawValue] = .string(fetchedAt.description)
        json[Member.freshUntil.rawValue] = .string(freshUntil.description)
        json[Member.usableUntil.rawValue] = .string(usableUntil.description)
    }

    /// Whether the piece may be used at a moment; both ends count as within.
    public func freshness(at time: UnixTime) -> ReportedSource.Freshness {
        if time <= freshUntil { return .fresh }
        if time <= usableUntil { return .stale(seconds: time.seconds - freshUntil.seconds) }
        return .tooOld(seconds: time.seconds - usableUntil.seconds)
    }

    /// The line of a report.
    func source(_ rule: RuleID, _ kind: String, _ name: String, at time: UnixTime) -> ReportedSource {
        ReportedSource(
            rule: rule, kind: kind, name: name, fetchedAt: fetchedAt,
            ageSeconds: max(0, time.seconds - fetchedAt.seconds), freshness: freshness(at: time))
    }
}
