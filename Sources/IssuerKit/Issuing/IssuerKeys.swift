import Bytes
public import Certificates
public import Cryptography
import JSON

/// A signing key with the certificates that vouch for it.
public struct CertifiedKey: Sendable {
    /// The key.
    public let key: any SigningKey
    /// The certificate of the key, then those above it; the anchor is left out (FMT-02).
    public let chain: [Certificate]

    /// Puts a key and its certificates together.
    ///
    /// - Throws: `keys` when the first certificate is not for the key.
    public init(key: any SigningKey, chain: [Certificate]) throws(IssuerKitError) {
        guard let leaf = chain.first, leaf.publicKey == key.publicKey else { throw .keys(.foreignCertificate) }
        guard !leaf.isSelfIssued, !chain.dropFirst().contains(where: \.isSelfIssued) else { throw .keys(.selfSigned) }
        (self.key, self.chain) = (key, chain)
    }

    /// The header member `x5c`.
    var x5c: JSONValue { .array(chain.map { .string(Base64.encode($0.der)) }) }
}

/// The keys of an issuer: one for credentials, another for status lists (SEC-15).
public struct IssuerKeys: Sendable {
    /// Signs credentials.
    public let credentials: CertifiedKey
    /// Signs status lists.
    public let status: CertifiedKey

    /// Takes two different keys.
    ///
    /// - Throws: `keys` when they are the same.
    public init(credentials: CertifiedKey, status: CertifiedKey) throws(IssuerKitError) {
        guard credentials.key.publicKey != status.key.publicKey else { throw .keys(.sameKeyTwice) }
        (self.credentials, self.status) = (credentials, status)
    }
}
