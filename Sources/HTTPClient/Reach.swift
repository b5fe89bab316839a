/// How far a client's requests may go.
public enum Reach: Sendable, Hashable {
    /// Public addresses, by https.
    case publicInternet
    /// For tests and demonstrations: also private addresses by https, and loopback addresses by plain http.
    case test
}
