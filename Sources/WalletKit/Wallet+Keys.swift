import Vault

/// A key in the vault, as far as it may be shown.
public struct HeldKey: Sendable, Hashable {
    /// The credential whose copy is bound to it.
    public let credentialID: String
    /// The number of that copy, counted from 0.
    public let copy: Int
    /// Its curve.
    public let curve: String
}

extension Wallet {
    /// The keys, each with the copy that is bound to it.
    ///
    /// - Throws: `vault`.
    public func keys() throws(WalletKitError) -> [HeldKey] {
        try list(Category.key).map { summary in
            let parts = summary.name.split(separator: "/", maxSplits: 1).map(String.init)
            return HeldKey(
                credentialID: parts.first ?? "", copy: parts.last.flatMap { Int($0) } ?? 0,
                curve: summary.tags.first { $0.field == "curve" }?.value ?? "P-256")
        }
    }
}
