import Bytes
import Certificates
import Cryptography
import JSON
import Rules

/// Reads the members of a list whose signature held; only the normative names are known (LOT-10).
struct TrustListReader {
    let settings: TrustListSettings

    /// One entry for each service, in the order of the list.
    ///
    /// The ids hang on who the entity is and on the keys of the service, not on where they stand in the list, so that
    /// somebody new changes nobody else's.
    func entries(of root: JSONObject, _ origin: TrustListOrigin) throws(TrustError) -> [TrustEntry] {
        var read: [(identity: TrustListIdentity, services: [Service])] = []
        for element in try objectsIfPresent(root, "TrustedEntitiesList") {
            let information = try object(element, "TrustedEntityInformation")
            try refuseCritical(in: information, "TEInformationExtensions")
            let services = try services(of: element)
            read.append((try identity(of: information, services), services))
        }
        var count: [String: Int] = [:]
        for entity in read { count[entity.identity.primary, default: 0] += 1 }
        var ids: Set<String> = []
        var entries: [TrustEntry] = []
        for (identity, services) in read {
            var entity = "\(settings.id).\(identity.primary)"
            var aliases = identity.others.map { "\(settings.id).\($0)" }
            // Two of one name are two, told apart by their keys; a block of the name finds both.
            if count[identity.primary, default: 0] > 1 {
                aliases.insert(entity, at: 0)
                entity += "-" + Self.digest(of: services.flatMap { $0.keys.map(\.publicKeyInfo) })
            }
            for service in services {
                let letter = service.purpose == .statusSigner ? "s" : "i"
                let id =
                    "\(settings.id).\(letter)\(Self.digest(of: [Array(entity.utf8)] + service.keys.map(\.publicKeyInfo)))"
                var (name, number) = (id, 1)
                while !ids.insert(name).inserted {
                    number += 1
                    name = "\(id)-\(number)"
                }
                entries.append(
                    TrustEntry(
                        id: name, name: identity.name, purposes: [service.purpose],
                        types: service.purpose == .statusSigner ? [] : settings.types,
                        keys: service.keys.map(TrustEntry.Key.anchor), state: service.state, since: service.since,
                        source: "list \(settings.id)", entity: entity, aliases: aliases, list: origin))
            }
        }
        return entries
    }

    private struct Service {
        let purpose: TrustPurpose
        let keys: [Certificate]
        let state: TrustState
        let since: UnixTime?
    }

    private func services(of entity: JSONObject) throws(TrustError) -> [Service] {
        var services: [Service] = []
        for service in try objectsIfPresent(entity, "TrustedEntityServices") {
            let service = try object(service, "ServiceInformation")
            try refuseCritical(in: service, "ServiceInformationExtensions")
            guard let purpose = settings.kind.purpose(ofService: try string(service, "ServiceTypeIdentifier"))
            else { continue }
            let keys = try certificates(of: service)
            // Keys without certificates name no issuer, so that nothing could be checked with them.
            guard !keys.isEmpty else { continue }
            let state = try state(of: service)
            services.append(Service(purpose: purpose, keys: keys, state: state.state, since: state.since))
        }
        return services
    }

    private func identity(of information: JSONObject, _ services: [Service]) throws(TrustError) -> TrustListIdentity {
        let names = try texts(information, "TEName")
        guard let first = names.first else { throw malformed("TEName", "has no value") }
        return TrustListIdentity(
            names: names, shown: first.value, tradeNames: try texts(information, "TETradeName").map(\.value),
            certificates: services.flatMap(\.keys))
    }

    private func texts(
        _ json: JSONObject, _ name: String
    ) throws(TrustError) -> [(language: String, value: String)] {
        try objectsIfPresent(json, name).compactMap { text in
            guard let value = text["value"]?.string, !value.isEmpty else { return nil }
            return (text["lang"]?.string ?? "", value)
        }
    }

    static func digest(of parts: [[UInt8]]) -> String {
        let all = parts.map { HashAlgorithm.sha256.hash($0) }.flatMap(\.self)
        return Hex.encode(Array(HashAlgorithm.sha256.hash(all).prefix(6)))
    }

    /// What is not said to be granted is not trusted (LOT-09).
    private func state(of service: JSONObject) throws(TrustError) -> (state: TrustState, since: UnixTime?) {
        let start = service["StatusStartingTime"] == nil ? nil : try time(service, "StatusStartingTime")
        guard service["ServiceStatus"] != nil else { return (.granted, start) }
        let status = try string(service, "ServiceStatus")
        guard !status.hasSuffix("/granted"), !status.hasSuffix("/notified") else { return (.granted, start) }
        return (.withdrawn, nil)
    }

    private func certificates(of service: JSONObject) throws(TrustError) -> [Certificate] {
        let identity = try object(service, "ServiceDigitalIdentity")
        var certificates: [Certificate] = []
        for element in try objectsIfPresent(identity, "X509Certificates") {
            guard let text = element["val"]?.string, let der = try? Base64.decode(text),
                let certificate = try? Certificate(der: der)
            else { throw malformed("X509Certificates", "has an element that is no certificate") }
            certificates.append(certificate)
        }
        return certificates
    }

    /// An extension that must be understood is not, so the list is not (LOT-06).
    func refuseCritical(in json: JSONObject, _ name: String) throws(TrustError) {
        guard let value = json[name] else { return }
        guard let elements = value.array else { throw malformed(name, "is \(value.kind.phrase)") }
        for element in elements {
            for word in ["critical", "Critical"] where element[word] != nil && element[word] != .bool(false) {
                throw .badList(rule: "LOT-06", problem: "\(name) has a critical extension that is not understood")
            }
        }
    }

    func refuseOthers(than known: [String], in json: JSONObject) throws(TrustError) {
        guard let name = json.names.first(where: { !known.contains($0) }) else { return }
        throw malformed("\(name.prefix(64))", "is unknown")
    }

    func object(_ json: JSONObject, _ name: String) throws(TrustError) -> JSONObject {
        guard let value = json[name] else { throw malformed(name, "is missing") }
        guard let object = value.object else { throw malformed(name, "is \(value.kind.phrase)") }
        return object
    }

    private func objectsIfPresent(_ json: JSONObject, _ name: String) throws(TrustError) -> [JSONObject] {
        guard let value = json[name] else { return [] }
        guard let elements = value.array else { throw malformed(name, "is \(value.kind.phrase)") }
        let objects = elements.compactMap(\.object)
        guard objects.count == elements.count else { throw malformed(name, "has an element that is no object") }
        return objects
    }

    func string(_ json: JSONObject, _ name: String) throws(TrustError) -> String {
        guard let text = json[name]?.string, !text.isEmpty else { throw malformed(name, "is no text") }
        return text
    }

    func integer(_ json: JSONObject, _ name: String) throws(TrustError) -> Int64 {
        guard let number = json[name]?.integer else { throw malformed(name, "is no whole number") }
        return number
    }

    func time(_ json: JSONObject, _ name: String) throws(TrustError) -> UnixTime {
        guard let time = Self.time(try string(json, name)) else {
            throw malformed(name, "is no time such as 2026-01-01T00:00:00Z")
        }
        return time
    }

    /// A moment in UTC; a fraction of a second is left off.
    static func time(_ text: String) -> UnixTime? {
        guard let dot = text.firstIndex(of: ".") else { return UnixTime(rfc3339: text) }
        let fraction = text[dot...].dropFirst().dropLast()
        guard text.hasSuffix("Z"), (1...9).contains(fraction.utf8.count),
            fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return UnixTime(rfc3339: "\(text[..<dot])Z")
    }

    private func malformed(_ name: String, _ problem: String) -> TrustError {
        .badList(rule: "LOT-01", problem: "the member \(name) \(problem)")
    }
}
