import Bytes
public import Cryptography
import JSON

/// One entry of `transaction_data`: what a verifier wants a person to confirm, beside what it wants to see.
///
/// ```json
/// { "type": "urn:carnet:postal:money-order:1", "credential_ids": ["pay"], "payload": {…} }
/// ```
///
/// On the wire it is the base64url of that JSON. `sent` keeps the very letters, over which the wallet's hash goes
/// (TXD-04, TXD-07). Source: OpenID4VP 1.0 §5.1, B.3.3.1; EUDI TS12 §4.2.
public struct TransactionData: Sendable, Equatable {
    /// The text of the request, never encoded again.
    public let sent: String
    /// The identifier of the type.
    public let type: String
    /// The type by whose rules it was read; another than `type` when an attestation has a name of its own for it (PAY-03).
    let schema: String
    /// The credential queries of which exactly one credential signs this entry.
    public let credentialIDs: [String]
    /// The supported algorithms that the verifier takes, in its order; `sha-256` alone when it names none.
    public let hashAlgorithms: [HashAlgorithm]
    /// Whether the verifier named them, so that the wallet must say which it took.
    public let namesHashAlgorithms: Bool
    /// Whether the key binding must say by which methods the person was authenticated (PAY-13).
    public let needsAuthentication: Bool
    /// What is confirmed.
    public let content: TransactionContent

    /// The hash by which a wallet confirms the entry: over the text as it was sent, not over what it decodes to (TXD-04).
    public func hash(_ algorithm: HashAlgorithm) -> String { Base64URL.encode(algorithm.hash(Array(sent.utf8))) }

    /// Whether one of its credential queries is that one.
    func names(_ queryID: String) -> Bool { credentialIDs.contains { haveSameBytes($0, queryID) } }
}
