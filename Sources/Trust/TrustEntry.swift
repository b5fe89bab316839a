public import Certificates
public import JOSE
public import Rules

/// One entity that is trusted for something: the internal form of every trust list (TRU-03).
public struct TrustEntry: Sendable {
    /// What the entity proves itself with.
    public enum Key: Sendable {
        /// A certificate that a path must end in.
        case anchor(Certificate)
        /// The public keys of the issuer that signs as `issuer` (the claim `iss`).
        case keySet(issuer: String, keys: JWKSet)
        /// The public keys that the issuer that signs as `issuer` publishes where it is at home: its metadata, or the
        /// document of its DID. Whoever holds that address holds the keys.
        case published(issuer: String)
    }

    /// A short name, unique in its folder; decisions and reports name it.
    public let id: String
    /// What people call the entity.
    public let name: String
    /// ISO 3166 alpha-2 code of its country, if it has one.
    public let country: String?
    /// What the entity is trusted for.
    public let purposes: Set<TrustPurpose>
    /// The credential types (`vct`, doctype) that it vouches for; `*` stands for all and is for tests only.
    public let types: Set<String>
    /// Its anchors and keys.
    public let keys: [Key]
    /// Where a relying party that is registered beforehand takes answers; compared as text.
    public let responseURIs: [String]
    /// The beginnings of the addresses from which requests of such a party are fetched; none when nobody said them.
    public let requestURIs: [String]
    /// Whether it is in force.
    public let state: TrustState
    /// Since when the state holds.
    public let since: UnixTime?
    /// Where the entry was read from, for people.
    public let source: String
    /// The entity that the entry is a part of, where several speak of one; decisions name it, and blocks find it.
    public let entity: String
    /// Other names by which blocks find the entity: a list may stop naming it by one of them.
    public let aliases: [String]
    /// The list that it came from; nil for one that was written here.
    public let list: TrustListOrigin?

    /// Puts an entry together.
    public init(
        id: String, name: String, country: String? = nil, purposes: Set<TrustPurpose>, types: Set<String>,
        keys: [Key], responseURIs: [String] = [], requestURIs: [String] = [], state: TrustState = .granted,
        since: UnixTime? = nil, source: String, entity: String? = nil, aliases: [String] = [],
        list: TrustListOrigin? = nil
    ) {
        (self.id, self.name, self.country, self.purposes, self.types) = (id, name, country, purposes, types)
        (self.keys, self.responseURIs, self.requestURIs, self.state) = (keys, responseURIs, requestURIs, state)
        (self.since, self.source, self.entity, self.list) = (since, source, entity ?? id, list)
        self.aliases = aliases
    }

    func replacingKeys(_ keys: [Key]) -> TrustEntry {
        TrustEntry(
            id: id, name: name, country: country, purposes: purposes, types: types, keys: keys,
            responseURIs: responseURIs, requestURIs: requestURIs, state: state, since: since, source: source,
            entity: entity, aliases: aliases, list: list)
    }

    /// Every name by which a block list may mean the entity or this entry.
    var blockedNames: [String] { (entity == id ? [id] : [entity, id]) + aliases }

    /// Whether the entry is in force at a moment: its state counts from `since` on, what was before it is the opposite.
    ///
    /// Source: TRU-06.
    public func isInForce(at time: UnixTime) -> Bool {
        let hasBegun = since.map { $0 <= time } ?? true
        return (state == .granted) == hasBegun
    }

    /// Whether the entry may be looked at: what a list grants ends some time after its next update was due. What is not in
    /// force stays so, however old the list (STA-01).
    public func isUsable(at time: UnixTime) -> Bool {
        list.map { $0.isUsable(at: time) || !isInForce(at: time) } ?? true
    }

    /// Whether the entry vouches for a credential type; an entry for relying parties has no types and vouches for none.
    public func vouches(for type: String) -> Bool {
        types.contains("*") || types.contains { $0.utf8.elementsEqual(type.utf8) }
    }

    /// Whether the entry holds keys of the issuer that signs as `issuer`, so that whoever keeps the list meant that issuer.
    public func names(issuer: String) -> Bool {
        keys.contains {
            switch $0 {
            case .keySet(let name, _), .published(let name): name.utf8.elementsEqual(issuer.utf8)
            case .anchor: false
            }
        }
    }
}
