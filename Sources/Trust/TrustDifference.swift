import Bytes
import Certificates
import JSON

/// What differs between whom one trusted then and whom one trusts now.
public struct TrustDifference: Sendable, Hashable {
    /// What became of an entry.
    public enum Change: Sendable, Hashable {
        /// It was not there before.
        case added
        /// It is not there any more.
        case removed
        /// These members differ.
        case changed(members: [String])
    }

    /// An entry that differs.
    public struct Entry: Sendable, Hashable {
        /// Its `id`.
        public let id: String
        /// What people call the entity, now or before it was removed.
        public let name: String
        /// What became of it.
        public let change: Change
    }

    /// The entries that differ, in the order of their ids.
    public let entries: [Entry]
    /// What is blocked now and was not before.
    public let blocked: Set<TrustBlock>
    /// What was blocked before and is not any more.
    public let unblocked: Set<TrustBlock>

    /// Whether nothing differs.
    public var isEmpty: Bool { entries.isEmpty && blocked.isEmpty && unblocked.isEmpty }

    /// Compares two stores.
    public init(from old: TrustStore, to new: TrustStore) {
        func entry(_ id: String, in store: TrustStore) -> TrustEntry? {
            store.entries.first { haveSameBytes($0.id, id) }
        }
        let ids = Set(old.entries.map(\.id)).union(new.entries.map(\.id)).sorted()
        entries = ids.compactMap { id in
            switch (entry(id, in: old), entry(id, in: new)) {
            case (nil, let now?): return Entry(id: id, name: now.name, change: .added)
            case (let then?, nil): return Entry(id: id, name: then.name, change: .removed)
            case (let then?, let now?):
                let members = Self.members(of: then, thatDifferFrom: now)
                return members.isEmpty ? nil : Entry(id: id, name: now.name, change: .changed(members: members))
            case (nil, nil): return nil
            }
        }
        blocked = new.blocks.subtracting(old.blocks)
        unblocked = old.blocks.subtracting(new.blocks)
    }

    private static func members(of then: TrustEntry, thatDifferFrom now: TrustEntry) -> [String] {
        let (then, now) = (content(then), content(now))
        let names = then.names + now.names.filter { !then.contains($0) }
        return names.filter { then[$0] != now[$0] }
    }

    /// The entry with its certificates in it; the file or the number of the list that it came from is no difference.
    private static func content(_ entry: TrustEntry) -> JSONObject {
        var json = entry.json(anchors: entry.anchors.map { Base64.encode($0.der) })
        json["list"] = nil
        return json
    }
}
