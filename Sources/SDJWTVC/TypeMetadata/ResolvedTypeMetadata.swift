import Bytes
import CredentialModel
import JSON

/// What is known of a type of credential with everything that it inherits; only `TypeMetadataResolver` makes one.
///
/// Names decide nothing, and that a type extends another says nothing about who may issue it (VC-41).
public struct ResolvedTypeMetadata: Sendable, Hashable {
    /// The type.
    public let type: String
    /// The types that it extends, the nearest first.
    public let extends: [String]
    /// What credentials are called and how they look, by language.
    public let display: [TypeDisplay]
    /// The claims: those of the outermost type first.
    public let claims: [TypeClaim]
    /// The category of attestations that the type belongs to, of the nearest document that says so (PAY-02).
    public let category: String?
    /// The types of transactions that credentials sign, of the nearest document that says so; nil when none does (PAY-03).
    public let transactionTypes: [TransactionType]?

    /// The category of those whose key authenticates a person for a payment (PAY-02).
    public static let strongAuthentication = "urn:eu:europa:ec:eudi:sua:sca"

    /// Whether the type belongs to that category.
    public var isStrongAuthentication: Bool {
        category.map { haveSameBytes($0, Self.strongAuthentication) } ?? false
    }

    /// Whether a document that the entry of one of those types of transactions refers to could not be had.
    public func lacksDocument(for names: [String]) -> Bool {
        transactionTypes?.contains { type in type.lack != nil && names.contains { haveSameBytes($0, type.name) } }
            ?? false
    }

    /// Merges documents, the type's own first.
    ///
    /// - Parameters:
    ///   - chain: the documents, the type's own first.
    ///   - transactionTypes: those of the nearest document that has some, with the documents that they refer to.
    /// - Throws: `tooMany`, `disclosureChanged`, `mandatoryWeakened`, `templateNameTwice`.
    init(
        chain: [TypeMetadata], transactionTypes: [TransactionType]?, limits: TypeMetadataLimits
    ) throws(TypeMetadataError) {
        type = chain.first?.type ?? ""
        category = chain.lazy.compactMap(\.category).first
        self.transactionTypes = transactionTypes
        extends = chain.dropFirst().map(\.type)
        // A list of the type's own takes the place of the inherited one as a whole (VC-56).
        display = chain.lazy.compactMap(\.display).first ?? []
        var claims: [TypeClaim] = []
        var places: [ClaimPath: Int] = [:]
        for document in chain.reversed() {
            for claim in document.claims {
                if let place = places[claim.path] {
                    claims[place] = try claim.inheriting(from: claims[place])
                } else {
                    places[claim.path] = claims.count
                    claims.append(claim)
                }
            }
        }
        guard claims.count <= limits.claims else {
            throw .tooMany(what: "claims of all documents", count: claims.count, limit: limits.claims)
        }
        var names: Set<String> = []
        for case let name? in claims.map(\.templateName) where !names.insert(name).inserted {
            throw .templateNameTwice(name: name)
        }
        self.claims = claims
    }

    /// What the credential is called.
    ///
    /// - Parameter language: a BCP 47 tag; nil for none in particular (TMETA-03).
    public func name(in language: String?) -> String? {
        display.map(\.names).best(for: language ?? "")?.name.description
    }

    /// The entry for a language with the pictures; nil when the type has none.
    public func display(in language: String?) -> TypeDisplay? {
        guard let best = display.map(\.names).best(for: language ?? "") else { return nil }
        return display.first { $0.names == best }
    }

    /// The claims that a part of a document would be about, by their exact positions in one credential.
    ///
    /// - Throws: `pathMismatch` when the credential has something else on the way (VC-61).
    func selections(
        of claim: TypeClaim, in tree: ClaimTree, steps: inout Int
    ) throws(TypeMetadataError) -> [ClaimSelection] {
        do throws(ClaimSelectionError) { return try tree.selections(of: claim.path, steps: &steps) } catch {
            throw .pathMismatch(claim.path)
        }
    }
}
