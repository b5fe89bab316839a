public import Certificates
public import CredentialModel
public import Cryptography
public import Rules

/// Why something is trusted: the entry and the anchor that made the decision (TRU-01, TRU-07).
public struct TrustDecision: Sendable, Equatable {
    /// The `id` of the entry that vouches.
    public let entryID: String
    /// What people call the entity of the entry.
    public let entityName: String
    /// The anchor or key that the decision rests on, for people: a certificate's subject or `kid 7 of https://…`.
    public let anchor: String
    /// The certificates from the leaf to the anchor; empty when a key set was used.
    public let certificates: [Certificate]
    /// Where the entry came from.
    public let source: String
    /// The key that signed, now known to belong to the entity.
    public let key: PublicKey
    /// The list that the entry came from, with its number and times; nil for one that was written here.
    public let list: TrustListOrigin?
    /// The entities that vouch for the signer and the type: that of the entry which decided, and those of others with the same anchor or
    /// issuer. Each may name who signs status lists (TSL-13).
    public private(set) var entities: Set<String>
    /// The name whose keys were looked for; nil when certificates decided.
    let issuer: String?
    /// The type that was decided for; nil without one.
    let type: String?
    /// What is known of the revocation of the certificates, from the leaf on; empty when nobody asked.
    public let revocation: [RevocationFinding]
    /// When the entry was read, for one that was written here.
    let readAt: UnixTime?

    init(
        entryID: String, entityName: String, anchor: String, certificates: [Certificate], source: String,
        key: PublicKey,
        list: TrustListOrigin? = nil, revocation: [RevocationFinding] = [], readAt: UnixTime? = nil,
        entities: Set<String> = [], issuer: String? = nil, type: String? = nil
    ) {
        (self.entryID, self.entityName, self.anchor) = (entryID, entityName, anchor)
        (self.certificates, self.source, self.key, self.list) = (certificates, source, key, list)
        (self.revocation, self.readAt) = (revocation, readAt)
        (self.entities, self.issuer, self.type) = (entities.union([entryID]), issuer, type)
    }

    /// The same decision, as far as the entities of another one vouch too.
    func limited(to other: TrustDecision) -> TrustDecision {
        var decision = self
        decision.entities.formIntersection(other.entities)
        return decision
    }

    /// The path from the leaf to the anchor, for people.
    public var path: [String] { certificates.map(\.subject.text) }

    /// What the decision relied on, and how old that was (TRU-07).
    public func sources(at time: UnixTime) -> [ReportedSource] {
        let own = readAt.map { readAt in
            ReportedSource(
                rule: "TRU-07", kind: "trust entry", name: entryID, fetchedAt: readAt,
                ageSeconds: max(0, time.seconds - readAt.seconds), freshness: .fresh)
        }
        let trust = list.map { $0.reported(at: time) } ?? own
        return (trust.map { [$0] } ?? []) + revocation.compactMap { $0.source(at: time) }
    }
}
