import Bytes
import Certificates
import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules
import SQLite
import Synchronization
import TestSupport
import Trust

@testable import IssuerKit

/// An issuer in this process: real store, real keys, a clock that the test moves, no socket.
final class TestIssuer: Sendable {
    static let start = UnixTime(seconds: 1_795_478_400)
    /// Claims that fit the type po-box.
    static let box: JSONObject = ["box_id": "B 12", "office": "Kea 1", "valid_until": "2027-01-31"]

    private static let shipped = Result { try TypeCatalogue(folder: repositoryPath("examples/types")).all }

    let settings: IssuerSettings
    let catalogue: TypeCatalogue
    let service: IssuerService
    let store: any IssuerStore
    let root: Certificate
    private let clock: Shared
    private let events: EventList

    init(
        issuer: String = "https://post.example/kea", server: String? = nil, database: Database? = nil,
        store other: (any IssuerStore)? = nil, clients: IssuerSettings.ClientPolicy = .anonymous,
        extraTypes: [(String, String)] = [], onlyTypes: [(String, String)]? = nil,
        proxies: TrustedProxies = TrustedProxies(), change: (inout IssuerLimits) -> Void = { _ in }
    ) throws {
        var limits = IssuerLimits()
        change(&limits)
        settings = IssuerSettings(
            issuer: try IssuerIdentifier(issuer, hosts: .loopbackToo),
            server: try server.map { try IssuerIdentifier($0, hosts: .loopbackToo) }, hosts: .loopbackToo,
            display: [LocalizedDisplay(name: "Post of Kea", locale: "en")],
            defaultClaims: ["issuing_country": "GR", "issuing_operator": "KEA"], clients: clients, limits: limits,
            trustedProxies: proxies)
        let own = try (onlyTypes ?? extraTypes).map { try CredentialType(id: $0.0, parsing: Array($0.1.utf8)) }
        catalogue = try TypeCatalogue((onlyTypes == nil ? Self.shipped.get() : []) + own)
        let (keys, root) = try Self.keys(host: settings.issuer.url.host, issuer: issuer)
        self.root = root
        store =
            try other
            ?? SQLiteIssuerStore(
                try database ?? .inMemory(schema: SQLiteIssuerStore.schema), listSize: limits.statusListEntries)
        events = EventList()
        let clock = Shared(Self.start)
        self.clock = clock
        let events = events
        service = try IssuerService(
            settings: settings, catalogue: catalogue, keys: keys, store: store, clock: Clock { clock.value },
            log: { events.append($0) })
    }

    var now: UnixTime { clock.value }

    func wait(_ seconds: Int64) { clock.value = clock.value + seconds }

    /// The lines of the log.
    var log: [String] { events.all.map(\.json.text) }

    /// Verifies like a wallet would: who issued must lead to this issuer's root.
    var trust: TrustStore {
        TrustStore(entries: [
            TrustEntry(
                id: "kea", name: "Post of Kea", purposes: [.postalIssuer, .statusSigner], types: ["*"],
                keys: [.anchor(root)], source: "test")
        ])
    }

    func offer(
        _ type: String = "po-box", _ claims: JSONObject = TestIssuer.box, code: OfferMaker.TransactionCode = .none
    ) throws -> OfferMaker.MadeOffer {
        try service.offers.offer([(type: type, claims: claims)], transactionCode: code, at: now)
    }

    /// The pre-authorized code of an offer.
    func code(_ offer: OfferMaker.MadeOffer) throws -> String {
        guard case .value(let offer) = try CredentialOfferLink(parsing: offer.linkByValue, hosts: .loopbackToo) else {
            return ""
        }
        return offer.grants?.preAuthorized?.code ?? ""
    }

    private static func keys(host: String, issuer: String) throws -> (IssuerKeys, Certificate) {
        func template(_ name: String, _ key: SoftwareKey, _ serial: UInt8) -> CertificateTemplate {
            var template = CertificateTemplate(
                commonName: name, organization: "Post of Kea", country: "GR", key: key.publicKey,
                serialNumber: [serial],
                notBefore: start - 86_400, notAfter: start + 10 * 365 * 86_400)
            template.uris = [issuer]
            return template
        }
        let (rootKey, issuerKey, statusKey) = (
            try SoftwareKey(generating: .p256), try SoftwareKey(generating: .p256), try SoftwareKey(generating: .p256)
        )
        var rootTemplate = template("Root", rootKey, 1)
        rootTemplate.authority = .init(pathLength: 0)
        rootTemplate.uris = []
        let root = try rootTemplate.selfSigned(with: rootKey)
        let leaf = try template("Credentials", issuerKey, 2).issued(by: root, signedWith: rootKey)
        let status = try template("Status", statusKey, 3).issued(by: root, signedWith: rootKey)
        let keys = try IssuerKeys(
            credentials: CertifiedKey(key: issuerKey, chain: [leaf]),
            status: CertifiedKey(key: statusKey, chain: [status]))
        return (keys, root)
    }
}

/// A moment that a test moves.
final class Shared: Sendable {
    private let stored: Mutex<UnixTime>

    init(_ time: UnixTime) { stored = Mutex(time) }

    var value: UnixTime {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}

/// The events of a service.
final class EventList: Sendable {
    private let stored = Mutex<[IssuerEvent]>([])

    var all: [IssuerEvent] { stored.withLock { $0 } }

    func append(_ event: IssuerEvent) { stored.withLock { $0.append(event) } }
}
