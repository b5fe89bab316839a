/// A Disclosure, and the one that it lies in.
public struct PlacedDisclosure: Sendable, Equatable {
    /// The Disclosure.
    public let disclosure: Disclosure
    /// The index of the Disclosure whose value has this one's digest; nil when the issuer's payload has it.
    public let parent: Int?
}
