import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import TokenStatusList

/// The post office of the vectors: certificates, credentials and presentations, right unless a test asks for a fault.
struct PostCast {
    static let type = "urn:carnet:postal:identity:1"
    static let listAddress = "https://issuer.example/status/1"

    let cast: VectorCast
    let root: Certificate
    let leaf: Certificate
    let strangerRoot: Certificate
    let strangerLeaf: Certificate
    let rootKey: SoftwareKey
    let given = ForgedDisclosure(#"["2GLC42sKQveCfGfryNRN9w","given_name","Ada"]"#)
    let family = ForgedDisclosure(#"["eluV5Og3gSNII8EYnsxA_A","family_name","Okoro"]"#)

    init(cast: VectorCast) throws {
        self.cast = cast
        rootKey = try SoftwareKey(.p256, privateScalar: HashAlgorithm.sha256.hash(Array("carnet vectors: root".utf8)))
        root = try Self.template("Post Root", rootKey.publicKey, 1, authority: true).selfSigned(with: rootKey)
        leaf = try Self.template("Post Credentials", cast.issuer.key.publicKey, 2, name: "issuer.example")
            .issued(by: root, signedWith: rootKey)
        let stranger = cast.stranger.key
        strangerRoot = try Self.template("Stranger Root", stranger.publicKey, 3, authority: true)
            .selfSigned(with: stranger)
        strangerLeaf = try Self.template("Stranger", cast.issuer.key.publicKey, 4, name: "issuer.example")
            .issued(by: strangerRoot, signedWith: stranger)
    }

    static func template(
        _ name: String, _ key: PublicKey, _ serial: UInt8, name dnsName: String? = nil, authority: Bool = false,
        from first: Int64 = -86_400, until last: Int64 = 86_400
    ) -> CertificateTemplate {
        let now = UnixTime(seconds: VectorCast.now)
        var template = CertificateTemplate(
            commonName: name, organization: "Post of Kea", country: "GR", key: key, serialNumber: [serial],
            notBefore: now + first, notAfter: now + last)
        template.dnsNames = dnsName.map { [$0] } ?? []
        if authority { template.authority = .init(pathLength: 1) }
        return template
    }

    /// The post as issuer of its type.
    var trust: JSONValue {
        [
            [
                "id": "post", "name": "Post of Kea", "purposes": ["postal-issuer"], "types": [.string(Self.type)],
                "anchors": [.string(Base64.encode(root.der))],
            ]
        ]
    }

    var header: JSONObject { ["typ": "dc+sd-jwt", "x5c": JOSEHeader.x5c([leaf])] }

    /// The plain claims.
    var claims: JSONObject {
        [
            "iss": .string(VectorCast.issuerName), "vct": .string(Self.type), "iat": .integer(VectorCast.now - 3600),
            "exp": .integer(VectorCast.now + 86_400), "cnf": cast.confirmation,
        ]
    }

    /// A credential with two claims that may be disclosed, of which those Disclosures are sent.
    func credential(
        _ claims: JSONObject? = nil, header: JSONObject? = nil, disclosing: [ForgedDisclosure]? = nil,
        hiding more: [ForgedDisclosure] = [], by forge: TokenForge? = nil
    ) throws(CryptographyError) -> String {
        let forge = forge ?? cast.issuer
        let digests = ([given, family] + more).map(\.json)
        let payload = (claims ?? self.claims).adding("_sd", .array(digests)).adding("_sd_alg", "sha-256")
        let token = try forge.token(.object(forge.header(header ?? self.header)), .object(payload))
        return ([token] + (disclosing ?? [given]).map(\.text) + [""]).joined(separator: "~")
    }

    /// A credential and the proof that its holder shows it to this verifier now.
    func presentation(
        _ text: String? = nil, audience: String = VectorCast.verifierName, nonce: String = VectorCast.nonce,
        by forge: TokenForge? = nil, more: JSONObject = [:]
    ) throws(CryptographyError) -> String {
        let text = if let text { text } else { try credential() }
        let binding: JSONObject = [
            "iat": .integer(VectorCast.now - 10), "aud": .string(audience), "nonce": .string(nonce),
            "sd_hash": .string(Base64URL.encode(HashAlgorithm.sha256.hash(Array(text.utf8)))),
        ]
        let forge = forge ?? cast.holder
        return text + (try forge.token(.object(forge.header(["typ": "kb+jwt"])), .object(binding.adding(more))))
    }

    /// A list of sixteen entries: all valid, but for those of the first four that say 1, 2, 3 and 0.
    func statusList(
        _ change: (JSONObject) -> JSONObject = { $0 }, type: String = "statuslist+jwt", by forge: TokenForge? = nil,
        algorithm: String? = nil, header bare: JSONObject? = nil, mediaType: String = "application/statuslist+jwt"
    ) throws -> JSONValue {
        var list = try StatusList(count: 16, bits: 2)
        for (index, status) in [1, 2, 3].enumerated() {
            try list.set(CredentialStatus(rawValue: UInt8(status)), at: UInt64(index))
        }
        let payload: JSONObject = [
            "sub": .string(Self.listAddress), "iat": .integer(VectorCast.now - 60),
            "exp": .integer(VectorCast.now + 3600), "status_list": .object(try list.json()),
        ]
        let forge = forge ?? cast.issuer
        let header: JSONObject = bare ?? ["typ": .string(type), "x5c": JOSEHeader.x5c([leaf])]
        let named = algorithm.map { header.adding("alg", .string($0)) } ?? forge.header(header)
        let token = try forge.token(.object(named), .object(change(payload)))
        let document: JSONValue = ["type": .string(mediaType), "body": .string(token)]
        return .object(JSONObject([(Self.listAddress, document)]))
    }
}
