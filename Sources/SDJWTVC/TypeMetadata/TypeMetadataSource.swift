public import Rules

/// Where documents about types come from: a folder, a vault, the network.
public protocol TypeMetadataSource: Sendable {
    /// The octets of the document about a type, unchecked.
    ///
    /// - Parameters:
    ///   - type: `vct` of a credential, or `extends` of a document.
    ///   - integrity: the hashes that the document must have; a source that holds several documents about a type gives
    ///     the one that fits.
    ///   - time: the moment of the look-up.
    ///   - budget: the time that is left for all documents of the look-up; a source that waits for others takes no more.
    /// - Throws: `unavailable` when the source has none; nothing else.
    func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8]
}

/// Several sources, asked one after the other: what is shipped first, then what is kept, then the network, so that nobody
/// learns who looks as long as something nearer has the document (TMETA-04).
public struct TypeMetadataSources: TypeMetadataSource {
    private let sources: [any TypeMetadataSource]

    /// Takes sources in the order in which they are asked.
    public init(_ sources: [any TypeMetadataSource]) { self.sources = sources }

    /// The document of the first source that has one with the stated hash.
    public func document(
        about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
    ) throws(TypeMetadataError) -> [UInt8] {
        var reasons: [String] = []
        var other: [UInt8]?
        for source in sources {
            do throws(TypeMetadataError) {
                let document = try source.document(about: type, matching: integrity, at: time, within: budget)
                guard let integrity, !integrity.fits(document) else { return document }
                // A newer or an older document of the same type; a later source may have the one that is meant.
                other = document
            } catch .unavailable(_, let why) { reasons.append(why) }
        }
        if let other { return other }
        let why = reasons.isEmpty ? "nobody is asked" : reasons.joined(separator: "; ")
        throw .unavailable(type: type, why: why)
    }
}
