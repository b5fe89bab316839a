import OpenID4VP
import Rules
public import SDJWTVC
public import TokenStatusList

/// For how long the pieces of a snapshot may be used: the policy table of spec/trust-and-payments.md §2.6 as a value.
///
/// Source: STA-01.
public struct SnapshotFreshness: Sendable, Hashable {
    /// When the trust folder is to be asked again. A folder names no next update, so whoever makes the snapshot does.
    public var trustSeconds: Int64 = 7 * 86_400
    /// For how long trust data is used after that.
    public var trustStaleSeconds: Int64 = 14 * 86_400
    /// Status lists: min(exp, iat + ttl), then until exp, or a day after the signing.
    public var statusLists = StatusListFreshness()
    /// Documents about types; one whose hash a credential states is good for ever.
    public var types = TypeMetadataCache.Freshness()

    /// Begins with the values of the house.
    public init() {}

    /// For trust data that was read now.
    func trust(at now: UnixTime) -> SnapshotTimes {
        SnapshotTimes(
            fetchedAt: now, freshUntil: now + trustSeconds, usableUntil: now + trustSeconds + trustStaleSeconds)
    }

    /// For a status list that was fetched then.
    func statusList(_ times: StatusListTimes, fetchedAt: UnixTime) -> SnapshotTimes {
        let usableUntil = statusLists.usableUntil(times)
        let freshUntil = min(statusLists.freshUntil(times, fetchedAt: fetchedAt), usableUntil)
        return SnapshotTimes(fetchedAt: fetchedAt, freshUntil: freshUntil, usableUntil: usableUntil)
    }

    /// For keys that an issuer published now.
    func issuerKeys(_ published: IssuerKeyFetch.Published, at now: UnixTime) -> SnapshotTimes {
        SnapshotTimes(
            fetchedAt: now, freshUntil: now + published.freshSeconds, usableUntil: now + IssuerKeyFetch.staleSeconds)
    }

    /// For a document about a type that was read now.
    func type(at now: UnixTime) -> SnapshotTimes {
        SnapshotTimes(
            fetchedAt: now, freshUntil: now + types.mostSeconds, usableUntil: now + types.staleSeconds)
    }
}
