public import CredentialModel
import JSON
public import OpenID4VCI

/// One type of credential as its file describes it: names, claims, and how it is issued.
///
/// A type without `issuance` is a base for others and is never issued itself.
/// Source: SD-JWT VC type metadata (VC-51…59), postal types (PST-04).
public struct CredentialType: Sendable, Hashable {
    /// The name of the file without its ending; the key in the issuer's metadata and the name in addresses.
    public let id: String
    /// The value of `vct`.
    public let vct: String
    /// The type that this one extends.
    public let extends: String?
    /// What credentials of the type are called.
    public let display: [LocalizedDisplay]
    /// The claims of this file, without those of the type it extends.
    public let claims: [ClaimRule]
    /// Whom its credentials may be shown to; nil when the issuer says nothing of it (PAY-19).
    public let disclosurePolicy: DisclosurePolicy?
    /// How credentials are made; nil for a base.
    public let issuance: IssuancePolicy?
    /// The members of the file that stand in type metadata as they are.
    private let published: JSONObject

    /// Reads a type file.
    ///
    /// - Parameters:
    ///   - id: the name of the file without its ending.
    ///   - bytes: its content.
    /// - Throws: `typeFile`.
    public init(id: String, parsing bytes: [UInt8]) throws(IssuerKitError) {
        func refused(_ fault: TypeFault) -> IssuerKitError { .typeFile(id: id, fault) }
        guard Self.isName(id) else { throw refused(.name) }
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch { throw refused(.json(error)) }
        guard let object = value.object, object[Member.schema.rawValue]?.integer == 1 else { throw refused(.schema) }
        guard let vct = object[Member.vct.rawValue]?.string, Self.isTypeName(vct) else { throw refused(.vct) }
        guard let name = object[Member.name.rawValue]?.string, !name.isEmpty else { throw refused(.nameMissing) }
        (self.id, self.vct, extends) = (id, vct, object[Member.extends.rawValue]?.string)
        display = LocalizedDisplay.list(object[Member.display.rawValue])
        guard object[Member.display.rawValue] == nil || !display.isEmpty else { throw refused(.display) }
        claims = try Self.claims(object[Member.claims.rawValue], id: id)
        disclosurePolicy = object[Member.disclosurePolicy.rawValue].map(DisclosurePolicy.init)
        if case .unreadable(let problem) = disclosurePolicy?.condition { throw refused(.disclosurePolicy(problem)) }
        if let value = object[Member.issuance.rawValue] {
            guard let policy = IssuancePolicy(value, id: id) else { throw refused(.issuance) }
            issuance = policy
        } else {
            issuance = nil
        }
        var published = object
        for member in [Member.schema, .issuance, .claims, .extends, .disclosurePolicy] {
            published[member.rawValue] = nil
        }
        self.published = published
    }

    /// The type metadata document.
    ///
    /// - Parameter integrity: the hash of the document of the extended type, as `extends#integrity` says it.
    func typeMetadata(integrity: String?) -> JSONValue {
        var object = JSONObject([(Member.vct.rawValue, .string(vct))])
        if let extends {
            object[Member.extends.rawValue] = .string(extends)
            if let integrity { object[Member.integrity.rawValue] = .string(integrity) }
        }
        for (name, value) in published where object[name] == nil { object[name] = value }
        object[Member.claims.rawValue] = .array(claims.map(\.typeMetadata))
        return .object(object)
    }

    private static func claims(_ value: JSONValue?, id: String) throws(IssuerKitError) -> [ClaimRule] {
        guard let entries = value?.array, !entries.isEmpty, entries.count <= 256 else {
            throw .typeFile(id: id, .claimsMissing)
        }
        var claims: [ClaimRule] = []
        for (position, entry) in entries.enumerated() {
            guard let claim = ClaimRule(entry) else { throw .typeFile(id: id, .claim(position: position)) }
            guard !isReserved(claim) else { throw .typeFile(id: id, .reservedClaim(position: position)) }
            claims.append(claim)
        }
        do {
            _ = try ClaimDescription.list(claims.map(\.description.json))
        } catch {
            throw .openID4VCI(error)
        }
        return claims
    }

    /// What the issuer writes itself may not come from a file of claims, least of all in a Disclosure (VC-20).
    private static func isReserved(_ claim: ClaimRule) -> Bool {
        for case .name(let name) in claim.path.components where ["_sd", "_sd_alg", "..."].contains(name) { return true }
        guard case .name(let first)? = claim.path.components.first else { return true }
        return reservedNames.contains(first)
    }

    private static func isName(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
    }

    /// A URI without white space (VC-04).
    private static func isTypeName(_ vct: String) -> Bool {
        (1...1024).contains(vct.utf8.count) && vct.utf8.allSatisfy { (0x21...0x7E).contains($0) } && vct.contains(":")
    }

    private static let reservedNames: Set<String> = [
        "iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "jti", "aud",
    ]

    private enum Member: String {
        case schema, vct, name, extends, display, claims, issuance
        case integrity = "extends#integrity"
        case disclosurePolicy = "embedded_disclosure_policy"
    }
}
