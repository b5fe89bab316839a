public import CredentialModel

/// What became of a look-up in a status list.
public enum StatusResult: Sendable, Hashable {
    /// The list says so; it was signed so long ago, and should have been replaced so long ago (0 for a fresh one).
    case known(CredentialStatus, ageSeconds: Int64, staleSeconds: Int64)
    /// Nothing could be learned, and why.
    case unknown(why: String)

    /// The same for a report.
    ///
    /// - Parameter reference: the entry that was looked up.
    public func finding(for reference: StatusReference) -> StatusFinding {
        switch self {
        case .known(let status, let age, _):
            .known(name: status.name, value: Int(status.rawValue), ageSeconds: age, reference: reference)
        case .unknown(let why): .unknown(why: why)
        }
    }
}
