public import Rules

/// Where fetched documents about types outlive a run of the program.
///
/// A document that comes back is read anew as if it had just been fetched. Source: SD-JWT VC §6.3.3 (VC-53, TMETA-01).
public protocol TypeMetadataStore: Sendable {
    /// The document that was kept for an address and a hash; nil when there is none, or it cannot be read.
    func document(at key: TypeMetadataKey) -> TypeMetadataCopy?
    /// Keeps a document in the place of the one before it. One that cannot be kept is fetched again the next time.
    func keep(_ copy: TypeMetadataCopy, at key: TypeMetadataKey)
}

/// Names a document: where it is, and the hashes that it must have.
public struct TypeMetadataKey: Sendable, Hashable, Comparable {
    /// The address, which is the type.
    public let address: String
    /// The text of the integrity value; empty when none was stated.
    public let integrity: String

    /// Names a document.
    public init(address: String, integrity: SubresourceIntegrity?) {
        (self.address, self.integrity) = (address, integrity?.text ?? "")
    }

    /// Orders by address.
    public static func < (left: Self, right: Self) -> Bool {
        (left.address, left.integrity) < (right.address, right.integrity)
    }
}

/// A document as it was fetched.
public struct TypeMetadataCopy: Sendable, Hashable {
    /// The octets.
    public let bytes: [UInt8]
    /// When it was fetched.
    public let fetchedAt: UnixTime
    /// For how long its server lets it be used.
    public let freshSeconds: Int64

    /// How the server names this state of the document, for the next fetch; nil when it does not.
    public let entityTag: String?

    /// Puts the parts together; a name that is longer than a kilobyte is left out.
    public init(bytes: [UInt8], fetchedAt: UnixTime, freshSeconds: Int64, entityTag: String? = nil) {
        (self.bytes, self.fetchedAt, self.freshSeconds) = (bytes, fetchedAt, freshSeconds)
        self.entityTag = entityTag.flatMap { $0.utf8.count <= 1024 ? $0 : nil }
    }

    /// The same document, of which the server says that it is still the newest.
    public func confirmed(at time: UnixTime, freshSeconds: Int64) -> TypeMetadataCopy {
        TypeMetadataCopy(bytes: bytes, fetchedAt: time, freshSeconds: freshSeconds, entityTag: entityTag)
    }
}
