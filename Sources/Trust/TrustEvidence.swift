public import Certificates
public import JOSE

/// What a signed object brings along to show who signed it.
public enum TrustEvidence: Sendable {
    /// A certificate chain, leaf first, as in `x5c`; nothing in it is an anchor by being there.
    case certificates([Certificate])
    /// The claim `iss` and the header that names the key.
    case issuer(String, header: JOSEHeader)
}
