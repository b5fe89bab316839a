public import Certificates
public import Cryptography

/// Who the verifier is to wallets: its identifier, and the key and certificates that prove it.
public struct RequestSigner: Sendable {
    /// The full client identifier.
    public let client: ClientIdentifier
    /// The key of the first certificate.
    public let key: any SigningKey
    /// Leaf and intermediates, without the anchor.
    public let chain: [Certificate]

    /// Puts the three together.
    public init(client: ClientIdentifier, key: any SigningKey, chain: [Certificate]) {
        (self.client, self.key, self.chain) = (client, key, chain)
    }
}
