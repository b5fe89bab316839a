/// The certificate chain and the private key with which a server shows itself.
///
/// A class, so that printing a configuration does not print the key.
public final class TLSIdentity: Sendable {
    let certificateChain: String
    let privateKey: String

    /// Takes both as PEM texts; the chain begins with the server's own certificate.
    public init(certificateChain: String, privateKey: String) {
        (self.certificateChain, self.privateKey) = (certificateChain, privateKey)
    }
}
