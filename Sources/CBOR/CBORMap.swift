/// The entries of a CBOR map in their order; no key occurs twice.
///
/// ```swift
/// var key = CBORMap([(1, 2), (-1, 1)])
/// key[-2] = .bytes(x)
/// for (key, value) in map { … }
/// ```
///
/// Look-up is a linear search: fast for the few entries that protocol maps have. The order is kept and written as it is
/// (CBR-02, CBR-03); equality does not regard it.
public struct CBORMap: Sendable {
    /// The entries in their order.
    public private(set) var entries: [(key: CBORValue, value: CBORValue)]

    /// Begins an empty map.
    public init() { entries = [] }

    /// Takes entries in their order; a key that is repeated keeps its place and takes the last value.
    public init(_ entries: [(CBORValue, CBORValue)]) {
        self.entries = []
        self.entries.reserveCapacity(entries.count)
        for (key, value) in entries { self[key] = value }
    }

    /// Takes entries whose keys the decoder has compared.
    init(unique entries: [(key: CBORValue, value: CBORValue)]) { self.entries = entries }

    /// Number of entries.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value of that key; setting one replaces the entry at its place or appends it, setting nil removes it.
    public subscript(_ key: CBORValue) -> CBORValue? {
        get { entries.first { $0.key == key }?.value }
        set {
            switch (entries.firstIndex { $0.key == key }, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// The same entries, ordered by the bytes of their encoded keys: 1, 3, -1, -2 for the integer keys of COSE.
    ///
    /// Source: CBR-02.
    public func sortedByEncodedKeys() -> CBORMap {
        let keyed = entries.map { (encoded: $0.key.encoded(), entry: $0) }
        return CBORMap(unique: keyed.sorted { $0.encoded.lexicographicallyPrecedes($1.encoded) }.map(\.entry))
    }
}

extension CBORMap: Sequence {
    /// Walks through the entries in their order.
    public func makeIterator() -> IndexingIterator<[(key: CBORValue, value: CBORValue)]> { entries.makeIterator() }
}

extension CBORMap: Hashable {
    /// Whether both have the same keys with equal values, in any order.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count else { return false }
        // Equal maps mostly have one order.
        guard let mismatch = left.entries.indices.first(where: { left.entries[$0].key != right.entries[$0].key }) else {
            return left.entries.indices.allSatisfy { left.entries[$0].value == right.entries[$0].value }
        }
        guard (0..<mismatch).allSatisfy({ left.entries[$0].value == right.entries[$0].value }) else { return false }
        // A search per entry would give two shuffled maps, themselves keys of a third, quadratic time.
        var rest: [CBORValue: CBORValue] = [:]
        for entry in right.entries[mismatch...] { rest[entry.key] = entry.value }
        return left.entries[mismatch...].allSatisfy { rest[$0.key] == $0.value }
    }

    /// Feeds what `==` compares, whatever the order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in entries {
            var one = hasher
            one.combine(key)
            one.combine(value)
            sum &+= one.finalize()
        }
        hasher.combine(sum)
    }
}

extension CBORMap: ExpressibleByDictionaryLiteral {
    /// Takes the entries in the order in which they are written.
    public init(dictionaryLiteral entries: (CBORValue, CBORValue)...) { self.init(entries) }
}
