import Bytes
import Certificates
public import CredentialModel
public import JOSE
public import Rules
public import Trust

/// All that a check needs without a network, as it was at one moment, each piece with its own age.
///
/// Only making one, or reading a file whose signature holds, gives one: whoever has a value of this type has data that the
/// verifier vouched for. Source: STA-07.
public struct TrustSnapshot: Sendable {
    /// A status list as it was fetched; it is verified when it is used, as if it had just been fetched.
    public struct List: Sendable, Hashable {
        /// Its address.
        public let uri: String
        /// The token.
        public let token: [UInt8]
        /// When it was fetched and for how long it is used.
        public let times: SnapshotTimes
    }

    /// A document about a type.
    public struct Document: Sendable, Hashable {
        /// The type.
        public let type: String
        /// The octets, which hashes are made of.
        public let bytes: [UInt8]
        /// When it was read and for how long it is used.
        public let times: SnapshotTimes
    }

    /// The keys that an issuer published at its address.
    public struct IssuerKeys: Sendable {
        /// The issuer, as the claim `iss` names it.
        public let issuer: String
        /// The keys.
        public let keys: JWKSet
        /// When they were fetched and for how long they are used.
        public let times: SnapshotTimes
    }

    /// When it was made.
    public let created: UnixTime
    /// Whom the verifier trusted then, and what it never trusts.
    public let trust: TrustStore
    /// When the trust folder was read and for how long that is used.
    public let trustTimes: SnapshotTimes
    /// The status lists.
    public let lists: [List]
    /// The documents about types.
    public let documents: [Document]
    /// The keys of issuers that publish them.
    public let issuerKeys: [IssuerKeys]
    /// The revocation lists of certificates; who signed them is checked when they are used.
    public let revocationLists: [KeptRevocationList]

    init(
        created: UnixTime, trust: TrustStore, trustTimes: SnapshotTimes, lists: [List], documents: [Document],
        issuerKeys: [IssuerKeys] = [], revocationLists: [KeptRevocationList] = []
    ) {
        self.created = created
        self.trust = trust.asking(RevocationPolicy(source: KeptRevocationLists(revocationLists)))
        (self.trustTimes, self.lists, self.documents) = (trustTimes, lists, documents)
        (self.issuerKeys, self.revocationLists) = (issuerKeys, revocationLists)
    }

    /// The list of an address.
    func list(at uri: String) -> List? { lists.first { haveSameBytes($0.uri, uri) } }

    /// The lists that entries came from, each once.
    private var origins: [TrustListOrigin] {
        trust.entries.compactMap(\.list).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// How old each piece is at a moment (TRU-07, TSL-46, STA-01).
    public func sources(at time: UnixTime) -> [ReportedSource] {
        let names = trust.entries.map(\.id).joined(separator: ", ")
        return [trustTimes.source("TRU-07", "trust entries", names.isEmpty ? "none" : names, at: time)]
            + origins.map { $0.reported(at: time) }
            + revocationLists.map { kept in
                SnapshotTimes(
                    fetchedAt: kept.list.thisUpdate, freshUntil: kept.list.nextUpdate,
                    usableUntil: kept.list.nextUpdate + KeptRevocationList.staleSeconds
                ).source("STA-03", "revocation list", kept.name, at: time)
            }
            + lists.map { $0.times.source("TSL-46", "status list", $0.uri, at: time) }
            + issuerKeys.map { $0.times.source("VC-33", "issuer keys", $0.issuer, at: time) }
            + documents.map { $0.times.source("STA-01", "type metadata", $0.type, at: time) }
    }
}
