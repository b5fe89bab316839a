import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
import Rules

/// Makes `vectors/lote/read.json`: lists of trusted entities (ETSI TS 119 602), each with one fault at most.
struct TrustListVectors {
    private let cast: VectorCast
    private let now = UnixTime(seconds: VectorCast.now)
    private let signer: Certificate

    init(cast: VectorCast) throws {
        self.cast = cast
        signer = try Self.certificate("List Operator", cast.issuer, now, serial: 1)
    }

    private static func certificate(
        _ name: String, _ forge: TokenForge, _ now: UnixTime, serial: UInt8
    ) throws -> Certificate {
        try CertificateTemplate(
            commonName: name, organization: "Union", key: forge.key.publicKey, serialNumber: [serial],
            notBefore: now - 864_000, notAfter: now + 864_000
        ).selfSigned(with: forge.key)
    }

    private var scheme: JSONObject {
        [
            "LoTEVersionIdentifier": 1, "LoTESequenceNumber": 7, "LoTEType": .string(Self.type("EUPIDProvidersList")),
            "SchemeOperatorName": [["lang": "en", "value": "Union"]],
            "ListIssueDateTime": .string((now - 3600).description), "NextUpdate": .string((now + 86_400).description),
        ]
    }

    private static func type(_ name: String) -> String { "http://uri.etsi.org/19602/LoTEType/\(name)" }

    private func service(_ word: String = "Issuance", status: String? = nil) -> JSONObject {
        var information: JSONObject = [
            "ServiceName": [["lang": "en", "value": "PID"]],
            "ServiceTypeIdentifier": .string("http://uri.etsi.org/19602/SvcType/PID/\(word)"),
            "ServiceDigitalIdentity": ["X509Certificates": [["val": .string(Base64.encode(signer.der))]]],
        ]
        information["ServiceStatus"] = status.map(JSONValue.string)
        return information
    }

    private func entity(_ services: [JSONObject]) -> JSONValue {
        [
            "TrustedEntityInformation": ["TEName": [["lang": "en", "value": "Post of Kea"]]],
            "TrustedEntityServices": .array(services.map { ["ServiceInformation": .object($0)] }),
        ]
    }

    private func list(
        _ scheme: JSONObject? = nil, _ services: [JSONObject]? = nil, header further: JSONObject = [:],
        by forge: TokenForge? = nil, root: String? = "LoTE", certificate: Certificate? = nil, isNested: Bool = false
    ) throws -> JSONValue {
        var list: JSONObject = ["ListAndSchemeInformation": .object(scheme ?? self.scheme)]
        let services = services ?? [service()]
        let entity = entity(services)
        if !services.isEmpty { list["TrustedEntitiesList"] = isNested ? [["TrustServiceProvider": entity]] : [entity] }
        var header: JSONObject = ["alg": "ES256", "typ": "JOSE", "x5c": JOSEHeader.x5c([certificate ?? signer])]
        for (name, value) in further { header[name] = value }
        return .string(
            try (forge ?? cast.issuer).token(
                .object(header), .object(root.map { JSONObject([($0, .object(list))]) } ?? list)))
    }

    func groups() throws -> [VectorGroup] {
        let shared: JSONObject = [
            "signer": .string(Base64.encode(signer.der)), "kind": "pid", "time": .integer(VectorCast.now),
        ]
        return [
            VectorGroup(
                operation: "trust.list", comment: "lists that are taken in", input: shared, tests: try accepted()),
            VectorGroup(
                operation: "trust.list", comment: "lists that are refused", input: shared, tests: try refused()),
            VectorGroup(
                operation: "trust.list", comment: "early names, and XML", input: shared, tests: try otherForms()),
        ]
    }

    private func accepted() throws -> [VectorTest] {
        func services(_ all: [(String, String)]) -> JSONValue {
            [
                "sequence": 7,
                "services": .array(all.map { ["purposes": [.string($0.0)], "state": .string($0.1)] }),
            ]
        }
        let one = services([("pid-issuer", "granted")])
        let withdrawn = "http://uri.etsi.org/19602/withdrawn"
        let cases: [(String, String, [String], JSONValue, JSONValue)] = [
            ("plain", "one provider", ["LOT-02", "LOT-03"], try list(), one),
            ("typ", "another media type", ["LOT-01"], try list(header: ["typ": "trustlist+jwt"]), one),
            (
                "signing-time", "sigT that must be understood", ["LOT-01"],
                try list(header: ["sigT": .string((now - 60).description), "crit": ["sigT"]]), one
            ),
            (
                "fraction", "times with fractions of a second", ["LOT-01"],
                try list(scheme.adding("ListIssueDateTime", "2024-12-31T10:00:00.123Z")), one
            ),
            (
                "pair", "services of a pair", ["LOT-05"], try list(nil, [service(), service("Revocation")]),
                services([("pid-issuer", "granted"), ("status-signer", "granted")])
            ),
            (
                "status", "a service that was withdrawn", ["LOT-09"], try list(nil, [service(status: withdrawn)]),
                services([("pid-issuer", "withdrawn")])
            ),
            (
                "status-unknown", "a status that nobody knows", ["LOT-09"],
                try list(nil, [service(status: "http://uri.etsi.org/19602/new")]),
                services([("pid-issuer", "withdrawn")])
            ),
            ("nobody", "no entity is approved", ["LOT-08"], try list(nil, []), services([])),
            (
                "extension", "an extension that is not critical", ["LOT-06"],
                try list(scheme.adding("SchemeExtensions", [["critical": false]])), one
            ),
            (
                "due-now", "the next list is due at this moment", ["LOT-07"],
                try list(scheme.adding("NextUpdate", .string(now.description))), one
            ),
        ]
        return cases.map {
            VectorTest(
                "lote-\($0.0)", $0.1, rules: $0.2, flags: $0.0.hasPrefix("status") ? ["NT-04"] : [],
                input: ["list": $0.3], .valid($0.4))
        }
    }

    /// Lists as they were spelled before the standard, with leave and without, and lists of another standard.
    private func otherForms() throws -> [VectorTest] {
        let date = scheme["ListIssueDateTime"] ?? .null
        let dated = scheme.without("ListIssueDateTime").adding("ListIssueDatetime", date)
        let early: [(String, String, JSONValue)] = [
            ("date", "ListIssueDatetime", try list(dated)), ("bare", "nothing around the list", try list(root: nil)),
            ("nested", "TrustServiceProvider around an entity", try list(isNested: true)),
            ("all", "all early names together", try list(dated, root: nil, isNested: true)),
        ]
        let one: JSONValue = ["sequence": 7, "services": [["purposes": ["pid-issuer"], "state": "granted"]]]
        let leave = early.map { (id, comment, list) in
            VectorTest(
                "lote-early-\(id)-leave", "\(comment), with leave to", rules: ["LOT-10"],
                input: ["list": list, "names": "early_too"], .valid(one))
        }
        let without = early.map { (id, comment, list) in
            VectorTest(
                "lote-early-\(id)", comment, rules: ["LOT-10"], input: ["list": list],
                .invalid("trust_list_early_names"))
        }
        let xml: JSONValue = "<?xml version=\"1.0\"?><TrustServiceStatusList/>"
        return leave + without + [
            VectorTest(
                "lote-xml", "a list of TS 119 612", rules: ["LOT-13", "LOT-04"], input: ["list": xml],
                .invalid("trust_list_xml"))
        ]
    }

    private func refused() throws -> [VectorTest] {
        let other = try Self.certificate("List Operator", cast.stranger, now, serial: 1)
        let cases: [(String, String, String, JSONValue)] = [
            ("signature", "a signature of another key", "LOT-01", try list(by: cast.stranger)),
            (
                "signer", "a signer that is not pinned", "LOT-02",
                try list(by: cast.stranger, certificate: other)
            ),
            (
                "critical-header", "crit names something else", "LOT-01",
                try list(header: ["sigPl": 1, "crit": ["sigPl"]])
            ),
            (
                "signing-time-late", "sigT is in the future", "LOT-01",
                try list(header: ["sigT": .string((now + 301).description)])
            ),
            ("iat-text", "iat is no number", "LOT-01", try list(header: ["iat": "now"])),
            ("root", "a root that is spelt otherwise", "LOT-01", try list(root: "LOTE")),
            (
                "kind", "a list of wallet providers", "LOT-07",
                try list(scheme.adding("LoTEType", .string(Self.type("EUWalletProvidersList"))))
            ),
            ("version", "version 2", "LOT-07", try list(scheme.adding("LoTEVersionIdentifier", 2))),
            ("number", "number 0", "LOT-07", try list(scheme.adding("LoTESequenceNumber", 0))),
            (
                "future", "issued in the future", "LOT-07",
                try list(scheme.adding("ListIssueDateTime", .string((now + 301).description)))
            ),
            (
                "overdue", "a newer one was due", "LOT-07",
                try list(scheme.adding("NextUpdate", .string((now - 1).description)))
            ),
            (
                "critical", "a critical extension", "LOT-06",
                try list(scheme.adding("SchemeExtensions", [["critical": true]]))
            ),
        ]
        return cases.map {
            VectorTest(
                "lote-\($0.0)", $0.1, rules: [$0.2], flags: ["NT-02"], input: ["list": $0.3], .invalid("bad_trust_list")
            )
        }
    }
}
