/// A status list as the store knows it: its size, and the entries that are not valid.
public struct StatusListContent: Sendable, Hashable {
    /// Number of entries.
    public let size: Int
    /// Goes up with every change.
    public let version: Int
    /// The entries whose status is not 0: index and status.
    public let entries: [Int: UInt8]

    /// Puts the parts together.
    public init(size: Int, version: Int, entries: [Int: UInt8]) {
        (self.size, self.version, self.entries) = (size, version, entries)
    }
}
