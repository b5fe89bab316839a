public import Certificates
public import JOSE

/// What a status list token says of its signer, before anyone believed it.
///
/// Whether that signer may speak for the issuer of a credential is for the caller to decide (TSL-13): the same key, or a
/// certificate of the same authority that is marked as a signer of status lists. Some trusted key is not enough.
public struct StatusListSigner: Sendable {
    /// The header; `kid` names a key in a set that the caller has chosen.
    public let header: JOSEHeader
    /// The certificates of `x5c`, leaf first; empty when there is none.
    public let certificates: [Certificate]
}
