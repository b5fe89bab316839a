import Bytes
public import Certificates
public import Cryptography
import JOSE
public import JSON
public import Rules

/// Makes signed lists of trusted entities from trust entries, each with a higher number than the one before.
///
/// ```swift
/// let publisher = try TrustListPublisher(kind: .postal, details: details, certificate: certificate, key: key)
/// let next = try publisher.publication(of: store.entries, after: present, at: clock.now)
/// ```
///
/// Only entries that were written in the folder are published, not those of other lists, and of them only what the kind of
/// list has a service for. Source: ETSI TS 119 602 (LOT-01, LOT-07, LOT-12).
public struct TrustListPublisher: Sendable {
    /// What a list says that no trust entry knows.
    public struct Details: Sendable {
        /// Members of `ListAndSchemeInformation`, `SchemeOperatorName` among them.
        public let scheme: JSONObject
        /// Members of `TrustedEntityInformation` by the id of the entry, such as `TEAddress`.
        public let entities: JSONObject

        /// Names the operator in English.
        public init(operatorName: String) {
            scheme = ["SchemeOperatorName": TrustListPublisher.english(operatorName)]
            entities = [:]
        }

        /// Reads `{"scheme": {"SchemeOperatorName": […], …}, "entities": {"kea-post": {"TEAddress": {…}}}}`.
        ///
        /// - Throws: `notPublished`.
        public init(_ json: JSONValue) throws(TrustError) {
            guard let object = json.object, object.names.allSatisfy({ ["scheme", "entities"].contains($0) }),
                let scheme = object["scheme"]?.object
            else { throw .notPublished(rule: "LOT-12", problem: "the details have no scheme, or an unknown member") }
            if let name = scheme.names.first(where: TrustListPublisher.own.contains) {
                throw .notPublished(rule: "LOT-12", problem: "the details must not set \(name)")
            }
            guard scheme.contains("SchemeOperatorName") else {
                throw .notPublished(rule: "LOT-12", problem: "the details name no SchemeOperatorName")
            }
            self.scheme = scheme
            entities = object["entities"]?.object ?? [:]
        }
    }

    /// A list to be handed out.
    public struct Publication: Sendable {
        /// The JWS in compact form.
        public let text: [UInt8]
        /// What a reader finds in it.
        public let list: TrustList
        /// Whether it differs from the one before; otherwise it is that one.
        public let isNew: Bool
    }

    private let settings: TrustListSettings
    private let details: Details
    private let key: any SigningKey

    /// Members that are computed.
    private static let own: Set<String> = [
        "LoTEVersionIdentifier", "LoTESequenceNumber", "LoTEType", "ListIssueDateTime", "NextUpdate",
    ]

    /// Names who publishes what.
    ///
    /// - Throws: `notPublished` when the certificate is not that of the key.
    public init(
        kind: TrustListKind, details: Details, certificate: Certificate, key: any SigningKey
    ) throws(TrustError) {
        guard certificate.publicKey == key.publicKey else {
            throw .notPublished(rule: "LOT-02", problem: "the certificate is not that of the key")
        }
        settings = TrustListSettings(id: "published", kind: kind, signer: certificate, types: [])
        (self.details, self.key) = (details, key)
    }

    /// Makes the next list.
    ///
    /// - Parameters:
    ///   - entries: whom the publisher trusts.
    ///   - previous: the list that is published now; nil for the first one.
    ///   - sequence: the number; nil for one more than that of the list before.
    ///   - days: when the next list is due.
    ///   - now: the moment of publishing.
    /// - Returns: the list before, when nothing changed, no number is asked for and half of its time is still to come.
    /// - Throws: `notPublished` for a number that is not higher (LOT-07), `badList` when the list before is not ours.
    public func publication(
        of entries: [TrustEntry], after previous: [UInt8]?, sequence: Int64? = nil, days: Int64 = 30, at now: UnixTime
    ) throws(TrustError) -> Publication {
        var entities: [JSONValue] = []
        for entry in entries where entry.list == nil {
            if let entity = try entity(of: entry) { entities.append(entity) }
        }
        var held: TrustList?
        if let previous {
            let list = try TrustList(published: previous, settings: settings)
            let half = list.origin.issuedAt + (list.origin.nextUpdate.seconds - list.origin.issuedAt.seconds) / 2
            if sequence == nil, now <= half, isSame(list, entities) {
                return Publication(text: previous, list: list, isNew: false)
            }
            held = list
        }
        let last = held?.origin.sequence ?? 0
        guard let number = sequence ?? (last < .max ? last + 1 : nil), number > last else {
            throw .notPublished(rule: "LOT-07", problem: "the number must be higher than \(last), which is published")
        }
        guard now > held?.origin.issuedAt ?? UnixTime(seconds: 0) else {
            throw .notPublished(rule: "LOT-07", problem: "the list before is from the future; check the clock")
        }
        let text = try signed(entities, number, nextUpdate: now + days * 86_400, now)
        return Publication(
            text: text, list: try TrustList(signed: text, settings: settings, at: now), isNew: true)
    }

    private func isSame(_ list: TrustList, _ entities: [JSONValue]) -> Bool {
        let scheme = (list.content["ListAndSchemeInformation"]?.object ?? [:]).filter { !Self.own.contains($0.name) }
        let mine = self.scheme.filter { !Self.own.contains($0.name) }
        return (list.content["TrustedEntitiesList"]?.array ?? []) == entities
            && JSONObject(scheme.map { ($0.name, $0.value) }) == JSONObject(mine.map { ($0.name, $0.value) })
    }

    /// What the list says of itself, without its number and times.
    private var scheme: JSONObject {
        var scheme: JSONObject = ["LoTEVersionIdentifier": 1, "LoTEType": .string(settings.kind.type)]
        for (name, value) in details.scheme { scheme[name] = value }
        if let approach = settings.kind.statusDetermination, !scheme.contains("StatusDeterminationApproach") {
            scheme["StatusDeterminationApproach"] = .string(approach)
        }
        return scheme
    }

    private func signed(
        _ entities: [JSONValue], _ number: Int64, nextUpdate: UnixTime, _ now: UnixTime
    ) throws(TrustError) -> [UInt8] {
        var scheme = scheme
        scheme["LoTESequenceNumber"] = .integer(number)
        scheme["ListIssueDateTime"] = .string(now.description)
        scheme["NextUpdate"] = .string(nextUpdate.description)
        var list: JSONObject = ["ListAndSchemeInformation": .object(scheme)]
        // Absent rather than empty: nobody is approved (LOT-08).
        if !entities.isEmpty { list["TrustedEntitiesList"] = .array(entities) }
        let header: JSONObject = [
            "typ": "JOSE", "iat": .integer(now.seconds),
            "x5t#S256": .string(Base64URL.encode(settings.signer.fingerprint)),
            "x5c": JOSEHeader.x5c([settings.signer]),
        ]
        do throws(JOSEError) {
            return Array(try CompactJWS.signed(header: header, payload: ["LoTE": .object(list)], by: key).utf8)
        } catch { throw .notPublished(rule: "LOT-01", problem: error.refusal.problem) }
    }

    /// The entity, or nil when the list has no service for it.
    private func entity(of entry: TrustEntry) throws(TrustError) -> JSONValue? {
        let services = [settings.kind.issuing, .statusSigner].filter(entry.purposes.contains)
            .compactMap { service(of: entry, for: $0) }
        // A signer of status lists alone speaks for nobody on this list.
        guard entry.purposes.contains(settings.kind.issuing), !services.isEmpty else { return nil }
        var information: JSONObject = ["TEName": Self.english(entry.name)]
        if let number = entry.anchors.lazy.compactMap(\.subject.organizationIdentifier).first {
            information["TETradeName"] = Self.english(number)
        }
        if let further = details.entities[entry.id] {
            guard let further = further.object else {
                throw .notPublished(rule: "LOT-12", problem: "the details of '\(entry.id)' are no object")
            }
            for (name, value) in further { information[name] = value }
        }
        return ["TrustedEntityInformation": .object(information), "TrustedEntityServices": .array(services)]
    }

    private func service(of entry: TrustEntry, for purpose: TrustPurpose) -> JSONValue? {
        guard let type = settings.kind.serviceType(of: purpose), !entry.anchors.isEmpty else { return nil }
        let certificates = entry.anchors.map { JSONValue.object(["val": .string(Base64.encode($0.der))]) }
        let name = purpose == .statusSigner ? "Status lists" : "Issuing"
        var information: JSONObject = [
            "ServiceName": Self.english("\(name) of \(entry.name)"), "ServiceTypeIdentifier": .string(type),
            "ServiceDigitalIdentity": ["X509Certificates": .array(certificates)],
        ]
        guard let status = settings.kind.statuses else {
            // Such a list names those in force and nobody else (LOT-09).
            return entry.state == .granted ? ["ServiceInformation": .object(information)] : nil
        }
        information["ServiceStatus"] = .string(entry.state == .granted ? status.granted : status.withdrawn)
        information["StatusStartingTime"] = entry.since.map { .string($0.description) }
        return ["ServiceInformation": .object(information)]
    }

    private static func english(_ text: String) -> JSONValue { [["lang": "en", "value": .string(text)]] }
}
