public import JOSE
public import JSON
public import Rules

/// What is wrong with a key binding.
public enum KeyBindingFault: Sendable, Equatable {
    /// Key binding is required and there is none.
    case missing
    /// There is a key binding where none may be: an issuer sent it.
    case unexpected
    /// The key binding JWT was refused as a JWS or by its times.
    case jose(JOSEError)
    /// `typ` is not `kb+jwt`.
    case type
    /// A required claim is missing.
    case memberMissing(String)
    /// A claim has a type that it may not have.
    case memberType(String, found: JSONKind)
    /// The credential has no `cnf`.
    case noConfirmation
    /// `cnf` names its key by a method, or by several, that is not resolved here.
    case confirmationUnsupported
    /// The key in `cnf` was refused.
    case holderKey(JOSEError)
    /// The JWT is older than the window.
    case tooOld(issuedAt: UnixTime, now: UnixTime, maxAgeSeconds: Int64)
    /// The JWT is from the future.
    case inFuture(issuedAt: UnixTime, now: UnixTime)
    /// The JWT was made before the request.
    case beforeRequest(issuedAt: UnixTime, earliest: UnixTime)
    /// `nonce` is not this transaction's.
    case nonceMismatch
    /// `aud` is not this verifier.
    case audienceMismatch
    /// `sd_hash` is not the hash of what was presented.
    case hashMismatch
    /// `transaction_data_hashes` without a request for it.
    case transactionDataUnexpected
    /// `transaction_data_hashes` or its algorithm has a type that it may not have.
    case transactionDataMalformed
    /// The holder's key is also the issuer's.
    case keyReused

    /// The rule, the code and the words for each case.
    var refusal: Refusal {
        switch self {
        case .missing:
            Refusal(
                "KB-05", "key_binding_missing", "there is no key binding, and it is required",
                hint: "sign a key binding JWT with the holder's key and append it")
        case .unexpected:
            Refusal(
                "SDJWT-52", "key_binding_unexpected", "the issuer sent an SD-JWT with a key binding",
                hint: "an issuer sends an SD-JWT that ends with ~")
        case .jose(let error): error.refusal.inside("key binding JWT")
        case .type:
            Refusal("KB-01", "key_binding_type", "typ is not kb+jwt", hint: "write exactly kb+jwt, in lower case")
        case .memberMissing(let name):
            Refusal(
                "KB-02", "key_binding_member_missing", "\(name) is missing in the key binding JWT",
                hint: "iat, aud, nonce and sd_hash are required")
        case .memberType(let name, let found):
            Refusal(
                "KB-02", "key_binding_member_type", "\(name) of the key binding JWT is \(found.phrase)",
                hint: "iat is a number; aud, nonce and sd_hash are strings, aud not an array")
        case .noConfirmation:
            Refusal(
                "KB-06", "no_confirmation", "the credential has no cnf, so it is bound to no key",
                hint: "ask the issuer for a credential that is bound to a key")
        case .confirmationUnsupported:
            Refusal(
                "KB-10", "confirmation_unsupported", "cnf does not carry exactly one key as cnf.jwk",
                hint: "the issuer must write the key itself; nothing is fetched")
        case .holderKey(let error): error.refusal.inside("cnf of the credential")
        case .tooOld(let issued, let now, let maximum):
            Refusal(
                "KB-08", "key_binding_too_old", "the key binding is from \(issued), now is \(now)",
                hint: "it may be \(maximum) seconds old; present again")
        case .inFuture(let issued, let now):
            Refusal(
                "KB-08", "key_binding_in_future", "the key binding is from \(issued), now is \(now)",
                hint: "check the clocks of both sides")
        case .beforeRequest(let issued, let earliest):
            Refusal(
                "KB-08", "key_binding_before_request",
                "the key binding is from \(issued), the request from \(earliest)",
                hint: "sign a fresh one for this request")
        case .nonceMismatch:
            Refusal(
                "KB-07", "nonce_mismatch", "nonce is not the one of this transaction",
                hint: "sign the nonce of the request that is being answered")
        case .audienceMismatch:
            Refusal(
                "KB-07", "audience_mismatch", "aud is not this verifier",
                hint: "sign for the verifier's identifier as it stands in the request, octet by octet")
        case .hashMismatch:
            Refusal(
                "KB-03", "sd_hash_mismatch", "sd_hash is not the hash of the SD-JWT that was presented",
                hint: "hash everything before the key binding JWT, last ~ included, with the hash of _sd_alg")
        case .transactionDataUnexpected:
            Refusal(
                "KB-11", "transaction_data_unexpected", "transaction_data_hashes came without being asked for",
                hint: "sign transaction data only when the request has it")
        case .transactionDataMalformed:
            Refusal(
                "KB-11", "transaction_data_malformed", "transaction_data_hashes is not a non-empty array of strings",
                hint: "write one base64url hash for each transaction data entry; the algorithm is a string")
        case .keyReused:
            Refusal(
                "KB-12", "key_reused", "the holder's key is also the issuer's",
                hint: "use each key for one role only")
        }
    }
}
