import Bytes
import JSON

extension ClaimTree {
    /// Follows a path.
    ///
    /// - Parameters:
    ///   - path: which claims are meant.
    ///   - steps: how many elements may still be visited; reduced by those that were.
    /// - Returns: what was selected, in the order of the tree. Nothing selected is an empty array here; DCQL takes it for
    ///   an error (PATH-05), type metadata does not (VC-61).
    /// - Throws: `notAnObject`, `notAnArray`, `tooManySteps`.
    ///
    /// Source: PATH-01 to PATH-04, PATH-08.
    public func selections(of path: ClaimPath, steps: inout Int) throws(ClaimSelectionError) -> [ClaimSelection] {
        var walk = ClaimWalk(components: path.components, steps: steps)
        defer { steps = walk.steps }
        try walk.visit(root, disclosures: DisclosureSet(), component: 0)
        return walk.selections
    }

    /// Follows a path, with a limit of a million steps.
    ///
    /// - Throws: as the variant that counts steps.
    public func selections(of path: ClaimPath) throws(ClaimSelectionError) -> [ClaimSelection] {
        var steps = 1_000_000
        return try selections(of: path, steps: &steps)
    }
}

/// The state while a path is followed; the depth of its recursion is the number of the path's components.
private struct ClaimWalk {
    let components: [ClaimPathComponent]
    var steps: Int
    var selections: [ClaimSelection] = []
    /// Where the walk stands; not kept up when the path is exact, because it then ends at the path itself.
    private var position: [ClaimPathComponent] = []
    private let isExact: Bool

    init(components: [ClaimPathComponent], steps: Int) {
        (self.components, self.steps) = (components, steps)
        isExact = !components.contains(.all)
    }

    private mutating func select(_ node: ClaimNode, _ disclosures: DisclosureSet) {
        let exact = ClaimPath(isExact ? components : position)
        selections.append(ClaimSelection(position: exact, node: node, disclosures: disclosures))
    }

    mutating func visit(
        _ node: ClaimNode, disclosures outer: DisclosureSet, component: Int
    ) throws(ClaimSelectionError) {
        if case .plain(let value) = node.content, component < components.count {
            return try visit(plain: value, disclosures: outer.union(node.disclosuresWithin), component: component)
        }
        steps -= 1
        guard steps >= 0 else { throw .tooManySteps }
        guard component < components.count else {
            return select(node, outer.union(node.disclosuresWithin))
        }
        var disclosures = outer
        if let own = node.disclosure { disclosures.insert(own) }
        switch components[component] {
        case .name(let name):
            guard case .object(let members) = node.content else { throw .notAnObject(component: component) }
            guard let member = members.first(where: { haveSameBytes($0.name, name) }) else { return }
            try descend(member.node, .name(name), disclosures, component)
        case .index(let index):
            guard case .array(let elements) = node.content else { throw .notAnArray(component: component) }
            guard index < elements.count, index >= 0, let element = elements[index] else { return }
            try descend(element, .index(index), disclosures, component)
        case .all:
            guard case .array(let elements) = node.content else { throw .notAnArray(component: component) }
            for (index, element) in elements.enumerated() {
                guard let element else { continue }
                try descend(element, .index(index), disclosures, component)
            }
        }
    }

    private mutating func descend(
        _ node: ClaimNode, _ step: ClaimPathComponent, _ disclosures: DisclosureSet, _ component: Int
    ) throws(ClaimSelectionError) {
        if !isExact { position.append(step) }
        try visit(node, disclosures: disclosures, component: component + 1)
        if !isExact { position.removeLast() }
    }

    private mutating func visit(
        plain value: JSONValue, disclosures: DisclosureSet, component: Int
    ) throws(ClaimSelectionError) {
        steps -= 1
        guard steps >= 0 else { throw .tooManySteps }
        guard component < components.count else {
            return select(ClaimNode(.plain(value)), disclosures)
        }
        switch components[component] {
        case .name(let name):
            guard case .object(let object) = value else { throw .notAnObject(component: component) }
            guard let member = object[name] else { return }
            try descend(plain: member, .name(name), disclosures, component)
        case .index(let index):
            guard case .array(let elements) = value else { throw .notAnArray(component: component) }
            guard elements.indices.contains(index) else { return }
            try descend(plain: elements[index], .index(index), disclosures, component)
        case .all:
            guard case .array(let elements) = value else { throw .notAnArray(component: component) }
            for (index, element) in elements.enumerated() {
                try descend(plain: element, .index(index), disclosures, component)
            }
        }
    }

    private mutating func descend(
        plain value: JSONValue, _ step: ClaimPathComponent, _ disclosures: DisclosureSet, _ component: Int
    ) throws(ClaimSelectionError) {
        if !isExact { position.append(step) }
        try visit(plain: value, disclosures: disclosures, component: component + 1)
        if !isExact { position.removeLast() }
    }
}
