import CredentialModel
import OpenID4VP
import Rules
import SDJWTVC
import TokenStatusList
import Trust

/// Learns statuses from the lists of a snapshot; it has no client, so nobody can be asked.
///
/// A list is verified as if it had just been fetched. One that is too old says only what is revoked, which is final; what
/// it says to be valid is unknown. Source: TSL-46, STA-01, STA-02.
struct SnapshotStatusSource: CredentialStatusSource {
    private let lists: SnapshotStatusLists
    private let source: FetchedStatusSource
    private let moment: UnixTime

    /// - Parameter moment: the moment of the check; an older one, which a proof may name, makes no list fresher.
    init(_ snapshot: TrustSnapshot, profile: Profile, at moment: UnixTime) {
        lists = SnapshotStatusLists(snapshot: snapshot)
        source = FetchedStatusSource(keptIn: lists, profile: profile)
        self.moment = moment
    }

    func status(
        of reference: StatusReference, issuer: IssuerIdentity, trust: TrustStore, at time: UnixTime
    ) throws(SDJWTVCError) -> StatusFinding {
        guard lists.list(at: reference.uri) != nil else {
            return .unknown(why: "the snapshot holds no status list of that address")
        }
        return try source.status(of: reference, issuer: issuer, trust: trust, at: max(time, moment))
    }
}

/// The lists of a snapshot as a store that keeps nothing new.
private struct SnapshotStatusLists: StatusListStore {
    let snapshot: TrustSnapshot

    func list(at uri: String) -> FetchedStatusList? {
        snapshot.list(at: uri).map { FetchedStatusList(body: $0.token, fetchedAt: $0.times.fetchedAt) }
    }

    func keep(_ list: FetchedStatusList, at uri: String) {}
}
