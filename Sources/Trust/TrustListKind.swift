/// Of whom a list of trusted entities speaks, and so what its anchors may be trusted for.
///
/// Source: ETSI TS 119 602 annexes D, F, G, H (LOT-03, LOT-05).
public enum TrustListKind: String, Sendable, Hashable, CaseIterable {
    /// Providers of person identification data.
    case pid
    /// Public bodies that issue attestations.
    case publicAttestation = "pub-eaa"
    /// Who certifies relying parties.
    case accessCertificates = "access-ca"
    /// Who registers relying parties.
    case registrationCertificates = "registration"

    /// The value of `LoTEType`.
    public var type: String { "http://uri.etsi.org/19602/LoTEType/EU\(name)ProvidersList" }

    /// What a service of this type may be trusted for; nil when it is no matter of this list.
    func purpose(ofService type: String) -> TrustPurpose? {
        switch type {
        case "http://uri.etsi.org/19602/SvcType/\(name)/Issuance": issuing
        case "http://uri.etsi.org/19602/SvcType/\(name)/Revocation": .statusSigner
        default: nil
        }
    }

    private var name: String {
        switch self {
        case .pid: "PID"
        case .publicAttestation: "PubEAA"
        case .accessCertificates: "WRPAC"
        case .registrationCertificates: "WRPRC"
        }
    }

    private var issuing: TrustPurpose {
        switch self {
        case .pid: .pidIssuer
        case .publicAttestation: .attestationIssuer
        case .accessCertificates: .relyingPartyAccess
        case .registrationCertificates: .relyingPartyRegistration
        }
    }
}
