import Bytes

/// The members of a JSON object in their order; no name occurs twice.
///
/// ```swift
/// var header = JSONObject([("alg", "ES256"), ("typ", "kb+jwt")])
/// header["kid"] = "1"
/// for (name, value) in header { … }
/// ```
///
/// Names are compared by their UTF-8 bytes (SEC-05). Look-up is a linear search: fast for the few members that protocol
/// objects have.
public struct JSONObject: Sendable {
    /// The members in their order.
    public private(set) var members: [(name: String, value: JSONValue)]

    /// Begins an empty object.
    public init() { members = [] }

    /// Takes members in their order; a name that is repeated keeps its place and takes the last value.
    public init(_ members: [(String, JSONValue)]) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for (name, value) in members { self[name] = value }
    }

    /// Takes members whose names the parser has compared.
    init(unique members: [(name: String, value: JSONValue)]) { self.members = members }

    /// Number of members.
    public var count: Int { members.count }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The names in their order.
    public var names: [String] { members.map(\.name) }

    /// The member of that name.
    ///
    /// Setting a value replaces the member at its place or appends it; setting nil removes it. To write JSON's `null`,
    /// set `JSONValue.null`.
    public subscript(_ name: String) -> JSONValue? {
        get { index(of: name).map { members[$0].value } }
        set {
            switch (index(of: name), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Whether there is a member of that name.
    public func contains(_ name: String) -> Bool { index(of: name) != nil }

    private func index(of name: String) -> Int? {
        // Borrowed: an element taken out of the array would be retained for each comparison.
        let (members, name) = (members.span, name.utf8.span)
        for index in members.indices where haveSameBytes(members[index].name, name) { return index }
        return nil
    }
}

extension JSONObject: Sequence {
    /// Walks through the members in their order.
    public func makeIterator() -> IndexingIterator<[(name: String, value: JSONValue)]> { members.makeIterator() }

    /// Number of members, exactly.
    public var underestimatedCount: Int { members.count }
}

extension JSONObject: Hashable {
    /// Whether both have the same names with equal values, in any order.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count else { return false }
        for (index, member) in left.members.enumerated() {
            let candidate = right.members[index]
            if haveSameBytes(candidate.name, member.name) {
                guard candidate.value == member.value else { return false }
            } else {
                guard let value = right[member.name], value == member.value else { return false }
            }
        }
        return true
    }

    /// Feeds what `==` compares, whatever the order.
    public func hash(into hasher: inout Hasher) {
        var combined = 0
        for member in members {
            var one = Hasher()
            hashBytes(of: member.name, into: &one)
            one.combine(member.value)
            combined ^= one.finalize()
        }
        hasher.combine(count)
        hasher.combine(combined)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Writes an object in the order of the literal; a name that is repeated keeps its place and takes the last value.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
