import Bytes
import CredentialModel
import Files
import JSON
public import OpenID4VCI
import Rules
public import SDJWTVC

/// All types that an issuer knows, with what follows from their files: metadata, type metadata, rules for claims.
///
/// Metadata, type metadata and credentials are made from one definition, so that they cannot disagree (TRAP-29).
public struct TypeCatalogue: Sendable {
    /// The types that are issued, by name.
    public let issuable: [CredentialType]
    /// All types, also those that are only a base for others.
    public let all: [CredentialType]
    private let documents: [String: [UInt8]]

    /// Reads all files `*.json` of a folder.
    ///
    /// - Throws: `files`, `typeFile`.
    public init(folder: String) throws(IssuerKitError) {
        var types: [CredentialType] = []
        for name in try Self.reading({ () throws(FilesError) in try Files.names(in: folder) })
        where name.hasSuffix(".json") {
            let bytes = try Self.reading { () throws(FilesError) in
                try Files.read("\(folder)/\(name)", limitBytes: 1_048_576)
            }
            types.append(try CredentialType(id: String(name.dropLast(5)), parsing: bytes))
        }
        try self.init(types)
    }

    /// Takes types that are already read.
    ///
    /// - Throws: `typeFile` when a type extends one that is not among them, or two have the same `vct`.
    public init(_ types: [CredentialType]) throws(IssuerKitError) {
        all = types
        issuable = types.filter { $0.issuance != nil }
        var documents: [String: [UInt8]] = [:]
        for (position, type) in types.enumerated() {
            if let other = types[..<position].first(where: { haveSameBytes($0.vct, type.vct) }) {
                throw .typeFile(id: type.id, .repeatedType(other: other.id))
            }
            documents[type.id] = try Self.document(of: type, among: types, depth: 0)
        }
        self.documents = documents
        try Self.checkDocuments(types, documents)
        for type in types {
            // Overriding a claim of the base would need the rules of VC-59; describing it once needs none.
            do {
                _ = try ClaimDescription.list(claims(of: type).map(\.description.json))
            } catch {
                throw .openID4VCI(error)
            }
        }
    }

    /// The type of a name, issued or not.
    public func type(_ id: String) -> CredentialType? { all.first { haveSameBytes($0.id, id) } }

    /// The bytes of a type's metadata document; `extends#integrity` of others is over exactly these.
    public func typeMetadata(_ id: String) -> [UInt8]? { documents[id] }

    /// The hash of a type's metadata document, for `vct#integrity`.
    public func integrity(_ id: String) -> SubresourceIntegrity? {
        typeMetadata(id).map { SubresourceIntegrity(of: $0) }
    }

    /// The claims of a type with those that it extends, the base first.
    public func claims(of type: CredentialType) -> [ClaimRule] {
        guard let parent = Self.parent(of: type, among: all) else { return type.claims }
        return claims(of: parent) + type.claims
    }

    /// The type as the issuer's metadata describes it.
    ///
    /// - Parameters:
    ///   - type: an issued type.
    ///   - algorithms: how the issuer signs.
    ///   - proofAlgorithms: which proofs it takes.
    public func configuration(
        of type: CredentialType, algorithms: [String], proofAlgorithms: [String]
    ) -> CredentialConfiguration {
        let binding = CredentialConfiguration.KeyBinding(
            methods: ["jwk"], proofTypes: ["jwt": ProofTypeSupport(signingAlgorithms: proofAlgorithms)])
        return CredentialConfiguration(
            id: type.id, vct: type.vct, scope: type.issuance?.scope, signingAlgorithms: algorithms,
            keyBinding: type.issuance?.isKeyBound == true ? binding : nil, display: type.display,
            claims: claims(of: type).map(\.description), disclosurePolicy: type.disclosurePolicy)
    }

    private static func reading<Result>(
        _ body: () throws(FilesError) -> Result
    ) throws(IssuerKitError) -> Result {
        do { return try body() } catch { throw .files(error) }
    }

    private static func parent(of type: CredentialType, among types: [CredentialType]) -> CredentialType? {
        type.extends.flatMap { vct in types.first { haveSameBytes($0.vct, vct) } }
    }

    private static func document(
        of type: CredentialType, among types: [CredentialType], depth: Int
    ) throws(IssuerKitError) -> [UInt8] {
        guard let extends = type.extends else { return type.typeMetadata(integrity: nil).serialized() }
        guard depth < depthLimit, let parent = parent(of: type, among: types) else {
            throw .typeFile(id: type.id, .extends(extends))
        }
        let parentDocument = try document(of: parent, among: types, depth: depth + 1)
        return type.typeMetadata(integrity: SubresourceIntegrity(of: parentDocument).text).serialized()
    }

    /// Reads the documents as a wallet does: what wallets would refuse is not published (VC-50…60).
    private static func checkDocuments(
        _ types: [CredentialType], _ documents: [String: [UInt8]]
    ) throws(IssuerKitError) {
        let source = TypeMetadataFolder(documents: types.map { ($0.vct, documents[$0.id] ?? []) })
        for type in types {
            do throws(TypeMetadataError) {
                _ = try TypeMetadataResolver(source: source)
                    .resolved(type.vct, integrity: nil, at: UnixTime(seconds: 0))
            } catch { throw .typeMetadata(id: type.id, error) }
        }
    }

    /// How many types may stand in one chain (VC-54).
    private static let depthLimit = 8
}
