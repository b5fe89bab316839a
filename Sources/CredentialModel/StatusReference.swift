/// Where the status of a credential is published: a status list and the entry in it.
///
/// Source: Token Status List §6 (TSL-30 and following).
public struct StatusReference: Sendable, Hashable {
    /// The URI of the status list, unchecked.
    public let uri: String
    /// The entry, counted from 0; whether the list is that long shows when it is read.
    public let index: UInt64

    /// Names an entry of a list.
    public init(uri: String, index: UInt64) { (self.uri, self.index) = (uri, index) }
}
