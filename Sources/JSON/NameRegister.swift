import Bytes

/// Remembers the member names of one object, to find the second of two equal ones (JOSE-03).
///
/// Up to `few` names are compared one by one, which costs less than hashing and allocates nothing; above, a set keeps an
/// object of a thousand members from costing half a million comparisons.
struct NameRegister {
    private static let few = 16
    private var many: Set<Name>?

    private struct Name: Hashable {
        let text: String

        static func == (left: Self, right: Self) -> Bool { haveSameBytes(left.text, right.text) }

        func hash(into hasher: inout Hasher) { hashBytes(of: text, into: &hasher) }
    }

    /// Whether none of the members has that name.
    mutating func isNew(_ name: String, among members: [(name: String, value: JSONValue)]) -> Bool {
        if many != nil { return many?.insert(Name(text: name)).inserted ?? false }
        for member in members where haveSameBytes(member.name, name) { return false }
        if members.count >= Self.few {
            many = Set(members.map { Name(text: $0.name) })
            many?.insert(Name(text: name))
        }
        return true
    }
}
