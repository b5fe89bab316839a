/// How far a client's requests may go.
public enum Reach: Sendable, Hashable {
    /// Public addresses, by https.
    case publicInternet
    /// Public addresses, by https or plain http: only for documents that are signed, such as revocation lists (STA-04).
    case signedDocuments
    /// For tests and demonstrations: also private addresses by https, and loopback addresses by plain http.
    case test
}
