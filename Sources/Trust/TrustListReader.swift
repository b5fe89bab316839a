import Bytes
import Certificates
import Cryptography
import JSON
import Rules

/// Reads the members of a list whose signature held; only the normative names are known (LOT-10).
struct TrustListReader {
    let settings: TrustListSettings

    /// One entry for each service, in the order of the list.
    func entries(of root: JSONObject, _ origin: TrustListOrigin) throws(TrustError) -> [TrustEntry] {
        var entries: [TrustEntry] = []
        var names: [String: Int] = [:]
        for element in try objectsIfPresent(root, "TrustedEntitiesList") {
            let information = try object(element, "TrustedEntityInformation")
            try refuseCritical(in: information, "TEInformationExtensions")
            guard let name = try objectsIfPresent(information, "TEName").first?["value"]?.string, !name.isEmpty else {
                throw malformed("TEName", "has no value")
            }
            let occurrence = names[name, default: 0] + 1
            names[name] = occurrence
            let hash = Hex.encode(HashAlgorithm.sha256.hash(Array(name.utf8)).prefix(8).map { $0 })
            let entity = "\(settings.id).\(hash)" + (occurrence > 1 ? "-\(occurrence)" : "")
            for service in try objectsIfPresent(element, "TrustedEntityServices") {
                let service = try object(service, "ServiceInformation")
                try refuseCritical(in: service, "ServiceInformationExtensions")
                guard let purpose = settings.kind.purpose(ofService: try string(service, "ServiceTypeIdentifier"))
                else { continue }
                let keys = try certificates(of: service).map(TrustEntry.Key.anchor)
                // Keys without certificates name no issuer, so that nothing could be checked with them.
                guard !keys.isEmpty else { continue }
                let state = try state(of: service)
                entries.append(
                    TrustEntry(
                        id: "\(settings.id).\(entries.count + 1)", name: name, purposes: [purpose],
                        types: purpose == .statusSigner ? [] : settings.types, keys: keys, state: state.state,
                        since: state.since, source: "list \(settings.id)", entity: entity, list: origin))
            }
        }
        return entries
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
        guard let time = UnixTime(rfc3339: try string(json, name)) else {
            throw malformed(name, "is no time such as 2026-01-01T00:00:00Z")
        }
        return time
    }

    private func malformed(_ name: String, _ problem: String) -> TrustError {
        .badList(rule: "LOT-01", problem: "the member \(name) \(problem)")
    }
}
