public import Rules

/// Why the credential endpoint refuses.
///
/// The sentences are sent to the wallet, so they hold our own words only (HTTP-07, SEC-32).
public enum CredentialEndpointError: RuleError {
    /// What is wrong with the two members that name the credential.
    public enum SelectorFault: String, Sendable, Equatable {
        /// Neither is there.
        case none = "neither credential_identifier nor credential_configuration_id is there"
        /// Both are there.
        case both = "credential_identifier and credential_configuration_id are both there"
        /// One is there and no string.
        case notAString = "the member that names the credential is no string"
        /// A configuration was named though the token response gave identifiers.
        case identifierExpected = "the token response gave credential_identifiers, so one of them must be named"
        /// An identifier was named though the token response gave none.
        case configurationExpected =
            "the token response gave no credential_identifiers, so credential_configuration_id must be named"
    }

    /// What is wrong with the member `proofs`.
    public enum ProofsFault: Sendable, Equatable {
        /// Not there, though the configuration asks for key binding.
        case missing
        /// No proof type, or more than one.
        case notOneType(count: Int)
        /// Another type than `jwt`.
        case unsupportedType
        /// No array, or an empty one.
        case notANonEmptyArray
        /// An element that is no string.
        case notStrings
        /// More proofs than the issuer takes in one request.
        case tooMany(count: Int, limit: Int)
        /// Two proofs for one key.
        case repeatedKey
        /// A key for which the issuer has issued a credential that is still valid.
        case usedKey
    }

    /// No access token in the `Authorization` header.
    case tokenMissing
    /// The access token is unknown, expired or revoked.
    case tokenNotGood
    /// The configuration exists and is outside the token.
    case insufficientScope
    /// The body is no JSON object, or has a member twice.
    case malformedBody
    /// The members that name the credential are wrong.
    case selectors(SelectorFault)
    /// The issuer has no configuration of that name.
    case unknownConfiguration
    /// The token has no dataset of that name.
    case unknownIdentifier
    /// An encrypted answer is asked, which this issuer does not give.
    case encryptionNotSupported
    /// The member `proofs` is no object.
    case proofsNotAnObject
    /// The member `proofs` is wrong.
    case proofs(ProofsFault)
    /// One proof is wrong; `position` counts from 0.
    case proof(ProofFault, position: Int)
    /// The proofs of one request carry different nonces.
    case noncesDiffer
    /// The nonce is unknown, expired or used.
    case nonceNotGood
    /// The token has fetched as many credentials as it may.
    case limitReached(limit: Int)

    /// The value of `error`; nil where RFC 6750 asks for none.
    public var code: OAuthErrorCode? {
        switch self {
        case .tokenMissing: nil
        case .tokenNotGood: .invalidToken
        case .insufficientScope: .insufficientScope
        case .malformedBody, .selectors, .proofsNotAnObject: .invalidCredentialRequest
        case .unknownConfiguration: .unknownCredentialConfiguration
        case .unknownIdentifier: .unknownCredentialIdentifier
        case .encryptionNotSupported: .invalidEncryptionParameters
        case .proofs, .proof: .invalidProof
        case .noncesDiffer, .nonceNotGood: .invalidNonce
        case .limitReached: .credentialRequestDenied
        }
    }

    /// The status of the answer.
    public var status: Int {
        switch self {
        case .tokenMissing, .tokenNotGood: 401
        case .insufficientScope: 403
        default: 400
        }
    }

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .tokenMissing:
            Refusal(
                "CRED-30", "token_missing", "there is no access token",
                hint: "send it in the Authorization header, as Bearer")
        case .tokenNotGood:
            Refusal(
                "CRED-30", "token_not_good", "the access token is unknown, expired or revoked",
                hint: "fetch a new token with a new offer")
        case .insufficientScope:
            Refusal(
                "CRED-33", "insufficient_scope", "the access token does not cover this credential",
                hint: "ask for a credential of the offer")
        case .malformedBody:
            Refusal(
                "CRED-31", "malformed_body", "the body is no JSON object, or has a member twice",
                hint: "send a JSON object with each member once")
        case .selectors(let fault):
            Refusal(
                "CRED-02", "selectors", fault.rawValue, hint: "name the credential once, as the token response asks")
        case .unknownConfiguration:
            Refusal(
                "CRED-31", "unknown_configuration", "there is no such credential configuration",
                hint: "use a key of credential_configurations_supported")
        case .unknownIdentifier:
            Refusal(
                "CRED-31", "unknown_identifier", "the access token has no such credential identifier",
                hint: "use an identifier of this token's response")
        case .encryptionNotSupported:
            Refusal(
                "IENC-06", "encryption_not_supported", "encrypted answers are not supported",
                hint: "leave credential_response_encryption out")
        case .proofsNotAnObject:
            Refusal(
                "PROOF-03", "proofs_not_an_object", "proofs is no object", hint: "send an object with the member jwt")
        case .proofs(let fault): fault.refusal
        case .proof(let fault, let position):
            Refusal(
                fault.refusal.rule, "proof", "proof \(position) \(fault.phrase)",
                hint: "make a new proof and send it again")
        case .noncesDiffer:
            Refusal(
                "NONCE-05", "nonces_differ", "the proofs of one request carry different nonces",
                hint: "fetch one nonce and use it in all proofs of the request")
        case .nonceNotGood:
            Refusal(
                "NONCE-06", "nonce_not_good", "the nonce is unknown, expired or used",
                hint: "fetch a new nonce and make new proofs")
        case .limitReached(let limit):
            Refusal(
                "CRED-25", "limit_reached", "one access token fetches at most \(limit) credentials",
                hint: "ask the issuer for a new offer")
        }
    }
}

extension CredentialEndpointError.ProofsFault {
    fileprivate var refusal: Refusal {
        switch self {
        case .missing:
            Refusal(
                "CRED-03", "proofs_missing", "proofs is missing, and this credential is bound to a key",
                hint: "send proofs with one jwt per copy")
        case .notOneType(let count):
            Refusal("PROOF-03", "proof_types", "proofs has \(count) proof types, expected one", hint: "send only jwt")
        case .unsupportedType:
            Refusal("CRED-31", "proof_type", "the proof type is not supported", hint: "send proofs of type jwt")
        case .notANonEmptyArray:
            Refusal("PROOF-03", "proofs_empty", "proofs.jwt is no array with elements", hint: "send one jwt per copy")
        case .notStrings:
            Refusal(
                "PROOF-03", "proofs_not_strings", "proofs.jwt has an element that is no string",
                hint: "send compact JWS")
        case .tooMany(let count, let limit):
            Refusal(
                "CRED-08", "too_many_proofs", "the request has \(count) proofs, at most \(limit) are taken",
                hint: "keep to batch_size in the metadata")
        case .repeatedKey:
            Refusal(
                "CRED-09", "repeated_key", "two proofs are for the same key", hint: "make a new key pair for each copy")
        case .usedKey:
            Refusal(
                "CRED-09", "used_key", "a credential that is still valid is bound to one of these keys",
                hint: "make a new key pair for each copy")
        }
    }
}
