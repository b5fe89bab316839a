public import JOSE
public import Rules

/// What a key binding must say to belong to one transaction.
///
/// Source: RFC 9901 §7.3 (KB-07, KB-08, KB-11).
public struct KeyBindingExpectation: Sendable {
    /// Whether transaction data was part of the request.
    public enum TransactionData: Sendable {
        /// It was not; hashes of it are then refused (KB-11).
        case notRequested
        /// It was; the hashes are handed on for comparison.
        case requested
    }

    /// What is done when the holder's key is also the issuer's (KB-12).
    public enum KeyReuse: Sendable {
        /// The presentation is refused.
        case refused
        /// The presentation is accepted, and a step says so.
        case flagged
    }

    /// This verifier's identifier as it stood in the request.
    public var audience: String
    /// The nonce of the request.
    public var nonce: String
    /// The moment of the check.
    public var time: UnixTime
    /// How old the key binding may be.
    public var maxAgeSeconds: Int64 = 300
    /// How far clocks may differ.
    public var skewSeconds: Int64 = 60
    /// When the request was made, where long sessions ask for that; the key binding must not be older.
    public var earliest: UnixTime?
    /// The signature algorithms that a holder may use.
    public var algorithms = SignatureAlgorithm.supported
    /// Whether transaction data was part of the request.
    public var transactionData = TransactionData.notRequested
    /// What is done when the holder's key is also the issuer's.
    public var keyReuse = KeyReuse.refused

    /// Expects a key binding for that audience and nonce, not older than five minutes.
    public init(audience: String, nonce: String, at time: UnixTime) {
        (self.audience, self.nonce, self.time) = (audience, nonce, time)
    }
}
