public import JSON
public import Rules

/// Something that a verification relied on beside what was presented, and how old it was.
///
/// Source: TRU-07, STA-01.
public struct ReportedSource: Sendable, Hashable {
    /// How old data may still be used.
    public enum Freshness: Sendable, Hashable {
        /// It is as good as new.
        case fresh
        /// It should have been replaced so long ago, and is used all the same.
        case stale(seconds: Int64)
        /// It could be used until so long ago, and counts as if it were not there.
        case tooOld(seconds: Int64)
    }

    /// The rule that bounds its age.
    public let rule: RuleID
    /// What it is, such as `status list`.
    public let kind: String
    /// Which one it is, such as its address.
    public let name: String
    /// When it was fetched.
    public let fetchedAt: UnixTime
    /// How long that was before the check; 0 when it was after.
    public let ageSeconds: Int64
    /// Whether it could be used.
    public let freshness: Freshness

    /// Puts the parts together.
    public init(
        rule: RuleID, kind: String, name: String, fetchedAt: UnixTime, ageSeconds: Int64, freshness: Freshness
    ) {
        (self.rule, self.kind, self.name) = (rule, kind, name)
        (self.fetchedAt, self.ageSeconds, self.freshness) = (fetchedAt, ageSeconds, freshness)
    }

    /// `{"rule": "TSL-46", "kind": "status list", "name": …, "fetched_at": …, "age_seconds": 12, "state": "fresh"}`.
    public var json: JSONValue {
        var object: JSONObject = [
            "rule": .string(rule.description), "kind": .string(kind), "name": .string(name),
            "fetched_at": .string(fetchedAt.description), "age_seconds": .integer(ageSeconds),
        ]
        switch freshness {
        case .fresh: object["state"] = "fresh"
        case .stale(let seconds):
            object["state"] = "stale"
            object["stale_seconds"] = .integer(seconds)
        case .tooOld(let seconds):
            object["state"] = "too_old"
            object["too_old_seconds"] = .integer(seconds)
        }
        return .object(object)
    }
}
