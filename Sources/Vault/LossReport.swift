/// What accepting a changed vault has cost.
public struct LossReport: Sendable, Hashable {
    /// Records that are left.
    public let kept: Int
    /// Records that were there but could not be read, and are erased now.
    public let erased: [RecordID]
    /// Records that the vault should have had more than it has now, by category; empty when the manifest was lost too.
    public let missing: [String: Int]
    /// Whether the whole file had been put back to an older state: then copies that may be used once may have been used
    /// already, and must not be used again.
    public let wasRolledBack: Bool
}
