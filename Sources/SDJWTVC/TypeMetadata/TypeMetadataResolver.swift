import Bytes
public import Rules

/// Puts the documents about a type together: its own, and those of the types that it extends.
///
/// ```swift
/// let resolver = TypeMetadataResolver(source: TypeMetadataSources([folder, fetcher]))
/// let type = try resolver.resolved("urn:carnet:postal:address-proof:1", integrity: nil, at: clock.now)
/// type.name(in: "fr")
/// ```
///
/// Nothing is used before everything was read (VC-50), and all documents share one time (SEC-03).
/// Source: SD-JWT VC §6.3, §6.4 (VC-52, VC-54, VC-56, VC-59, VC-60), EUDI TS12 §4.1 (PAY-03).
public struct TypeMetadataResolver: Sendable {
    /// What is done with the documents that `transaction_data_types` refers to.
    public enum TransactionDocuments: Sendable, Hashable {
        /// They are looked up, for whoever asks a person with their words.
        case lookedUp
        /// They are not: a verifier shows no transaction, and fetches nothing that it has no use for.
        case leftAside
    }

    private let source: any TypeMetadataSource
    private let transactionDocuments: TransactionDocuments
    private let limits: TypeMetadataLimits

    /// Resolves with a source of documents.
    public init(
        source: any TypeMetadataSource, transactionDocuments: TransactionDocuments = .lookedUp,
        limits: TypeMetadataLimits = .default
    ) {
        (self.source, self.transactionDocuments, self.limits) = (source, transactionDocuments, limits)
    }

    /// Resolves a type.
    ///
    /// - Parameters:
    ///   - type: the credential's `vct`.
    ///   - integrity: the credential's `vct#integrity`.
    ///   - time: the moment of the look-up.
    ///   - budget: the time for all documents together; nil for that of the limits, which begins to run now.
    /// - Throws: `unavailable`, `integrityMismatch`, `cycle`, `tooDeep`, `tooMany`, `disclosureChanged`,
    ///   `mandatoryWeakened`, `templateNameTwice`, and the cases of a malformed document.
    public func resolved(
        _ type: String, integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget? = nil
    ) throws(TypeMetadataError) -> ResolvedTypeMetadata {
        let budget = budget ?? TimeBudget(seconds: limits.seconds)
        var chain: [TypeMetadata] = []
        var next: (type: String, integrity: SubresourceIntegrity?)? = (type, integrity)
        while let (type, integrity) = next {
            guard !chain.contains(where: { haveSameBytes($0.type, type) }) else { throw .cycle(type: type) }
            guard chain.count <= limits.depth else { throw .tooDeep(limit: limits.depth) }
            let document = try source.document(about: type, matching: integrity, at: time, within: budget)
            guard integrity?.fits(document) ?? true else { throw .integrityMismatch(type: type) }
            let metadata = try TypeMetadata(parsing: document, about: type, limits: limits)
            chain.append(metadata)
            next = metadata.extends.map { ($0, metadata.extendsIntegrity) }
        }
        let transactionTypes = try chain.lazy.compactMap(\.transactionTypes).first.map {
            (types) throws(TypeMetadataError) in
            guard transactionDocuments == .lookedUp else { return types }
            return try types.map { type throws(TypeMetadataError) in
                try type.completed(from: source, limits: limits, at: time, within: budget)
            }
        }
        return try ResolvedTypeMetadata(chain: chain, transactionTypes: transactionTypes, limits: limits)
    }
}
