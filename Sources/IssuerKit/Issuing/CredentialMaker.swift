import Bytes
import Certificates
import CredentialModel
public import Cryptography
import HTTP
public import JOSE
public import JSON
import OpenID4VCI
public import Rules
import SDJWT
import SDJWTVC

/// Makes SD-JWT VCs from checked claims.
///
/// Source: OpenID4VCI 1.0 appendix A.3 (FMT-01, FMT-02), SD-JWT VC (VC-01…25), batch rules (CRED-22).
public struct CredentialMaker: Sendable {
    private let settings: IssuerSettings
    private let catalogue: TypeCatalogue
    private let keys: IssuerKeys
    private let random: any RandomSource

    /// Takes what making needs.
    public init(settings: IssuerSettings, catalogue: TypeCatalogue, keys: IssuerKeys, random: any RandomSource) {
        (self.settings, self.catalogue, self.keys, self.random) = (settings, catalogue, keys, random)
    }

    /// Checks claims against their type, after adding the configured ones that are not given.
    ///
    /// - Throws: `claims`, `notIssuable`.
    public func checked(_ claims: JSONObject, for type: CredentialType) throws(IssuerKitError) -> CheckedClaims {
        guard type.issuance != nil else { throw .notIssuable(type.id) }
        let rules = catalogue.claims(of: type)
        var complete = claims
        for (name, value) in settings.defaultClaims where complete[name] == nil {
            if rules.contains(where: { $0.path.components == [.name(name)] }) { complete[name] = value }
        }
        return try CheckedClaims(complete, rules: rules)
    }

    /// When a credential of the type expires that is issued now.
    public func expiry(of type: CredentialType, at now: UnixTime) -> UnixTime {
        rounded(now, type) + Int64(type.issuance?.lifetimeDays ?? 1) * 86_400
    }

    /// Makes one copy; each call draws new salts.
    ///
    /// - Parameters:
    ///   - type: the type.
    ///   - claims: the claims, checked against it.
    ///   - holder: the key it is bound to.
    ///   - entry: its place in a status list.
    ///   - now: the time, which the credential shows rounded only.
    /// - Returns: the compact form.
    /// - Throws: `sdJWT`, `openID4VCI`.
    public func credential(
        _ type: CredentialType, _ claims: CheckedClaims, holder: JWK?, entry: StatusEntry?, at now: UnixTime
    ) throws(IssuerKitError) -> String {
        var payload = JSONObject()
        if isNamedByCertificate { payload["iss"] = .string(settings.issuer.text) }
        payload["vct"] = .string(type.vct)
        if type.issuance?.bindsTypeMetadata == true {
            payload["vct#integrity"] = catalogue.integrity(type.id).map { .string($0.text) }
        }
        payload["iat"] = .integer(rounded(now, type).seconds)
        payload["exp"] = .integer(expiry(of: type, at: now).seconds)
        if let entry {
            let uri = try statusListURL(entry.list)
            payload["status"] = ["status_list": ["idx": .integer(Int64(entry.index)), "uri": .string(uri)]]
        }
        for (name, value) in claims.json { payload[name] = value }
        var template = SDJWTTemplate(disclosable: catalogue.claims(of: type).compactMap(Self.disclosable))
        template.absence = .permitted
        let issuer = SDJWTIssuer(key: keys.credentials.key, random: random)
        do {
            return try issuer.issue(
                payload, template: template, header: ["typ": "dc+sd-jwt", "x5c": keys.credentials.x5c], holder: holder
            ).text
        } catch {
            throw .sdJWT(error)
        }
    }

    /// Where the addresses of all status lists are (TSL-60).
    func statusListsURL() throws(IssuerKitError) -> String {
        do { return try settings.issuer.endpoint("/statuslists").text } catch { throw .openID4VCI(error) }
    }

    /// The address of a status list.
    func statusListURL(_ number: Int) throws(IssuerKitError) -> String {
        do { return try settings.issuer.endpoint("/statuslists/\(number)").text } catch { throw .openID4VCI(error) }
    }

    /// Whether `iss` would stand the test of VC-22; else the certificate alone says who issues.
    private var isNamedByCertificate: Bool {
        guard settings.issuer.url.scheme == .https, let leaf = keys.credentials.chain.first else { return false }
        return leaf.uris.contains { haveSameBytes($0, settings.issuer.text) }
            || leaf.dnsNames.contains { haveSameBytes($0, settings.issuer.url.host) }
    }

    private func rounded(_ time: UnixTime, _ type: CredentialType) -> UnixTime {
        let step = Int64(type.issuance?.roundSeconds ?? 1)
        return UnixTime(seconds: time.seconds - time.seconds % step)
    }

    private static func disclosable(_ rule: ClaimRule) -> SDJWTPath? {
        guard rule.disclosure != .never else { return nil }
        return SDJWTPath(
            rule.path.components.map { component in
                switch component {
                case .name(let name): .name(name)
                case .index(let index): .index(index)
                case .all: .every
                }
            })
    }
}
