public import Certificates
public import CredentialModel
public import Cryptography
public import Files
public import JOSE
public import JSON
public import OpenID4VCI
public import Rules
public import SDJWT
public import SDJWTVC
public import SQLite
public import TokenStatusList
public import Trust

/// Why the issuer could not do what it was asked to do by its operator, or failed inside.
///
/// What wallets are told stands in `TokenEndpointError` and `CredentialEndpointError`.
public enum IssuerKitError: RuleError, WrapsSQLiteError {
    /// A type file cannot be used.
    case typeFile(id: String, TypeFault)
    /// The metadata that follows from a type file is none that a wallet would take.
    case typeMetadata(id: String, TypeMetadataError)
    /// Claims do not fit their type.
    case claims(path: ClaimPath, ClaimFault)
    /// The type is the base of others and is not issued itself.
    case notIssuable(String)
    /// There is no type of that name.
    case unknownType(String, known: [String])
    /// There is no issuance of that name.
    case unknownIssuance(String)
    /// The configuration file cannot be used.
    case settings(SettingsFault)
    /// The keys or certificates cannot be used.
    case keys(KeysFault)
    /// A file cannot be read or written.
    case files(FilesError)
    /// A file is no JSON.
    case json(path: String, JSONError)
    /// A trust entry cannot be written.
    case trust(TrustError)
    /// A document of the protocol cannot be made.
    case openID4VCI(OpenID4VCIError)
    /// The database failed.
    case sqlite(SQLiteError)
    /// A secret cannot be used.
    case cryptography(CryptographyError)
    /// A credential cannot be made.
    case sdJWT(SDJWTError)
    /// A token cannot be signed.
    case jose(JOSEError)
    /// A status list cannot be signed.
    case statusList(TokenStatusListError)
    /// A certificate cannot be used or made.
    case certificates(CertificatesError)
    /// Something that cannot happen did.
    case internalInconsistency(String)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .typeFile(let id, let fault):
            Refusal(
                "VC-57", fault.code, "the type file \(id).json \(fault.phrase)",
                hint: "correct the file; examples/types shows the form")
        case .typeMetadata(let id, let error):
            Refusal(
                error.refusal.rule, error.refusal.code, "the type file \(id).json: \(error.refusal.problem)",
                hint: "correct the file; examples/types shows the form")
        case .claims(let path, let fault):
            Refusal(
                "CLAIM-01", fault.code, "the claim \(path) \(fault.phrase)",
                hint: "correct the file with the claims; `issuer types` shows what the type knows")
        case .notIssuable(let id):
            Refusal(
                "VC-41", "not_issuable", "the type \(id) has no member 'issuance', it is the base of others",
                hint: "name a type that extends it")
        case .unknownType(let id, let known):
            Refusal(
                "VC-41", "unknown_type", "there is no type '\(id.prefix(64))'",
                hint: "the types are \(known.joined(separator: ", "))")
        case .unknownIssuance(let id):
            Refusal(
                "TSL-04", "unknown_issuance", "there is no issuance '\(id.prefix(64))'",
                hint: "'issuer list' shows the issuances on record")
        case .settings(let fault):
            Refusal(
                "DEC-01", "settings", "issuer.json \(fault.phrase)",
                hint: "docs/issuer.md describes all members, 'issuer config schema' prints their schema")
        case .keys(let fault):
            Refusal("SEC-15", "keys", fault.rawValue, hint: "`issuer init` makes keys and certificates for trials")
        case .files(let error): error.refusal
        case .json(let path, let error):
            Refusal(
                error.refusal.rule, error.refusal.code, "\(path): \(error.refusal.problem)", hint: error.refusal.hint)
        case .trust(let error): error.refusal
        case .openID4VCI(let error): error.refusal
        case .sqlite(let error): error.refusal
        case .cryptography(let error): error.refusal
        case .sdJWT(let error): error.refusal
        case .jose(let error): error.refusal
        case .statusList(let error): error.refusal
        case .certificates(let error): error.refusal
        case .internalInconsistency(let what):
            Refusal("SEC-04", "internal_inconsistency", what, hint: "report it as a bug")
        }
    }
}
