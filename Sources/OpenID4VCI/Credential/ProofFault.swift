public import Rules

/// What is wrong with one key proof.
public enum ProofFault: RuleError {
    /// Not a compact JWS, or one whose header or payload is no JSON object.
    case notAJWT
    /// `typ` is not `openid4vci-proof+jwt`.
    case type
    /// `alg` is missing, or not among those in the metadata.
    case algorithm
    /// `crit` asks for something that is not understood.
    case critical
    /// Not exactly one of `jwk`, `kid`, `x5c`.
    case keyMembers
    /// `kid`, `x5c`, `trust_chain` or `key_attestation`, none of which is built.
    case unsupportedKeyForm
    /// `jwk` is no usable public key, or holds a private one.
    case key
    /// The signature was not made with the key in the header.
    case signature
    /// `aud` is not the issuer's identifier as one string.
    case audience
    /// `iat` is missing or no time.
    case timeMissing
    /// `iat` is further back than the window reaches.
    case tooOld
    /// `iat` is further ahead than the window reaches.
    case inTheFuture
    /// `iss` is not the client, or is there though the token is anonymous.
    case client
    /// `nonce` is missing or no string, though the issuer hands nonces out.
    case nonceMissing

    var phrase: String {
        switch self {
        case .notAJWT: "is no compact JWS with JSON objects in header and payload"
        case .type: "has another typ than openid4vci-proof+jwt"
        case .algorithm: "has an alg that is not in proof_signing_alg_values_supported"
        case .critical: "has a crit header that is not understood"
        case .keyMembers: "does not have exactly one of jwk, kid and x5c"
        case .unsupportedKeyForm: "names its key in an unsupported key form; only jwk is supported"
        case .key: "has a jwk that is no usable public key"
        case .signature: "is not signed with the key in its header"
        case .audience: "has an aud that is not the credential issuer identifier as one string"
        case .timeMissing: "has no iat that is a time"
        case .tooOld: "has an iat too far in the past"
        case .inTheFuture: "has an iat in the future"
        case .client: "has an iss that is not the client of the access token"
        case .nonceMissing: "has no nonce"
        }
    }

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        Refusal(rule, "proof", "a proof \(phrase)", hint: "make a new proof and send it again")
    }

    private var rule: RuleID {
        switch self {
        case .notAJWT, .type, .keyMembers: "PROOF-01"
        case .algorithm, .key: "PROOF-08"
        case .critical, .signature, .timeMissing, .tooOld, .inTheFuture, .nonceMissing: "PROOF-04"
        case .unsupportedKeyForm: "PROOF-07"
        case .audience: "PROOF-05"
        case .client: "PROOF-02"
        }
    }
}
