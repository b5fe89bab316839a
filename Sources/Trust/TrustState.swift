/// Whether an entry may be relied on today.
public enum TrustState: String, Sendable, Hashable {
    /// In force.
    case granted
    /// Taken out of force for a time.
    case suspended
    /// Taken out of force for good.
    case withdrawn
}
