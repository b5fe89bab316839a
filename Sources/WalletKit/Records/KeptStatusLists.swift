import Bytes
import Cryptography
import JSON
import Rules
public import TokenStatusList
public import Vault

/// The status lists of the person's issuers, kept in the vault from one run to the next.
///
/// Which lists a wallet has fetched tells who issued its credentials, so they are sealed like everything else; they are
/// bounded, and gone when a credential is deleted. Source: TSL-46, SEC-33.
public struct KeptStatusLists: StatusListStore {
    /// The most lists that are kept; the one fetched longest ago makes room.
    public static let limitLists = 16
    /// The most bytes of one list as it was fetched; a larger one is fetched each time.
    public static let limitBytes = 1 << 20

    private let vault: CredentialVault

    /// Keeps lists in an open vault.
    public init(vault: CredentialVault) { self.vault = vault }

    /// The list that was kept for an address.
    public func list(at uri: String) -> FetchedStatusList? {
        let name = Self.name(of: uri)
        guard let found = try? vault.list(category: Category.statusList).first(where: { $0.name == name }),
            let json = try? JSONValue(parsing: vault.read(found.id).value, limits: Self.limits), json["version"] == 1,
            let fetchedAt = json["fetched_at"]?.integer,
            let body = json["token"]?.string.flatMap(StatusListText.token(of:))
        else { return nil }
        return FetchedStatusList(body: body, fetchedAt: UnixTime(seconds: fetchedAt))
    }

    /// Keeps a list; where the vault cannot be written, nothing happens.
    public func keep(_ list: FetchedStatusList, at uri: String) {
        guard list.body.count <= Self.limitBytes else { return }
        let name = Self.name(of: uri)
        let value: JSONValue = [
            "version": 1, "fetched_at": .integer(list.fetchedAt.seconds),
            "token": .string(StatusListText.text(of: list.body)),
        ]
        try? vault.transaction { (transaction) throws(VaultError) in
            let kept = try transaction.list(category: Category.statusList)
            let others = kept.filter { $0.name != name }
            // In the order of making, which is that of fetching, since each fetch makes a new record.
            let spare = others.prefix(max(0, others.count + 1 - Self.limitLists))
            for record in kept.filter({ $0.name == name }) + spare { try transaction.delete(record.id) }
            _ = try transaction.insert(category: Category.statusList, name: name, tags: [], value: value.serialized())
        }
    }

    /// An address may be longer than a record's name.
    private static func name(of uri: String) -> String { Hex.encode(HashAlgorithm.sha256.hash(Array(uri.utf8))) }

    private static var limits: JSONLimits {
        var limits = JSONLimits.default
        limits.totalBytes = 2 * limitBytes
        limits.stringBytes = limitBytes
        return limits
    }
}
