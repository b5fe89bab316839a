import JSON

extension ClaimTree {
    /// The tree of what lies at those positions or in them, with what is around it and nothing beside it.
    ///
    /// Elements of arrays keep their positions; `json` closes the holes up.
    /// - Parameter positions: exact ones, of names and indexes, such as `ClaimSelection.position`.
    public func keeping(_ positions: [ClaimPath]) -> ClaimTree {
        ClaimTree(root: Self.kept(root, positions.map { $0.components[...] }) ?? ClaimNode(.object([])))
    }

    private static func kept(_ node: ClaimNode, _ positions: [ArraySlice<ClaimPathComponent>]) -> ClaimNode? {
        guard !positions.isEmpty else { return nil }
        guard !positions.contains(where: \.isEmpty) else { return node }
        var below: [ClaimPathComponent: [ArraySlice<ClaimPathComponent>]] = [:]
        for position in positions {
            guard let first = position.first else { continue }
            below[first, default: []].append(position.dropFirst())
        }
        switch node.content {
        case .object(let members):
            return ClaimNode(.object(kept(members, below)), disclosure: node.disclosure)
        case .array(let elements):
            return ClaimNode(.array(kept(elements, below)), disclosure: node.disclosure)
        case .plain(.object(let object)):
            let members = object.map { ClaimMember($0.name, ClaimNode(.plain($0.value))) }
            return ClaimNode(.object(kept(members, below)), disclosure: node.disclosure)
        case .plain(.array(let values)):
            return ClaimNode(.array(kept(values.map { ClaimNode(.plain($0)) }, below)), disclosure: node.disclosure)
        case .plain: return nil
        }
    }

    private static func kept(
        _ members: [ClaimMember], _ below: [ClaimPathComponent: [ArraySlice<ClaimPathComponent>]]
    ) -> [ClaimMember] {
        members.compactMap { member in
            kept(member.node, below[.name(member.name)] ?? []).map { ClaimMember(member.name, $0) }
        }
    }

    private static func kept(
        _ elements: [ClaimNode?], _ below: [ClaimPathComponent: [ArraySlice<ClaimPathComponent>]]
    ) -> [ClaimNode?] {
        elements.enumerated().map { index, element in element.flatMap { kept($0, below[.index(index)] ?? []) } }
    }
}
