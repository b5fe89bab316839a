public import Certificates
public import Rules
import Synchronization

/// What the server of a revocation list answers.
public enum RevocationListAnswer: Sendable {
    /// A list, unchecked, and the server's name for this state of it.
    case list([UInt8], entityTag: String?)
    /// The list that has the entity tag of the question is still the newest.
    case unchanged
}

/// Why a revocation list could not be had.
public struct RevocationListUnavailable: Error, Sendable, Equatable {
    /// The words for a report.
    public let why: String

    /// Says why.
    public init(why: String) { self.why = why }
}

/// Where fetched revocation lists outlive the run.
public protocol RevocationListStore: Sendable {
    /// Keeps a list in the place of the one that was fetched from the same address for the same issuer.
    func keep(_ list: KeptRevocationList)
}

/// Finds revocation lists: those that are held, and those that the certificates point to, by a fetch that is given to it.
///
/// Only addresses in certificates of a validated path are asked, and only lists are kept that the certificate's issuer
/// signed and that speak of the certificate. One thread at a time fetches from an address; the others use the list that is
/// held as long as it is fresh. Whatever came of a fetch holds for a minute, also when a server has nothing newer than a
/// list that is over. Source: STA-04, STA-09.
public final class RevocationListReader: RevocationListSource {
    /// Fetches a list; redirects, size and addresses are its business (VC-37).
    public typealias Fetch =
        @Sendable (String, _ entityTag: String?) throws(RevocationListUnavailable) -> RevocationListAnswer

    /// The most addresses that are remembered.
    public static let limitAddresses = 256
    /// How long it is remembered what came of a fetch.
    public static let settledSeconds: Int64 = 60
    /// How far behind the clock a caller may be that had to wait; one that is further behind sees a clock that was set back.
    static let waitSeconds: Int64 = 10
    /// The most addresses of one certificate that are asked.
    static let limitPerCertificate = 3

    private struct State {
        var held: KeptRevocationList?
        /// Why the last fetch gave nothing.
        var failure: String?
        var askedAt: UnixTime?

        /// A clock that was set back makes everything due.
        func wasAsked(lately time: UnixTime) -> Bool {
            askedAt.map { time >= $0 - waitSeconds && time < $0 + settledSeconds } ?? false
        }
    }

    private final class Place: Sendable {
        /// A certificate that names the address: what comes from there must speak of it.
        let certificate: Certificate
        let issuer: Certificate
        let state: Mutex<State>
        let flight = Mutex(())

        init(of certificate: Certificate, issuedBy issuer: Certificate, held: KeptRevocationList?) {
            (self.certificate, self.issuer) = (certificate, issuer)
            state = Mutex(State(held: held))
        }
    }

    private struct Key: Hashable {
        let uri: String
        let issuer: DistinguishedName
        let publicKeyInfo: [UInt8]
        /// A list may speak of authorities only, or of end entities only.
        let isOfAuthorities: Bool
    }

    private let kept: Mutex<[KeptRevocationList]>
    private let places = Mutex<[Key: Place]>([:])
    private let store: (any RevocationListStore)?
    private let fetch: Fetch

    /// Begins with the lists that are held.
    ///
    /// - Parameters:
    ///   - kept: the lists that were imported, or fetched in an earlier run.
    ///   - store: where fetched lists outlive the run; nil for nowhere.
    ///   - fetch: fetches a list.
    public init(kept: [KeptRevocationList] = [], store: (any RevocationListStore)? = nil, fetch: @escaping Fetch) {
        self.kept = Mutex(kept)
        (self.store, self.fetch) = (store, fetch)
    }

    /// The lists that are held without asking anybody.
    public var held: [KeptRevocationList] { kept.withLock { $0 } }

    /// Takes other lists in the place of those that were held: whoever keeps them has put in or taken out some. What was
    /// fetched since stays.
    public func hold(_ lists: [KeptRevocationList]) { kept.withLock { $0 = lists } }

    /// The lists that may speak of a certificate; one that is missing or over is fetched.
    public func lists(
        about certificate: Certificate, issuedBy issuer: Certificate, at time: UnixTime
    ) -> (lists: [KeptRevocationList], failure: String?) {
        var lists = held.filter { $0.uri == nil && $0.list.issuer == issuer.subject }
        var failure: String?
        for uri in certificate.revocationListURIs.prefix(Self.limitPerCertificate) {
            let found = list(at: uri, about: certificate, issuer, time)
            if let list = found.list { lists.append(list) }
            failure = failure ?? found.failure
        }
        return (lists, failure)
    }

    /// Fetches one list that is in use and has four fifths of its life behind it, so that no check has to wait for it; of
    /// several the one that was asked for longest ago. No more than one, so that whoever calls gets on with other work.
    public func refreshDue(at time: UnixTime) {
        var longest: (key: Key, place: Place, askedAt: UnixTime?)?
        for (key, place) in places.withLock({ Array($0) }) {
            let asked = place.state.withLock { state -> UnixTime?? in
                guard let list = state.held?.list else { return nil }
                let life = list.nextUpdate.seconds - list.thisUpdate.seconds
                guard time >= list.nextUpdate - life / 5, !state.wasAsked(lately: time) else { return nil }
                return .some(state.askedAt)
            }
            guard let asked else { continue }
            if let longest, longest.askedAt?.seconds ?? .min <= asked?.seconds ?? .min { continue }
            longest = (key, place, asked)
        }
        guard let (key, place, _) = longest else { return }
        _ = place.flight.withLockIfAvailable { _ in ask(place, key.uri, time) }
    }

    private func list(
        at uri: String, about certificate: Certificate, _ issuer: Certificate, _ time: UnixTime
    ) -> (list: KeptRevocationList?, failure: String?) {
        let place = place(of: uri, certificate, issuer)
        func settled() -> (list: KeptRevocationList?, failure: String?)? {
            place.state.withLock { state in
                if let held = state.held, time <= held.list.nextUpdate { return (held, nil) }
                return state.wasAsked(lately: time) ? (state.held, state.failure) : nil
            }
        }
        if let settled = settled() { return settled }
        return place.flight.withLock { _ in
            // Another thread may have had the answer while this one waited.
            if let settled = settled() { return settled }
            ask(place, uri, time)
            return place.state.withLock { ($0.held, $0.failure) }
        }
    }

    private func place(of uri: String, _ certificate: Certificate, _ issuer: Certificate) -> Place {
        let key = Key(
            uri: uri, issuer: issuer.subject, publicKeyInfo: issuer.publicKeyInfo,
            isOfAuthorities: certificate.isAuthority)
        return places.withLock { places in
            if let place = places[key] { return place }
            // Who may name addresses is trusted, so the limit is for accidents: beyond it, everything is fetched anew.
            if places.count >= Self.limitAddresses { places.removeAll() }
            let held = held.filter { kept in
                kept.uri == uri && (try? kept.list.checkSpeaks(of: certificate, issuedBy: issuer)) != nil
            }.max { $0.list.thisUpdate < $1.list.thisUpdate }
            let place = Place(of: certificate, issuedBy: issuer, held: held)
            places[key] = place
            return place
        }
    }

    private func ask(_ place: Place, _ uri: String, _ time: UnixTime) {
        let held = place.state.withLock { state in
            state.askedAt = time
            return state.held
        }
        do throws(RevocationListUnavailable) {
            guard case .list(let bytes, let tag) = try fetch(uri, held?.entityTag) else {
                return place.state.withLock { $0.failure = nil }
            }
            let list = try Self.list(bytes, about: place.certificate, place.issuer)
            // What is held may have on it what another list leaves out: only the issuer's present word takes its place (STA-03).
            if let held, list.der != held.list.der {
                guard list.isNewer(than: held.list) else {
                    throw RevocationListUnavailable(why: "the server gave a revocation list that is not newer")
                }
                guard list.isInForce(at: time) else {
                    throw RevocationListUnavailable(why: "the server gave a revocation list that is not in force")
                }
            }
            let new = KeptRevocationList(list: list, uri: uri, entityTag: tag)
            place.state.withLock { ($0.held, $0.failure) = (new, nil) }
            if new != held { store?.keep(new) }
        } catch { place.state.withLock { $0.failure = error.why } }
    }

    private static func list(
        _ bytes: [UInt8], about certificate: Certificate, _ issuer: Certificate
    ) throws(RevocationListUnavailable) -> RevocationList {
        do throws(CertificatesError) {
            let list = try RevocationList(der: bytes)
            try list.checkSpeaks(of: certificate, issuedBy: issuer)
            return list
        } catch { throw RevocationListUnavailable(why: error.refusal.problem) }
    }
}
