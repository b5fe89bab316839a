import CredentialModel
public import JOSE
public import JSON
public import Rules
public import SDJWT
public import TokenStatusList
public import Trust

/// Why an SD-JWT VC was refused.
public enum SDJWTVCError: RuleError {
    /// `typ` is not the one of an SD-JWT VC.
    case wrongType(found: String?)
    /// `vct` is missing or no string.
    case typeMissing(found: JSONKind?)
    /// `vct` is empty, too long, or has white space, control or invisible characters.
    case typeMalformed
    /// The credential is of another type than what was asked for.
    case typeNotExpected(type: String, expected: [String])
    /// A claim that must always be visible came in a Disclosure, or hides a part of itself.
    case protectedClaim(String)
    /// `aka_vcts` is no list of other types.
    case aliasesMalformed
    /// `iss` is there and is no string, or is empty, too long, or has white space, control or invisible characters.
    case issuerMalformed
    /// `iss` is a URL whose host the issuer's certificate does not name: somebody issued in another one's name.
    case issuerNotCertified
    /// The status list says something other than valid.
    case notValid(status: String)
    /// The high assurance profile asks for more than came.
    case notHAIP(rule: RuleID, problem: String)
    /// The status could not be learned, and policy asks for it.
    case statusUnknown(why: String)
    /// The credential refers to no status, lives too long to do without, and policy asks for one.
    case statusMissing(lifeSeconds: Int64?)
    /// The reference to a status list, or the list, breaks a rule and says nothing: the credential is refused (TSL-44).
    case statusList(TokenStatusListError)
    /// The type is not described as it must be, or the credential is not as its type is described.
    case typeMetadata(TypeMetadataError)
    /// A credential of one of the postal types is not as the type says.
    case postal(rule: RuleID, problem: String)
    /// The keys that the issuer publishes cannot be had or used.
    case issuerKeys(rule: RuleID, problem: String)
    /// The issuer is not trusted for this type.
    case trust(TrustError)
    /// A rule of SD-JWT or of key binding is broken.
    case sdJWT(SDJWTError)
    /// A header or a time is wrong.
    case jose(JOSEError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .wrongType(let found):
            Refusal(
                "VC-01", "wrong_type", "typ is \(found.map { "'\($0.prefix(64))'" } ?? "missing")",
                hint: "an SD-JWT VC is typed dc+sd-jwt; vc+sd-jwt is read only when the policy allows drafts")
        case .typeMissing(let found):
            Refusal(
                "VC-04", "vct_missing", found.map { "vct is \($0.phrase)" } ?? "vct is missing",
                hint: "the issuer must name the credential's type in vct")
        case .typeMalformed:
            Refusal(
                "VC-04", "vct_malformed",
                "vct is empty, longer than 1024 bytes, or has white space, control or invisible characters",
                hint: "a type is a URL or a URN")
        case .typeNotExpected(let type, let expected):
            Refusal(
                "DSEL-11", "vct_not_expected",
                "the credential is of type \(type), expected \(expected.joined(separator: " or "))",
                hint: "present a credential of the type that was asked for")
        case .protectedClaim(let name):
            Refusal(
                "VC-20", "protected_claim_disclosed", "the claim \(name) is selectively disclosed, in whole or in part",
                hint: "the issuer must keep \(name) always visible")
        case .aliasesMalformed:
            Refusal(
                "VC-06", "aka_vcts_malformed", "aka_vcts is no list of types, or has vct itself",
                hint: "the issuer must list the further types, or none at all")
        case .issuerMalformed:
            Refusal(
                "VC-22", "iss_malformed",
                "iss is no string, or is empty, longer than 1024 bytes, or has white space, control or invisible "
                    + "characters", hint: "the issuer must name itself by a URL")
        case .issuerNotCertified:
            Refusal(
                "VC-22", "iss_not_certified", "iss names a host that the issuer's certificate does not stand for",
                hint: "the certificate needs iss as a URI name, or its host as a DNS name")
        case .notValid(let status):
            Refusal(
                "VC-24", "status_\(status)", "the issuer's status list says that the credential is \(status)",
                hint: status == "suspended"
                    ? "ask the issuer when it will be valid again" : "the holder needs a new credential")
        case .notHAIP(let rule, let problem):
            Refusal(
                rule, "not_haip", problem,
                hint: "the high assurance profile (HAIP 1.0) is enforced here; the issuer or wallet must follow it")
        case .statusUnknown(let why):
            Refusal(
                "TSL-44", "status_unknown", "the status of the credential could not be learned: \(why)",
                hint: "try again when the issuer's status list can be fetched, or decide by policy")
        case .statusList(let error): error.refusal
        case .statusMissing(let lifeSeconds):
            Refusal(
                "STA-08", "status_missing",
                "the credential refers to no status and "
                    + (lifeSeconds.map { "lives \($0) s, more than \(Validity.limitShortLifeSeconds)" }
                        ?? "does not say how long it lives"),
                hint: "the issuer must name a status list, or issue for 14 days at most; or do not ask for a status")
        case .postal(let rule, let problem):
            Refusal(
                rule, "not_as_postal_type", problem,
                hint: "ask the post for a credential that is as its type says (spec/trust-and-payments.md §4)")
        case .typeMetadata(let error): error.refusal
        case .issuerKeys(let rule, let problem):
            Refusal(
                rule, "issuer_keys_unusable", problem,
                hint: "the issuer must publish its keys as its standard says; or put them into its trust entry (jwks)")
        case .trust(let error): error.refusal
        case .sdJWT(let error): error.refusal
        case .jose(let error): error.refusal
        }
    }
}
