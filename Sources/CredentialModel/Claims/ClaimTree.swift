public import JSON

/// The claims of one credential with what is needed to disclose each of them, independent of the format.
///
/// ```
/// root ─ object ─┬ given_name          plain "Ana"                    disclosure 0
///                ├ address             object                         disclosure 1
///                │   └ postcode        plain "1000"                   disclosure 2
///                ├ nationalities       array ─┬ [0] plain "PT"        disclosure 3
///                │                            └ [1] nil (undisclosed)
///                └ vct                 plain "urn:…"                  always visible
/// ```
///
/// The wallet builds it from all Disclosures that it holds, the verifier from those that came. Both keep the original
/// positions of array elements (SDJWT-51), so that a path means the same to both (PATH-08). For mdoc the members of the
/// root are the name spaces, and their members the elements, each with its number.
public struct ClaimTree: Sendable {
    /// The credential as a whole.
    public let root: ClaimNode

    /// Takes a tree that a format built.
    public init(root: ClaimNode) { self.root = root }

    /// Claims that are all visible.
    public init(plain claims: JSONValue) { root = ClaimNode(.plain(claims)) }

    /// All claims as one JSON value, without holes.
    public var json: JSONValue { root.json }

    /// All Disclosures of the tree.
    public var disclosures: DisclosureSet { root.disclosuresWithin }

    /// The tree that someone sees who gets only those Disclosures; a Disclosure inside an undisclosed one stays hidden.
    public func revealing(_ disclosures: DisclosureSet) -> ClaimTree {
        ClaimTree(root: root.revealing(disclosures) ?? ClaimNode(.object([])))
    }

    /// The exact positions of the claims that those Disclosures hold, in the order of the tree.
    public func positions(of disclosures: DisclosureSet) -> [ClaimPath] {
        placed { disclosures.contains($0) }.map(\.position)
    }

    /// The Disclosures that hold exactly the claims at those positions; nil when one of them has no Disclosure of its own.
    ///
    /// Two copies of one credential may number their Disclosures differently; positions mean the same in both.
    public func disclosures(at positions: [ClaimPath]) -> DisclosureSet? {
        let wanted = Set(positions)
        let found = DisclosureSet(placed { _ in true }.filter { wanted.contains($0.position) }.map(\.number))
        return found.count == wanted.count ? found : nil
    }

    private typealias Placed = (position: ClaimPath, number: Int)

    private func placed(where isWanted: (Int) -> Bool) -> [Placed] {
        var found: [Placed] = []
        Self.collect(in: root, at: [], where: isWanted, into: &found)
        return found
    }

    private static func collect(
        in node: ClaimNode, at position: [ClaimPathComponent], where isWanted: (Int) -> Bool,
        into found: inout [Placed]
    ) {
        if let number = node.disclosure, isWanted(number) { found.append((ClaimPath(position), number)) }
        switch node.content {
        case .plain: break
        case .object(let members):
            for member in members where !member.node.disclosuresWithin.isEmpty {
                collect(in: member.node, at: position + [.name(member.name)], where: isWanted, into: &found)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                guard let element, !element.disclosuresWithin.isEmpty else { continue }
                collect(in: element, at: position + [.index(index)], where: isWanted, into: &found)
            }
        }
    }
}
