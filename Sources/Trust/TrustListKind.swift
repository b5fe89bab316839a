/// Of whom a list of trusted entities speaks, and so what its anchors may be trusted for.
///
/// Source: ETSI TS 119 602 annexes D to H (LOT-03, LOT-05); the list of postal operators is our own.
public enum TrustListKind: String, Sendable, Hashable, CaseIterable {
    /// Providers of person identification data.
    case pid
    /// Providers of wallets.
    case walletProviders = "wallet-provider"
    /// Public bodies that issue attestations.
    case publicAttestation = "pub-eaa"
    /// Who certifies relying parties.
    case accessCertificates = "access-ca"
    /// Who registers relying parties.
    case registrationCertificates = "registration"
    /// Postal operators that issue credentials: no list of ETSI's.
    case postal

    /// The value of `LoTEType`.
    public var type: String {
        self == .postal ? "urn:carnet:lote:postal-operators" : "\(Self.etsi)/LoTEType/EU\(name)ProvidersList"
    }

    /// The value of `ServiceTypeIdentifier` for a service of that purpose; nil when the list has none.
    func serviceType(of purpose: TrustPurpose) -> String? {
        let word: String
        switch purpose {
        case issuing: word = "Issuance"
        case .statusSigner: word = "Revocation"
        default: return nil
        }
        return self == .postal ? "urn:carnet:svctype:postal/\(word)" : "\(Self.etsi)/SvcType/\(serviceName)/\(word)"
    }

    /// What a service of this type may be trusted for; nil when it is no matter of this list.
    func purpose(ofService type: String) -> TrustPurpose? {
        [issuing, .statusSigner].first { serviceType(of: $0).map { $0.utf8.elementsEqual(type.utf8) } ?? false }
    }

    /// The value of `StatusDeterminationApproach` in a list of ETSI's; nil for our own.
    var statusDetermination: String? {
        self == .postal ? nil : "\(Self.etsi)/\(name)ProvidersList/StatusDetn/EU"
    }

    /// The values of `ServiceStatus`; nil where a list names those in force and nobody else (LOT-09).
    var statuses: (granted: String, withdrawn: String)? {
        guard self == .publicAttestation else { return nil }
        let start = "\(Self.etsi)/\(name)ProvidersList/SvcStatus"
        return ("\(start)/notified", "\(start)/withdrawn")
    }

    private static let etsi = "http://uri.etsi.org/19602"

    private var name: String {
        switch self {
        case .pid: "PID"
        case .walletProviders: "Wallet"
        case .publicAttestation: "PubEAA"
        case .accessCertificates: "WRPAC"
        case .registrationCertificates: "WRPRC"
        case .postal: "Postal"
        }
    }

    private var serviceName: String { self == .walletProviders ? "WalletSolution" : name }

    /// What the services are for that issue.
    public var issuing: TrustPurpose {
        switch self {
        case .pid: .pidIssuer
        case .walletProviders: .walletProvider
        case .publicAttestation: .attestationIssuer
        case .accessCertificates: .relyingPartyAccess
        case .registrationCertificates: .relyingPartyRegistration
        case .postal: .postalIssuer
        }
    }
}
