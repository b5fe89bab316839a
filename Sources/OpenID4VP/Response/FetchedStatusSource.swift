import Bytes
import Certificates
public import CredentialModel
import Cryptography
public import HTTP
import JOSE
public import Rules
public import SDJWTVC
public import TokenStatusList
public import Trust

/// Learns the status of credentials from the lists of their issuers, over the network and with a cache.
///
/// A list speaks for an issuer when the issuer's own key signed it, or a signer of status lists that a trust entry
/// of whoever vouches for the issuer names (TSL-13). Source: Token Status List §8 (TSL-40 … TSL-48).
public struct FetchedStatusSource: CredentialStatusSource {
    private let reader: StatusListReader
    private let past: (before: UnixTime, reader: HistoricalStatusReader)?
    private let profile: Profile

    /// Fetches through a client.
    ///
    /// - Parameters:
    ///   - client: how lists are fetched.
    ///   - network: which addresses may be fetched from.
    ///   - store: where lists outlive the run; nil for nowhere.
    ///   - reuse: whether a list from the store spares a fetch.
    ///   - pastBefore: of moments before this one the list of that moment is asked for (TSL-61); nil asks for present ones
    ///     only.
    ///   - profile: HAIP wants every list to bring its signer's certificates (HAIP-08).
    public init(
        client: any HTTPFetching, network: NetworkPolicy, store: (any StatusListStore)? = nil,
        reuse: StatusListReuse = .whileFresh, pastBefore: UnixTime? = nil, profile: Profile = .openID4VP
    ) {
        self.profile = profile
        let lists = StatusListClient(client: client, network: network)
        reader = StatusListReader(store: store, reuse: reuse) { uri throws(StatusListUnavailable) in
            try lists.answer(at: uri)
        }
        past = pastBefore.map { moment in
            (
                moment,
                HistoricalStatusReader { uri, moment throws(StatusListUnavailable) in
                    try lists.answer(at: uri, asOf: moment)
                }
            )
        }
    }

    /// Knows only what is kept, and asks nobody.
    ///
    /// - Parameters:
    ///   - store: where lists are kept.
    ///   - profile: as above.
    public init(keptIn store: any StatusListStore, profile: Profile = .openID4VP) {
        self.profile = profile
        reader = StatusListReader(store: store, reuse: .whileFresh) { _ throws(StatusListUnavailable) in
            throw StatusListUnavailable(why: "nobody was asked")
        }
        past = nil
    }

    /// Looks a status up.
    public func status(
        of reference: StatusReference, issuer: IssuerIdentity, trust: TrustStore, at time: UnixTime
    ) throws(SDJWTVCError) -> StatusFinding {
        do throws(TokenStatusListError) {
            if let past, time < past.before {
                return try past.reader.status(of: reference, at: time) { signer throws(TokenStatusListError) in
                    try key(of: signer, for: issuer, trust, at: time)
                }.finding(for: reference)
            }
            let authority = Self.authority(of: issuer, trust)
            let result = try reader.status(of: reference, authority: authority, at: time) {
                signer throws(TokenStatusListError) in
                try key(of: signer, for: issuer, trust, at: time)
            }
            return result.finding(for: reference)
        } catch { throw .statusList(error) }
    }

    private func key(
        of signer: StatusListSigner, for issuer: IssuerIdentity, _ trust: TrustStore, at time: UnixTime
    ) throws(TokenStatusListError) -> PublicKey {
        guard let leaf = signer.certificates.first else {
            guard profile != .haip else {
                let error = SDJWTVCError.notHAIP(
                    rule: "HAIP-08", problem: "the status list brings no certificate (x5c) of its signer")
                throw .signerNotTrusted(error.refusal)
            }
            return keyForLists(named: signer.header, of: issuer, trust, at: time) ?? issuer.decision.key
        }
        if leaf.publicKey == issuer.decision.key { return issuer.decision.key }
        do throws(TrustError) {
            return try trust.decideStatusSigner(
                of: issuer.decision, evidence: .certificates(signer.certificates), at: time
            ).key
        } catch { throw .signerNotTrusted(error.refusal) }
    }

    /// The key that a list without certificates names, when an entry of whoever vouches for the issuer has it for status lists.
    private func keyForLists(
        named header: JOSEHeader, of issuer: IssuerIdentity, _ trust: TrustStore, at time: UnixTime
    ) -> PublicKey? {
        guard let name = issuer.identifier, header.keyID != nil else { return nil }
        return try? trust.decideStatusSigner(
            of: issuer.decision, evidence: .issuer(name, header: header), at: time
        ).key
    }

    /// Names everything that decides which signers a list of this issuer may have: what is refused to a payment is not refused to
    /// others (STA-02).
    private static func authority(of issuer: IssuerIdentity, _ trust: TrustStore) -> String {
        let key = HashAlgorithm.sha256.hash(issuer.decision.key.subjectPublicKeyInfo)
        let unknown = trust.revocation?.unknown == .refused ? "known" : "any"
        let entities = issuer.decision.entities.sorted().joined(separator: ",")
        return "\(issuer.decision.entryID) \(entities) \(Hex.encode(key)) \(unknown) \(issuer.identifier ?? "")"
    }
}
