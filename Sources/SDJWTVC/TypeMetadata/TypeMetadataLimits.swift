import JSON

/// How much type metadata is read before it is refused; a document that has exactly the limit of something is read.
///
/// Source: the table of limits of the security page (SEC-03, VC-54).
public struct TypeMetadataLimits: Sendable, Hashable {
    /// Bytes of one document.
    public var bytes = 256 << 10
    /// Claims of a type, those of the types that it extends included.
    public var claims = 1024
    /// How many types may stand above a type.
    public var depth = 8
    /// Languages of one name.
    public var languages = 64
    /// Pictures of one language.
    public var templates = 16
    /// Types of transactions that credentials of a type sign; each may refer to two documents.
    public var transactionTypes = 16
    /// Seconds for all documents that are fetched for one type, those of the types that it extends included: slow servers
    /// share them, however many there are.
    public var seconds = 10.0
    /// Bytes of a type, of an address and of an integrity value; an address may be a whole picture.
    public var addressBytes = 128 << 10

    /// Begins with the limits of the house.
    public init() {}

    /// The limits of the house.
    public static let `default` = TypeMetadataLimits()

    var json: JSONLimits {
        var limits = JSONLimits.default
        (limits.totalBytes, limits.stringBytes) = (bytes, bytes)
        return limits
    }
}
