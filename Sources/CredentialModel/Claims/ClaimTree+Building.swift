public import JSON

extension ClaimTree {
    /// Builds a tree from plain claims and a list of what is disclosable on its own; for vectors, examples and formats
    /// that have no structure of their own for it.
    ///
    /// - Parameters:
    ///   - claims: all claims.
    ///   - disclosable: exact positions without `.all`; the place of a position in the list is its Disclosure's number.
    /// - Throws: `noSuchClaim`.
    public init(claims: JSONValue, disclosable: [ClaimPath]) throws(CredentialModelError) {
        let marks = disclosable.enumerated().map { Mark(number: $0.offset, path: $0.element) }
        root = try Self.node(claims, depth: 0, marks: marks)
    }

    private struct Mark {
        let number: Int
        let path: ClaimPath
    }

    private static func node(
        _ value: JSONValue, depth: Int, marks: [Mark]
    ) throws(CredentialModelError) -> ClaimNode {
        let here = marks.first { $0.path.components.count == depth }?.number
        let deeper = marks.filter { $0.path.components.count > depth }
        guard !deeper.isEmpty else { return ClaimNode(.plain(value), disclosure: here) }
        var unused = Set(deeper.map(\.number))
        func take(_ component: ClaimPathComponent) -> [Mark] {
            let matching = deeper.filter { $0.path.components[depth] == component }
            for mark in matching { unused.remove(mark.number) }
            return matching
        }
        let content: ClaimNode.Content
        switch value {
        case .object(let object):
            var members: [ClaimMember] = []
            for (name, value) in object {
                let below = take(.name(name))
                members.append(ClaimMember(name, try node(value, depth: depth + 1, marks: below)))
            }
            content = .object(members)
        case .array(let values):
            var elements: [ClaimNode?] = []
            for (index, value) in values.enumerated() {
                let below = take(.index(index))
                elements.append(try node(value, depth: depth + 1, marks: below))
            }
            content = .array(elements)
        default: content = .plain(value)
        }
        if let lost = deeper.first(where: { unused.contains($0.number) }) { throw .noSuchClaim(path: lost.path) }
        return ClaimNode(content, disclosure: here)
    }
}
