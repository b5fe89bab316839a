import Certificates
import CredentialModel
import Cryptography
import JOSE
public import OpenID4VP
public import Rules
public import SDJWTVC
public import TokenStatusList
public import Trust

/// Puts a snapshot together from the trust folder, status lists and documents about types.
///
/// Source: STA-07.
public struct SnapshotMaker: Sendable {
    private let trust: TrustStore
    private let client: StatusListClient
    private let freshness: SnapshotFreshness
    private let time: UnixTime

    /// Begins a snapshot.
    ///
    /// - Parameters:
    ///   - trust: whom the verifier trusts.
    ///   - client: how status lists are fetched.
    ///   - freshness: for how long the pieces may be used.
    ///   - time: the moment of the snapshot.
    public init(
        trust: TrustStore, client: StatusListClient, freshness: SnapshotFreshness = SnapshotFreshness(),
        at time: UnixTime
    ) {
        (self.trust, self.client, self.freshness, self.time) = (trust, client, freshness, time)
    }

    /// Puts the pieces together.
    ///
    /// - Parameters:
    ///   - lists: the status lists.
    ///   - types: the documents about types.
    ///   - issuerKeys: the keys of issuers that publish them.
    ///   - revocationLists: those of the trust folder; one that could not be used any more is left out, unless it says that
    ///     somebody was revoked, which is final.
    public func snapshot(
        lists: [TrustSnapshot.List], types: TypeMetadataFolder?, issuerKeys: [TrustSnapshot.IssuerKeys] = [],
        revocationLists: [KeptRevocationList] = []
    ) -> TrustSnapshot {
        TrustSnapshot(
            created: time, trust: trust, trustTimes: freshness.trust(at: time), lists: lists,
            documents: (types?.documents ?? []).map {
                TrustSnapshot.Document(type: $0.type, bytes: $0.bytes, times: freshness.type(at: time))
            },
            issuerKeys: issuerKeys,
            revocationLists: revocationLists.filter {
                $0.list.count > 0 || time <= $0.list.nextUpdate + KeptRevocationList.staleSeconds
            })
    }

    /// Fetches the keys of all issuers that are trusted with what they publish; one whose keys cannot be had does not keep
    /// the others away.
    ///
    /// - Parameters:
    ///   - fetch: how they are fetched.
    ///   - told: of each issuer that is left out.
    public func issuerKeys(
        by fetch: IssuerKeyFetch, told: (_ issuer: String, SDJWTVCError) -> Void
    ) -> [TrustSnapshot.IssuerKeys] {
        trust.publishedIssuers(at: time).compactMap { issuer in
            do throws(SDJWTVCError) {
                let published = try fetch.keys(of: issuer)
                return TrustSnapshot.IssuerKeys(
                    issuer: issuer, keys: published.keys, times: freshness.issuerKeys(published, at: time))
            } catch {
                told(issuer, error)
                return nil
            }
        }
    }

    /// Fetches a status list.
    ///
    /// - Throws: `statusListUnavailable`; `statusList` and `trust` for a list that no check would believe.
    public func list(at uri: String) throws(VerifierKitError) -> TrustSnapshot.List {
        let answer: StatusListAnswer
        do throws(StatusListUnavailable) { answer = try client.answer(at: uri) } catch {
            throw .statusListUnavailable(uri: uri, why: error.why)
        }
        let body: [UInt8]?
        do throws(TokenStatusListError) { body = try answer.token() } catch { throw .statusList(uri: uri, error) }
        guard let body else { throw .statusList(uri: uri, .otherForm) }
        return try list(at: uri, FetchedStatusList(body: body, fetchedAt: time))
    }

    /// Fetches all status lists of an issuer; one that cannot be had or believed does not keep the others away (TSL-60).
    ///
    /// - Parameters:
    ///   - uri: where the issuer publishes the addresses of its lists.
    ///   - told: of each list that is left out.
    /// - Throws: `statusListUnavailable` when there are no addresses to be had.
    public func lists(
        namedAt uri: String, told: (VerifierKitError) -> Void
    ) throws(VerifierKitError) -> [TrustSnapshot.List] {
        let addresses: [String]
        do throws(StatusListUnavailable) { addresses = try client.lists(namedAt: uri) } catch {
            throw .statusListUnavailable(uri: uri, why: error.why)
        }
        var lists: [TrustSnapshot.List] = []
        for address in addresses {
            do throws(VerifierKitError) { lists.append(try list(at: address)) } catch { told(error) }
        }
        return lists
    }

    /// Takes a status list that was fetched before.
    ///
    /// - Throws: `statusList` and `trust` for a list that no check would believe.
    public func list(
        at uri: String, _ fetched: FetchedStatusList
    ) throws(VerifierKitError) -> TrustSnapshot.List {
        let times: StatusListTimes
        do throws(TokenStatusListError) {
            let unverified = try UnverifiedStatusListToken(parsing: fetched.body)
            times = try unverified.statedTimes(for: uri)
            guard time <= freshness.statusLists.usableUntil(times) else {
                throw .tooOld(issuedAt: times.issuedAt, now: time)
            }
            // Without certificates the issuer's key signs, which only a credential names: verified when it is used.
            if !unverified.signer.certificates.isEmpty {
                let key = try key(of: unverified.signer)
                _ = try unverified.verified(by: key, for: uri, at: fetched.fetchedAt)
            }
        } catch { throw .statusList(uri: uri, error) }
        return TrustSnapshot.List(
            uri: uri, token: fetched.body, times: freshness.statusList(times, fetchedAt: fetched.fetchedAt))
    }

    /// Anybody whose lists a credential of the trust folder could refer to; which of them speaks for a credential is
    /// decided when it is checked (TSL-13).
    private func key(of signer: StatusListSigner) throws(TokenStatusListError) -> PublicKey {
        do throws(TrustError) {
            return try trust.decide(
                TrustPurpose.issuing.union([.statusSigner]), type: nil, evidence: .certificates(signer.certificates),
                at: time
            ).key
        } catch { throw .signerNotTrusted(error.refusal) }
    }
}
