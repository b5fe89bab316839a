public import CredentialModel
public import JSON
import Rules

/// One kind of credential that an issuer offers, as its metadata describes it.
///
/// Source: OpenID4VCI 1.0 §12.2.4 (META-07, META-08, META-10).
public struct CredentialConfiguration: Sendable, Hashable {
    /// The key under which the configuration stands.
    public let id: String
    /// The format of the credential.
    public let format: CredentialFormat
    /// The type of an SD-JWT VC.
    public let vct: String
    /// The OAuth scope that stands for this configuration.
    public let scope: String?
    /// How the issuer signs, by JOSE names; for information.
    public let signingAlgorithms: [String]
    /// What the wallet must prove possession of; nil when the credential is bound to no key.
    public let keyBinding: KeyBinding?
    /// What the credential is called.
    public let display: [LocalizedDisplay]
    /// Its claims in display order; empty when the issuer lists none or lists them wrongly.
    public let claims: [ClaimDescription]
    /// Why the list of claims was dropped, where it was.
    public let droppedClaims: ClaimListFault?
    /// Whom its credentials may be shown to; nil when the issuer says nothing of it (PAY-19).
    public let disclosurePolicy: DisclosurePolicy?

    /// How credentials of a configuration are bound to the wallet's keys.
    public struct KeyBinding: Sendable, Hashable {
        /// The forms of key, such as `jwk`.
        public let methods: [String]
        /// The kinds of proof with what each must be; the kinds that this program does not know are there by name only.
        public let proofTypes: [String: ProofTypeSupport]

        /// Describes a binding, on the issuer's side.
        public init(methods: [String], proofTypes: [String: ProofTypeSupport]) {
            (self.methods, self.proofTypes) = (methods, proofTypes)
        }

        /// What a proof of type `jwt` must be, when that type is taken.
        public var jwt: ProofTypeSupport? { proofTypes[Self.jwtName] }

        static let jwtName = "jwt"
    }

    /// Describes a configuration for SD-JWT VC, on the issuer's side.
    public init(
        id: String, vct: String, scope: String?, signingAlgorithms: [String], keyBinding: KeyBinding?,
        display: [LocalizedDisplay], claims: [ClaimDescription], disclosurePolicy: DisclosurePolicy? = nil
    ) {
        (self.id, self.format, self.vct, self.scope) = (id, .sdJWTVC, vct, scope)
        (self.signingAlgorithms, self.keyBinding) = (signingAlgorithms, keyBinding)
        (self.display, self.claims, self.droppedClaims) = (display, claims, nil)
        self.disclosurePolicy = disclosurePolicy
    }

    /// Reads one configuration.
    ///
    /// - Throws: what makes this configuration unusable; the others of the document stay usable (META-08).
    init(id: String, _ value: JSONValue) throws(OpenID4VCIError) {
        guard let object = value.object else { throw .notAnObject(.issuerMetadata, rule: "META-08", place: id) }
        let reader = DocumentReader(.issuerMetadata, object, rule: "META-08", at: id)
        self.id = id
        format = CredentialFormat(rawValue: try reader.string(Member.format.rawValue))
        guard format == .sdJWTVC else {
            throw reader.refused(Member.format.rawValue, .unknown(value: format.rawValue))
        }
        vct = try reader.string(Member.vct.rawValue)
        guard !vct.isEmpty else { throw reader.refused(Member.vct.rawValue, .empty) }
        scope = try reader.stringIfPresent(Member.scope.rawValue)
        signingAlgorithms = try reader.stringsIfPresent(Member.signingAlgorithms.rawValue) ?? []
        keyBinding = try Self.keyBinding(object, at: id)
        let metadata = object[Member.metadata.rawValue]
        display = LocalizedDisplay.list(metadata?[Member.display.rawValue])
        (claims, droppedClaims) = Self.claims(metadata?[Member.claims.rawValue])
        disclosurePolicy = object[DisclosurePolicy.member].map(DisclosurePolicy.init)
    }

    /// The object as it stands in metadata.
    public var json: JSONValue {
        var object = JSONObject([
            (Member.format.rawValue, .string(format.rawValue)), (Member.vct.rawValue, .string(vct)),
        ])
        if let scope { object[Member.scope.rawValue] = .string(scope) }
        object[Member.signingAlgorithms.rawValue] = .array(signingAlgorithms.map(JSONValue.string))
        if let keyBinding {
            object[Member.bindingMethods.rawValue] = .array(keyBinding.methods.map(JSONValue.string))
            let types = keyBinding.proofTypes.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
            object[Member.proofTypes.rawValue] = .object(JSONObject(types))
        }
        var metadata = JSONObject()
        if !display.isEmpty { metadata[Member.display.rawValue] = .array(display.map(\.json)) }
        if !claims.isEmpty { metadata[Member.claims.rawValue] = .array(claims.map(\.json)) }
        if !metadata.isEmpty { object[Member.metadata.rawValue] = .object(metadata) }
        object[DisclosurePolicy.member] = disclosurePolicy?.json
        return .object(object)
    }

    private static func keyBinding(_ object: JSONObject, at place: String) throws(OpenID4VCIError) -> KeyBinding? {
        // An issuer that writes null means that the member is absent (META-10).
        var present = object
        for name in [Member.bindingMethods.rawValue, Member.proofTypes.rawValue] where object[name]?.isNull == true {
            present[name] = nil
        }
        let reader = DocumentReader(.issuerMetadata, present, rule: "META-10", at: place)
        let methods = try reader.stringsIfPresent(Member.bindingMethods.rawValue)
        let types = try reader.objectIfPresent(Member.proofTypes.rawValue)
        switch (methods, types) {
        case (nil, nil): return nil
        case (nil, _):
            throw reader.refused(Member.proofTypes.rawValue, .without(member: Member.bindingMethods.rawValue))
        case (_, nil):
            throw reader.refused(Member.bindingMethods.rawValue, .without(member: Member.proofTypes.rawValue))
        case (let methods?, let types?):
            var read: [String: ProofTypeSupport] = [:]
            for (name, value) in types {
                guard let object = value.object else {
                    throw .notAnObject(.issuerMetadata, rule: "META-08", place: "\(place).\(name)")
                }
                read[name] = try ProofTypeSupport(object, at: "\(place).\(name)")
            }
            guard read[KeyBinding.jwtName] != nil else {
                let found = types.names.joined(separator: ", ")
                throw reader.refused(Member.proofTypes.rawValue, .unknown(value: found))
            }
            return KeyBinding(methods: methods, proofTypes: read)
        }
    }

    private static func claims(_ value: JSONValue?) -> ([ClaimDescription], ClaimListFault?) {
        guard let value else { return ([], nil) }
        guard let entries = value.array else { return ([], .malformed(position: 0)) }
        do throws(OpenID4VCIError) {
            return (try ClaimDescription.list(entries), nil)
        } catch {
            guard case .claims(let fault) = error else { return ([], .malformed(position: 0)) }
            return ([], fault)
        }
    }

    private enum Member: String {
        case format, scope, vct, display, claims
        case signingAlgorithms = "credential_signing_alg_values_supported"
        case bindingMethods = "cryptographic_binding_methods_supported"
        case proofTypes = "proof_types_supported"
        case metadata = "credential_metadata"
    }
}
