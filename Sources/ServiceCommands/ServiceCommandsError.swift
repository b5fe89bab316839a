public import Certificates
public import Files
public import HTTPServer
public import Rules

/// Why a service cannot show a certificate.
public enum ServiceCommandsError: RuleError {
    /// Only one of certificate and key was named.
    case halfOfPair
    /// The certificate is over, or not yet valid.
    case notInDate(path: String, from: UnixTime, to: UnixTime)
    /// A file.
    case files(FilesError)
    /// The certificates of a file.
    case certificates(path: String, CertificatesError)
    /// The certificate and its key.
    case server(path: String, HTTPServerError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .halfOfPair:
            Refusal(
                "SEC-29", "half_of_pair", "only one of --tls-cert and --tls-key was given",
                hint: "give both, the certificate chain and its private key")
        case .notInDate(let path, let from, let to):
            Refusal(
                "SEC-29", "certificate_not_in_date", "the certificate of \(path) is valid from \(from) to \(to)",
                hint: "put a certificate there that is valid now, or set the clock of this machine")
        case .files(let error): error.refusal
        case .certificates(let path, let error): error.refusal.inside(path)
        case .server(let path, let error): error.refusal.inside(path)
        }
    }
}
