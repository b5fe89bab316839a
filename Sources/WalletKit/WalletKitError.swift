public import CredentialModel
public import Cryptography
public import DCQL
public import Files
public import HTTP
public import JOSE
public import JSON
public import OpenID4VCI
public import OpenID4VP
public import Rules
public import SDJWT
public import SDJWTVC
public import Trust
public import Vault

/// Why the wallet refuses or cannot do something.
public enum WalletKitError: RuleError, WrapsVaultError {
    /// No credential, key or history entry begins with this text.
    case notFound(what: String, prefix: String)
    /// Several begin with this text.
    case ambiguous(what: String, prefix: String, count: Int)
    /// The vault already holds exactly this credential.
    case alreadyHeld(id: String)
    /// A record of the vault is not what this version writes.
    case unreadableRecord(category: String)
    /// Every copy of a credential that would answer was shown to another verifier.
    case noUnusedCopy(credential: String)
    /// A payment asks for a person who was authenticated in two ways, and nobody was.
    case authenticationMissing
    /// A credential is over, or not valid yet.
    case notInForce(credential: String, state: Validity.State)
    /// The verifier says that it cannot check the signatures in a credential.
    case verifierCannotCheck(credential: String)
    /// The issuer of a credential does not permit it to be shown to this verifier.
    case notPermitted(credential: String, verifier: String, DisclosurePolicy, isFinal: Bool)
    /// Nothing in the wallet answers these queries.
    case nothingAnswers(queries: [String])
    /// There are too many combinations of credentials to look at them all, and none that was looked at can sign all that is
    /// to be confirmed.
    case tooManyCombinations
    /// The claims of a copy are not those of the others.
    case copiesDiffer(credential: String)
    /// The key of a copy is not in the vault.
    case keyMissing(credential: String)
    /// An offer is for a type that nobody whom the person trusts may issue.
    case noTrustedIssuer(type: String)
    /// The file is neither a credential nor the JSON of one.
    case notACredential
    /// A received credential names an issuer at another host than the one that gave it, and the trust folder does not
    /// name that issuer.
    case otherIssuer(claimed: String, host: String)
    /// A credential that was received or added did not verify.
    case credential(SDJWTVCError)
    /// What is known about a type, or its picture, cannot be used.
    case typeMetadata(TypeMetadataError)
    /// A presentation could not be made.
    case sdJWT(SDJWTError)
    /// A request or its answer.
    case openID4VP(OpenID4VPError)
    /// An issuance.
    case openID4VCI(OpenID4VCIError)
    /// A query.
    case dcql(DCQLError)
    /// The trust folder.
    case trust(TrustError)
    /// The vault.
    case vault(VaultError)
    /// A key.
    case cryptography(CryptographyError)
    /// A key as JSON.
    case jose(JOSEError)
    /// A text.
    case json(JSONError)
    /// A URL.
    case http(HTTPError)
    /// A file.
    case files(FilesError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .notFound(let what, let prefix):
            Refusal(
                "MASVS-STORAGE", "not_found", "the wallet has no \(what) '\(prefix)'",
                hint: "list them to see their identifiers; their beginning is enough")
        case .ambiguous(let what, let prefix, let count):
            Refusal(
                "MASVS-STORAGE", "ambiguous", "\(count) entries of the kind \(what) begin with '\(prefix)'",
                hint: "give more characters")
        case .alreadyHeld(let id):
            Refusal(
                "EXP-04", "already_held", "the wallet holds this credential already, as \(id)",
                hint: "nothing needs to be done")
        case .unreadableRecord(let category):
            Refusal(
                "SEC-33", "unreadable_record", "a record of the category \(category) has an unknown form",
                hint: "a newer version may have written it; use that version")
        case .authenticationMissing:
            Refusal(
                "PAY-13", "authentication_missing", "a payment is signed only when its person was authenticated for it",
                hint: "open the wallet with its passphrase")
        case .noUnusedCopy(let id):
            Refusal(
                "SDPRV-01", "no_unused_copy", "every copy of the credential \(id) was shown to another verifier",
                hint: "receive new copies from the issuer, so that verifiers cannot link what they see")
        case .notInForce(let id, let state):
            Refusal(
                "JOSE-16", "not_in_force",
                "the credential \(id) is \(state == .expired ? "over" : "not valid yet")",
                hint: state == .expired ? "receive a new one from the issuer" : "wait until it is")
        case .verifierCannotCheck(let id):
            Refusal(
                "WM-02", "verifier_cannot_check",
                "the verifier says that it cannot check the signatures in the credential \(id)",
                hint: "show it one that was signed in another way")
        case .notPermitted(let id, let verifier, let policy, let isFinal):
            Refusal(
                "PAY-19", "not_permitted", Self.problem(of: policy, credential: id, verifier: verifier),
                hint: Self.hint(on: policy, isFinal: isFinal))
        case .nothingAnswers(let queries):
            Refusal(
                "DSEL-07", "nothing_answers",
                "nothing in the wallet answers \(queries.map { "'\($0)'" }.joined(separator: ", "))",
                hint: "'wallet list' shows what there is, --verbose what each credential lacks")
        case .tooManyCombinations:
            Refusal(
                "TXD-02", "too_many_combinations",
                "the request leaves too many choices to look at all combinations of credentials, and of those that were "
                    + "looked at none can sign all that is to be confirmed",
                hint: "choose the credentials by hand, with --pick QUERY=ID for each query that is to be answered")
        case .copiesDiffer(let name):
            Refusal(
                "CRED-22", "copies_differ", "the copies of \(name) do not make the same statement",
                hint: "the issuer must give the same claims in every copy; nothing was stored or shown")
        case .keyMissing(let id):
            Refusal(
                "KB-06", "key_missing", "the vault does not have the key of the credential \(id)",
                hint: "add the credential together with its key")
        case .noTrustedIssuer(let type):
            Refusal(
                "TRU-02", "no_trusted_issuer", "you trust nobody who may issue \(type)",
                hint: "the offer was not used up; if you do trust the issuer, add its anchor to the trust folder")
        case .notACredential:
            Refusal(
                "FMT-01", "not_a_credential", "the file is no SD-JWT VC",
                hint: "it must hold the compact form, which ends with ~")
        case .otherIssuer(let claimed, let host):
            Refusal(
                "CRED-27", "other_issuer", "\(host) gave a credential in the name of \(claimed)",
                hint: "nothing was stored; if \(host) may do that, add the keys of \(claimed) to the trust folder")
        case .credential(let error): error.refusal
        case .typeMetadata(let error): error.refusal
        case .sdJWT(let error): error.refusal
        case .openID4VP(let error): error.refusal
        case .openID4VCI(let error): error.refusal
        case .dcql(let error): error.refusal
        case .trust(let error): error.refusal
        case .vault(let error): error.refusal
        case .cryptography(let error): error.refusal
        case .jose(let error): error.refusal
        case .json(let error): error.refusal
        case .http(let error): error.refusal
        case .files(let error): error.refusal
        }
    }

    private static func problem(of policy: DisclosurePolicy, credential id: String, verifier: String) -> String {
        let begin = "the issuer of the credential \(id) has a policy of whom it may be shown to"
        if case .unreadable(let problem) = policy.condition { return "\(begin), which cannot be read here: \(problem)" }
        return "\(begin), and '\(DisplayText(verifier, limit: 128))' is not among them"
    }

    private static func hint(on policy: DisclosurePolicy, isFinal: Bool) -> String {
        let explanation = policy.explanation.map { "the issuer explains it at \(DisplayText($0, limit: 512)); " } ?? ""
        let way =
            isFinal
            ? "a credential that confirms payments or logins is not shown against it"
            : "to show it all the same, add --against-policy"
        return explanation + way
    }
}
