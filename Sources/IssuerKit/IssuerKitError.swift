public import CredentialModel
public import Files
public import OpenID4VCI
public import Rules

/// Why the issuer could not do what it was asked to do by its operator, or failed inside.
///
/// What wallets are told stands in `TokenEndpointError` and `CredentialEndpointError`.
public enum IssuerKitError: RuleError {
    /// A type file cannot be used.
    case typeFile(id: String, TypeFault)
    /// Claims do not fit their type.
    case claims(path: ClaimPath, ClaimFault)
    /// A file cannot be read or written.
    case files(FilesError)
    /// A document of the protocol cannot be made.
    case openID4VCI(OpenID4VCIError)
    /// Something that cannot happen did.
    case internalInconsistency(String)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .typeFile(let id, let fault):
            Refusal(
                "VC-57", fault.code, "the type file \(id).json \(fault.phrase)",
                hint: "correct the file; examples/types shows the form")
        case .claims(let path, let fault):
            Refusal(
                "CLAIM-01", fault.code, "the claim \(path) \(fault.phrase)",
                hint: "correct the file with the claims; `issuer types` shows what the type knows")
        case .files(let error): error.refusal
        case .openID4VCI(let error): error.refusal
        case .internalInconsistency(let what):
            Refusal("SEC-04", "internal_inconsistency", what, hint: "report it as a bug")
        }
    }
}
