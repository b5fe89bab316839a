public import JSON

/// A claim in its tree: what it holds, and which Disclosure reveals it.
public struct ClaimNode: Sendable {
    /// What a claim holds.
    public enum Content: Sendable {
        /// A value of which no part is disclosed on its own, however deep it is.
        case plain(JSONValue)
        /// An object of which some part may be disclosed on its own.
        case object([ClaimMember])
        /// An array of which some part may be disclosed on its own; nil stands at the position of an element that was
        /// not disclosed, or of a decoy.
        case array([ClaimNode?])
    }

    /// What the claim holds.
    public let content: Content
    /// The number of the Disclosure that holds this claim itself; nil when it is visible wherever its parent is.
    public let disclosure: Int?
    /// The Disclosures of the claim itself and of everything in it.
    public let disclosuresWithin: DisclosureSet

    /// Makes a claim.
    ///
    /// - Parameters:
    ///   - content: what it holds.
    ///   - disclosure: the number of the Disclosure that holds exactly this claim.
    public init(_ content: Content, disclosure: Int? = nil) {
        self.content = content
        self.disclosure = disclosure
        var within = DisclosureSet()
        if let disclosure { within.insert(disclosure) }
        switch content {
        case .plain: break
        case .object(let members): for member in members { within.formUnion(member.node.disclosuresWithin) }
        case .array(let elements): for case let element? in elements { within.formUnion(element.disclosuresWithin) }
        }
        disclosuresWithin = within
    }

    /// The value with everything in it; positions of undisclosed elements are closed up (SDJWT-41).
    public var json: JSONValue {
        switch content {
        case .plain(let value): value
        case .object(let members): .object(JSONObject(members.map { ($0.name, $0.node.json) }))
        case .array(let elements): .array(elements.compactMap { $0?.json })
        }
    }

    /// The claim as someone sees it who gets only those Disclosures; nil when it is hidden itself.
    func revealing(_ disclosures: DisclosureSet) -> ClaimNode? {
        if let disclosure, !disclosures.contains(disclosure) { return nil }
        if disclosuresWithin.isSubset(of: disclosures) { return self }
        switch content {
        case .plain: return self
        case .object(let members):
            let visible = members.compactMap { member in
                member.node.revealing(disclosures).map { ClaimMember(member.name, $0) }
            }
            return ClaimNode(.object(visible), disclosure: disclosure)
        case .array(let elements):
            return ClaimNode(.array(elements.map { $0?.revealing(disclosures) }), disclosure: disclosure)
        }
    }
}

/// A member of an object in a claim tree.
public struct ClaimMember: Sendable {
    /// Its name.
    public let name: String
    /// Its value.
    public let node: ClaimNode

    /// Makes a member; names are unique within an object, which whoever builds the tree has checked.
    public init(_ name: String, _ node: ClaimNode) { (self.name, self.node) = (name, node) }
}
