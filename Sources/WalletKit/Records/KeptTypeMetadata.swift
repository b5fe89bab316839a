import Bytes
import Cryptography
import JSON
import Rules
public import SDJWTVC
public import Vault

/// The documents about types that were fetched, kept in the vault from one run to the next.
///
/// Which types a person has looked up tells which credentials are held, so they are sealed like everything else; they are
/// bounded, and gone when a credential is deleted. What the server called a document (`ETag`) is not kept: sent along with the
/// next fetch, days later, a name that was made for one wallet would tell that it is the same one. Source: VC-53, TMETA-01,
/// SEC-33.
public struct KeptTypeMetadata: TypeMetadataStore {
    /// The most documents that are kept; the one fetched longest ago makes room. One type alone may have 33 and those of the
    /// types that it extends, since 16 types of transactions refer to two each.
    public static let limitDocuments = 128
    /// The most bytes of one document; a larger one is fetched each time.
    public static let limitBytes = 256 << 10
    /// The most bytes of all documents together; those fetched longest ago make room.
    public static let limitTotalBytes = 16 << 20

    private let vault: CredentialVault

    /// Keeps documents in an open vault.
    public init(vault: CredentialVault) { self.vault = vault }

    /// The document that was kept for an address and a hash.
    public func document(at key: TypeMetadataKey) -> TypeMetadataCopy? {
        let name = Self.name(of: key)
        guard let found = try? vault.list(category: Category.typeMetadata).first(where: { $0.name == name }),
            let json = try? JSONValue(parsing: vault.read(found.id).value, limits: .own), json["version"] == 1,
            let fetchedAt = json["fetched_at"]?.integer, let freshSeconds = json["fresh_seconds"]?.integer,
            let bytes = json["document"]?.string.flatMap({ try? Base64URL.decode($0) })
        else { return nil }
        return TypeMetadataCopy(
            bytes: bytes, fetchedAt: UnixTime(seconds: fetchedAt), freshSeconds: freshSeconds)
    }

    /// Keeps a document; where the vault cannot be written, nothing happens.
    public func keep(_ copy: TypeMetadataCopy, at key: TypeMetadataKey) {
        guard copy.bytes.count <= Self.limitBytes else { return }
        let name = Self.name(of: key)
        // Octet by octet, since hashes are over octets.
        let value: JSONValue = [
            "version": 1, "fetched_at": .integer(copy.fetchedAt.seconds), "fresh_seconds": .integer(copy.freshSeconds),
            "document": .string(Base64URL.encode(copy.bytes)),
        ]
        try? vault.transaction { (transaction) throws(VaultError) in
            let kept = try transaction.list(category: Category.typeMetadata)
            let others = kept.filter { $0.name != name }
            for record in kept.filter({ $0.name == name }) + Self.spare(others, besides: copy.bytes.count) {
                try transaction.delete(record.id)
            }
            _ = try transaction.insert(
                category: Category.typeMetadata, name: name, tags: [RecordTag(Self.size, "\(copy.bytes.count)")],
                value: value.serialized())
        }
    }

    /// The name of the tag that says how large a document is, so that making room opens none.
    private static let size = "bytes"

    /// The records for which there is no room beside one more document: from the first that is too many, the newest counted
    /// first, all older ones.
    ///
    /// - Parameter records: in the order of making, which is that of fetching, since each fetch makes a new record.
    private static func spare(_ records: [RecordSummary], besides bytes: Int) -> ArraySlice<RecordSummary> {
        var (kept, room) = (0, limitTotalBytes - bytes)
        for record in records.suffix(limitDocuments - 1).reversed() {
            // One of before says nothing, and may have as many as one document may.
            room -= record.tags.first { $0.field == size }.flatMap { Int($0.value) } ?? limitBytes
            guard room >= 0 else { break }
            kept += 1
        }
        return records.dropLast(kept)
    }

    /// An address may be longer than a record's name.
    private static func name(of key: TypeMetadataKey) -> String {
        Hex.encode(HashAlgorithm.sha256.hash(Array("\(key.address) \(key.integrity)".utf8)))
    }
}
