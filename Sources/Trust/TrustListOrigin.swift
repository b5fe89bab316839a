public import CredentialModel
public import JSON
public import Rules

/// From which list of trusted entities an entry came, and how old that may grow.
///
/// Source: TRU-07, STA-01.
public struct TrustListOrigin: Sendable, Hashable {
    /// For how long after the next update was due an entry is used all the same.
    public static let staleSeconds: Int64 = 14 * 86_400

    /// The short name of the list in its folder.
    public let list: String
    /// The number of the list; it never goes back.
    public let sequence: Int64
    /// When the list was signed.
    public let issuedAt: UnixTime
    /// When the next one is due.
    public let nextUpdate: UnixTime

    /// Whether the list has names of members that ETSI TS 119 602 does not have, and was read with `--legacy` (LOT-10).
    public let hasEarlyNames: Bool

    enum Member: String, CaseIterable {
        case id, sequence, legacy
        case issuedAt = "issued_at"
        case nextUpdate = "next_update"
    }

    /// Puts the parts together.
    public init(
        list: String, sequence: Int64, issuedAt: UnixTime, nextUpdate: UnixTime, hasEarlyNames: Bool = false
    ) {
        (self.list, self.sequence, self.issuedAt, self.nextUpdate) = (list, sequence, issuedAt, nextUpdate)
        self.hasEarlyNames = hasEarlyNames
    }

    init(_ json: JSONObject, file: String) throws(TrustError) {
        try TrustEntry.refuseOthers(than: Member.allCases.map(\.rawValue), in: json, file: file)
        list = try TrustEntry.read(file) { () throws(JSONMemberError) in try json.string(Member.id.rawValue) }
        sequence = try TrustEntry.read(file) { () throws(JSONMemberError) in
            try json.integer(Member.sequence.rawValue)
        }
        issuedAt = try TrustEntry.time(Member.issuedAt.rawValue, in: json, file: file)
        nextUpdate = try TrustEntry.time(Member.nextUpdate.rawValue, in: json, file: file)
        hasEarlyNames =
            try TrustEntry.read(file) { () throws(JSONMemberError) in
                try json.boolIfPresent(Member.legacy.rawValue)
            } ?? false
    }

    /// The origin as it stands in an entry: `{"id": "eu-pid", "sequence": 7, "issued_at": …, "next_update": …}`.
    public var json: JSONObject {
        var json: JSONObject = [
            Member.id.rawValue: .string(list), Member.sequence.rawValue: .integer(sequence),
            Member.issuedAt.rawValue: .string(issuedAt.description),
            Member.nextUpdate.rawValue: .string(nextUpdate.description),
        ]
        if hasEarlyNames { json[Member.legacy.rawValue] = true }
        return json
    }

    /// Whether what the list grants may be used at a moment.
    public func isUsable(at time: UnixTime) -> Bool { time <= nextUpdate + Self.staleSeconds }

    /// The line of a report.
    public func reported(at time: UnixTime) -> ReportedSource {
        let overdue = time.seconds - nextUpdate.seconds
        let freshness: ReportedSource.Freshness =
            overdue <= 0
            ? .fresh
            : isUsable(at: time) ? .stale(seconds: overdue) : .tooOld(seconds: overdue - Self.staleSeconds)
        return ReportedSource(
            rule: "TRU-07", kind: "list of trusted entities", name: "\(list) \(sequence)", fetchedAt: issuedAt,
            ageSeconds: max(0, time.seconds - issuedAt.seconds), freshness: freshness)
    }

    /// For a report: `eu-pid 7, fresh` or `eu-pid 7, stale for 60 s, accepted`.
    public func words(at time: UnixTime) -> String {
        let age =
            time <= nextUpdate ? "fresh" : "stale for \(time.seconds - nextUpdate.seconds) s, accepted"
        return "\(list) \(sequence), \(age)" + (hasEarlyNames ? ", with early names" : "")
    }
}
