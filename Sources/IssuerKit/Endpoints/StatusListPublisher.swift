import OpenID4VCI
import Rules
import Synchronization
import TokenStatusList

/// Signs status lists, and signs them again only when they change or grow old.
///
/// Source: Token Status List §5, §8 (TSL-10…14).
final class StatusListPublisher: Sendable {
    private struct Signed {
        let version: Int
        let at: UnixTime
        let token: String
    }

    private let settings: IssuerSettings
    private let keys: CertifiedKey
    private let maker: CredentialMaker
    private let signed = Mutex<[Int: Signed]>([:])

    init(settings: IssuerSettings, keys: CertifiedKey, maker: CredentialMaker) {
        (self.settings, self.keys, self.maker) = (settings, keys, maker)
    }

    /// The token that was signed for a version of a list; nil when there is none, or it grows old.
    func knownToken(_ number: Int, version: Int, at now: UnixTime) -> String? {
        guard let known = signed.withLock({ $0[number] }), known.version == version, now >= known.at,
            now < known.at + settings.limits.statusSeconds / 2
        else { return nil }
        return known.token
    }

    /// Signs a new token for a list.
    ///
    /// - Throws: `statusList`, `openID4VCI`.
    func token(_ number: Int, _ content: StatusListContent, at now: UnixTime) throws(IssuerKitError) -> String {
        let token = try signedToken(number, content, at: now)
        signed.withLock { $0[number] = Signed(version: content.version, at: now, token: token) }
        return token
    }

    private func signedToken(
        _ number: Int, _ content: StatusListContent, at now: UnixTime
    ) throws(IssuerKitError) -> String {
        let timeToLive = settings.limits.statusSeconds
        // Whoever is offline may go by the list for a day.
        var publication = StatusListPublication(
            uri: try maker.statusListURL(number), issuedAt: now, expires: now + max(86_400, 4 * timeToLive),
            timeToLiveSeconds: timeToLive)
        publication.aggregationURI = try maker.statusListsURL()
        do {
            var list = try StatusList(count: content.size, bits: Self.bits)
            for (index, status) in content.entries where index >= 0 {
                try list.set(CredentialStatus(rawValue: status), at: UInt64(index))
            }
            return try publication.signed(
                list, by: keys.key, certificates: keys.chain,
                places: settings.hosts == .publicHosts ? .https : .httpsAndLoopback)
        } catch {
            throw .statusList(error)
        }
    }

    /// Two bits: valid, invalid, suspended, and one for the application (TSL-04, PST-05).
    private static let bits = 2
}
