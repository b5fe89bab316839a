import Bytes
import JOSE
import Rules
import SDJWTVC

/// The published keys of a snapshot; a key that its issuer has begun to use since is not known, and nobody can be asked.
///
/// Source: the policy table of spec/trust-and-payments.md §2.6 (VC-33, STA-01).
struct SnapshotIssuerKeys: IssuerKeySource {
    let issuers: [TrustSnapshot.IssuerKeys]
    /// The moment of the check; an older one makes no keys fresher.
    let moment: UnixTime

    func keys(of issuer: String, naming keyID: String?, at time: UnixTime) throws(SDJWTVCError) -> JWKSet {
        func missing(_ problem: String) -> SDJWTVCError { .issuerKeys(rule: "VC-33", problem: problem) }
        guard let found = issuers.first(where: { haveSameBytes($0.issuer, issuer) }) else {
            throw missing("the snapshot does not hold the keys that \(issuer) publishes")
        }
        guard max(time, moment) <= found.times.usableUntil else {
            throw missing("the keys of \(issuer) in the snapshot are too old, from \(found.times.fetchedAt)")
        }
        if let keyID, !found.keys.keys.contains(where: { $0.keyID.map { haveSameBytes($0, keyID) } ?? false }) {
            throw missing(
                "the snapshot does not hold that key of \(issuer), which may be newer than the snapshot")
        }
        return found.keys
    }
}
