import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Trust

/// A signed list of trusted entities with one provider, before a test changes it.
struct TestList {
    static let type = "urn:eudi:pid:1"
    static let issuance = "http://uri.etsi.org/19602/SvcType/PID/Issuance"
    static let revocation = "http://uri.etsi.org/19602/SvcType/PID/Revocation"

    let post: TestPost
    let now = TestPost.time
    private let key: SoftwareKey
    let signer: Certificate

    init() throws {
        post = try TestPost()
        key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x41, count: 32))
        signer = try CertificateTemplate(
            commonName: "List Operator", organization: "Union", key: key.publicKey, serialNumber: [1],
            notBefore: now - 864_000, notAfter: now + 864_000
        ).selfSigned(with: key)
    }

    var settings: TrustListSettings { settings() }

    func settings(_ kind: TrustListKind = .pid, signer: Certificate? = nil) -> TrustListSettings {
        TrustListSettings(id: "eu-pid", kind: kind, signer: signer ?? self.signer, types: [Self.type])
    }

    func service(
        _ type: String = issuance, status: String? = nil, _ change: (inout JSONObject) -> Void = { _ in }
    ) -> JSONValue {
        var information: JSONObject = [
            "ServiceName": [["lang": "en", "value": "Issuing"]], "ServiceTypeIdentifier": .string(type),
            "ServiceDigitalIdentity": ["X509Certificates": [["val": .string(Base64.encode(post.root.der))]]],
        ]
        information["ServiceStatus"] = status.map(JSONValue.string)
        change(&information)
        return ["ServiceInformation": .object(information)]
    }

    func entity(_ name: String = "Post of Kea", _ services: [JSONValue]? = nil) -> JSONValue {
        [
            "TrustedEntityInformation": ["TEName": [["lang": "en", "value": .string(name)]]],
            "TrustedEntityServices": .array(services ?? [service()]),
        ]
    }

    var scheme: JSONObject {
        [
            "LoTEVersionIdentifier": 1, "LoTESequenceNumber": 7,
            "LoTEType": "http://uri.etsi.org/19602/LoTEType/EUPIDProvidersList",
            "ListIssueDateTime": .string((now - 3600).description), "NextUpdate": .string((now + 86_400).description),
        ]
    }

    /// Signs a list.
    func signed(
        scheme change: (inout JSONObject) -> Void = { _ in }, entities: [JSONValue]? = nil,
        type: String = "trustlist+jwt", root: String? = "LoTE", beside: JSONObject = [:], by other: SoftwareKey? = nil,
        certificate: Certificate? = nil, header further: JSONObject = [:]
    ) throws -> [UInt8] {
        var scheme = scheme
        change(&scheme)
        var list: JSONObject = ["ListAndSchemeInformation": .object(scheme)]
        let entities = entities ?? [entity()]
        if !entities.isEmpty { list["TrustedEntitiesList"] = .array(entities) }
        var header: JSONObject = [
            "alg": "ES256", "typ": .string(type), "x5c": JOSEHeader.x5c([certificate ?? signer]),
        ]
        for (name, value) in further { header[name] = value }
        // By hand: what we write has no critical members.
        var payload = root.map { JSONObject([($0, .object(list))]) } ?? list
        for (name, value) in beside { payload[name] = value }
        let parts = [JSONValue.object(header), .object(payload)]
        let input = parts.map { Base64URL.encode($0.serialized()) }.joined(separator: ".")
        return Array("\(input).\(Base64URL.encode(try (other ?? key).sign(Array(input.utf8))))".utf8)
    }
}
