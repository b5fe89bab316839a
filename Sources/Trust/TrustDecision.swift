public import Cryptography

/// Why something is trusted: the entry and the anchor that made the decision (TRU-01, TRU-07).
public struct TrustDecision: Sendable, Equatable {
    /// The `id` of the entry that vouches.
    public let entryID: String
    /// What people call the entity of the entry.
    public let entityName: String
    /// The anchor or key that the decision rests on, for people: a certificate's subject or `kid 7 of https://…`.
    public let anchor: String
    /// The path from the leaf to the anchor, for people; empty when a key set was used.
    public let path: [String]
    /// Where the entry came from.
    public let source: String
    /// The key that signed, now known to belong to the entity.
    public let key: PublicKey
    /// The list that the entry came from, with its number and times; nil for one that was written here.
    public let list: TrustListOrigin?

    init(
        entryID: String, entityName: String, anchor: String, path: [String], source: String, key: PublicKey,
        list: TrustListOrigin? = nil
    ) {
        (self.entryID, self.entityName, self.anchor) = (entryID, entityName, anchor)
        (self.path, self.source, self.key, self.list) = (path, source, key, list)
    }
}
