/// Why the list of claims in a configuration was dropped.
public enum ClaimListFault: Sendable, Hashable {
    /// How two paths disagree.
    public enum Contradiction: String, Sendable, Hashable {
        /// Both describe the same claim.
        case twice = "describe the same claim"
        /// One means all elements of an array, the other a single one.
        case allAndIndex = "mean all elements and a single element of one array"
        /// One means an object where the other means an array.
        case objectAndArray = "mean an object and an array in one place"
    }

    /// The list is there and has no entry.
    case empty
    /// More entries than are read.
    case tooMany(count: Int, limit: Int)
    /// An entry without a path, or with members of the wrong type; `position` counts from 0.
    case malformed(position: Int)
    /// Two entries disagree; both positions count from 0.
    case contradiction(Contradiction, first: Int, second: Int)

    var phrase: String {
        switch self {
        case .empty: "'claims' has no entry"
        case .tooMany(let count, let limit): "'claims' has \(count) entries, at most \(limit) are read"
        case .malformed(let position): "entry \(position) of 'claims' has no claims path or a member of the wrong type"
        case .contradiction(let kind, let first, let second):
            "entries \(first) and \(second) of 'claims' \(kind.rawValue)"
        }
    }
}
