public import CredentialModel
import JSON
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

    enum Member: String, CaseIterable {
        case id, sequence
        case issuedAt = "issued_at"
        case nextUpdate = "next_update"
    }

    /// Puts the parts together.
    public init(list: String, sequence: Int64, issuedAt: UnixTime, nextUpdate: UnixTime) {
        (self.list, self.sequence, self.issuedAt, self.nextUpdate) = (list, sequence, issuedAt, nextUpdate)
    }

    init(_ json: JSONObject, file: String) throws(TrustError) {
        try TrustEntry.refuseOthers(than: Member.allCases.map(\.rawValue), in: json, file: file)
        list = try TrustEntry.read(file) { () throws(JSONMemberError) in try json.string(Member.id.rawValue) }
        sequence = try TrustEntry.read(file) { () throws(JSONMemberError) in
            try json.integer(Member.sequence.rawValue)
        }
        issuedAt = try TrustEntry.time(Member.issuedAt.rawValue, in: json, file: file)
        nextUpdate = try TrustEntry.time(Member.nextUpdate.rawValue, in: json, file: file)
    }

    var json: JSONObject {
        [
            Member.id.rawValue: .string(list), Member.sequence.rawValue: .integer(sequence),
            Member.issuedAt.rawValue: .string(issuedAt.description),
            Member.nextUpdate.rawValue: .string(nextUpdate.description),
        ]
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
        return "\(list) \(sequence), \(age)"
    }
}
