/// What is wrong with the issuer's keys and certificates.
public enum KeysFault: String, Sendable, Equatable {
    /// The first certificate is for another key.
    case foreignCertificate = "the first certificate is not for the key beside it"
    /// The chain holds the anchor, or a certificate that vouches for itself.
    case selfSigned = "the chain holds a self-signed certificate; leave the anchor out"
    /// Credentials and status lists are signed with one key.
    case sameKeyTwice = "credentials and status lists must be signed with two different keys"
    /// A key file holds no private key.
    case noPrivateKey = "the key file holds no private key as JWK"
}
