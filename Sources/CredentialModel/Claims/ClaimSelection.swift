public import JSON

/// One claim that a path selected.
public struct ClaimSelection: Sendable {
    /// Its exact position: names and indexes only.
    public let position: ClaimPath
    /// The claim itself with everything in it.
    public let node: ClaimNode
    /// The Disclosures to send so that it is seen: its own, those of its ancestors, and all in it (PATH-07).
    public let disclosures: DisclosureSet

    /// Its value.
    public var value: JSONValue { node.json }
}

/// Why a path could not be followed in a credential; the caller adds the rule. Components are counted from 0.
public enum ClaimSelectionError: Error, Sendable, Equatable {
    /// A name where something selected is no object (PATH-02).
    case notAnObject(component: Int)
    /// A position, or all elements, where something selected is no array (PATH-03, PATH-04).
    case notAnArray(component: Int)
    /// The work was limited, and the limit is reached.
    case tooManySteps
}
