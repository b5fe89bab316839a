import Bytes
public import CredentialModel
import JSON
import Rules

/// One document about a type of credential, as it was read; what its `extends` adds is not in it.
///
/// ```json
/// {"vct": "urn:example:ticket", "extends": "urn:example:base", "extends#integrity": "sha256-…",
///  "display": [{"locale": "en", "name": "Ticket"}],
///  "claims": [{"path": ["seat"], "sd": "never", "mandatory": true, "display": [{"locale": "en", "label": "Seat"}]}]}
/// ```
///
/// Unknown members are passed over. Source: SD-JWT VC §6.2 (VC-51, VC-55, VC-57).
public struct TypeMetadata: Sendable, Hashable {
    /// The type, `vct`.
    public let type: String
    /// A name for developers, not for end users.
    public let name: DisplayText?
    /// A description for developers.
    public let description: DisplayText?
    /// The type that this one extends.
    public let extends: String?
    /// The hashes that the document of the extended type must have.
    public let extendsIntegrity: SubresourceIntegrity?
    /// What credentials are called and how they look, by language; nil when the document says nothing of it.
    public let display: [TypeDisplay]?
    /// The claims in the order of the document, no path twice.
    public let claims: [TypeClaim]
    /// The category of attestations that the type belongs to (PAY-02); nil when the document says nothing of it.
    public let category: String?
    /// The types of transactions that credentials sign (PAY-03); nil when the document says nothing of it.
    public let transactionTypes: [TransactionType]?

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: the octets as they were fetched.
    ///   - type: the reference by which the document was fetched, `vct` or `extends`; the document must be about it.
    ///   - limits: bounds on sizes and counts.
    /// - Throws: `json`, `notAnObject`, `member`, `otherType`, `tooMany`, and the cases of integrity.
    public init(
        parsing bytes: [UInt8], about type: String, limits: TypeMetadataLimits = .default
    ) throws(TypeMetadataError) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: bytes, limits: limits.json) } catch { throw .json(error) }
        guard let object = value.object else { throw .notAnObject(found: value.kind) }
        let reader = TypeMetadataReader(rule: "VC-51", place: "the document", limits: limits)
        let found = try reader.required(object, Member.type.rawValue)
        guard haveSameBytes(found, type) else { throw .otherType(wanted: type, found: found) }
        self.type = found
        name = try reader.text(object, Member.name.rawValue, limit: 128)
        description = try reader.text(object, Member.description.rawValue, limit: 1024)
        extends = try reader.string(object, Member.extends.rawValue)
        guard extends?.isEmpty != true else { throw reader.malformed(Member.extends.rawValue, "is empty") }
        extendsIntegrity = try reader.integrity(object, Member.extendsIntegrity.rawValue)
        display = try reader.array(object, Member.display.rawValue, limit: limits.languages).map {
            (entries) throws(TypeMetadataError) in
            var display: [TypeDisplay] = []
            for (position, entry) in entries.enumerated() {
                display.append(
                    try TypeDisplay(
                        entry, TypeMetadataReader(rule: "VC-55", place: "display[\(position)]", limits: limits))
                )
            }
            return display
        }
        claims = try Self.claims(
            try reader.array(object, Member.claims.rawValue, limit: limits.claims) ?? [], limits: limits)
        category = try reader.string(object, Member.category.rawValue)
        transactionTypes = try object[Member.transactionTypes.rawValue].map { (value) throws(TypeMetadataError) in
            try Self.transactionTypes(value, limits)
        }
    }

    private static func transactionTypes(
        _ value: JSONValue, _ limits: TypeMetadataLimits
    ) throws(TypeMetadataError) -> [TransactionType] {
        let reader = TypeMetadataReader(rule: "PAY-03", place: Member.transactionTypes.rawValue, limits: limits)
        let object = try reader.object(value)
        guard object.names.count <= limits.transactionTypes else {
            throw .tooMany(what: reader.place, count: object.names.count, limit: limits.transactionTypes)
        }
        var types: [TransactionType] = []
        for (position, member) in object.enumerated() {
            types.append(try TransactionType(member.name, member.value, reader.element(position)))
        }
        return types
    }

    private static func claims(
        _ entries: [JSONValue], limits: TypeMetadataLimits
    ) throws(TypeMetadataError) -> [TypeClaim] {
        var claims: [TypeClaim] = []
        var paths: Set<ClaimPath> = []
        for (position, entry) in entries.enumerated() {
            let reader = TypeMetadataReader(rule: "VC-57", place: "claims[\(position)]", limits: limits)
            let claim = try TypeClaim(entry, reader)
            guard paths.insert(claim.path).inserted else { throw reader.malformed("path", "is there twice") }
            claims.append(claim)
        }
        return claims
    }

    private enum Member: String {
        case type = "vct"
        case name, description, extends, display, claims, category
        case transactionTypes = "transaction_data_types"
        case extendsIntegrity = "extends#integrity"
    }
}
