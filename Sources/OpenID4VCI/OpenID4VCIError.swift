public import CredentialModel
public import HTTP
public import JOSE
public import JSON
public import Rules

/// Why a wallet gives up an issuance, or why a document of the protocol was refused.
public enum OpenID4VCIError: RuleError {
    /// Why no grant can be used.
    public enum GrantFault: String, Sendable, Equatable {
        /// The offer names grants, and none that is known.
        case noneKnown = "the offer names only grants that are not known here"
        /// The offer wants the person to log in, which is not built yet.
        case loginNotSupported = "the offer asks for a login at the issuer, which this version cannot do"
        /// The authorization server does not have the grant that the offer names.
        case notAtServer = "the authorization server does not list the pre-authorized code grant"
        /// The server wants to know who the wallet is, and no client identifier is configured.
        case clientRequired = "the authorization server asks for a client identifier, and none is configured"
    }

    /// The link holds no usable offer.
    case offerLink(OfferLinkFault)
    /// A document is no JSON, or breaks its limits.
    case json(Document, JSONError)
    /// A document, or a part of it, is no object.
    case notAnObject(Document, rule: RuleID, place: String)
    /// A member is missing or of the wrong type.
    case member(Document, rule: RuleID, place: String, JSONMemberError)
    /// A member says something that cannot be accepted.
    case value(Document, rule: RuleID, member: String, MemberFault)
    /// The list of claims contradicts itself.
    case claims(ClaimListFault)
    /// No grant of the offer can be used.
    case noUsableGrant(GrantFault)
    /// The offer names an authorization server that the issuer does not.
    case authorizationServer(named: Bool)
    /// None of the offered configurations can be used; `skipped` says why, where the issuer has them.
    case noUsableConfiguration(skipped: [Refusal])
    /// The issuer wants requests or answers encrypted, which is not built yet.
    case encryptionRequired
    /// The issuer wants proofs with key attestations, which are not built yet, or in algorithms that the keys do not have.
    case proofNotPossible(configuration: String)
    /// A transaction code is required and was not given.
    case transactionCodeRequired
    /// A transaction code was given though the offer asks for none.
    case transactionCodeUnexpected
    /// A token of a type that this wallet cannot use.
    case tokenType(DisplayText)
    /// The issuer will give the credential later, which is not built yet.
    case deferred
    /// An answer that gives credentials and promises them at once.
    case credentialsAndTransaction
    /// More credentials than were asked for.
    case tooManyCredentials(count: Int, asked: Int)
    /// A number of keys outside what the issuer takes.
    case keyCount(count: Int, limit: Int)
    /// A received credential is not the one that was asked for; `position` counts from 0.
    case received(ReceivedFault, position: Int)
    /// An endpoint answered with an error object.
    case refusedByPeer(Endpoint, OAuthErrorBody)
    /// An endpoint answered with a status or a type that the protocol does not know there.
    case unexpectedAnswer(Endpoint, status: Int, type: DisplayText?)
    /// The fetch itself failed.
    case fetch(Endpoint, HTTPError)
    /// A URL could not be built.
    case http(HTTPError)
    /// A proof could not be made.
    case jose(JOSEError)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .offerLink(let fault): fault.refusal
        case .json(let document, let error):
            Refusal(
                error.refusal.rule, error.refusal.code, "\(document.rawValue): \(error.refusal.problem)",
                hint: error.refusal.hint)
        case .notAnObject(let document, let rule, let place):
            Refusal(
                rule, "not_an_object",
                "\(place.isEmpty ? document.rawValue : "'\(place)' in \(document.rawValue)") is no JSON object",
                hint: "its author must send a JSON object")
        case .member(let document, let rule, let place, let error):
            Refusal(
                rule, Self.code(of: error), "\(error) in \(document.rawValue)\(place.isEmpty ? "" : ", at '\(place)'")",
                hint: "its author must correct the document")
        case .value(let document, let rule, let member, let fault):
            Refusal(
                rule, Self.code(of: fault), "'\(member)' in \(document.rawValue) \(fault.phrase)",
                hint: "its author must correct the document")
        case .claims(let fault):
            Refusal("CLAIM-02", "claims", fault.phrase, hint: "the issuer must correct its metadata")
        default: flowRefusal
        }
    }

    private var flowRefusal: Refusal {
        switch self {
        case .noUsableGrant(let fault):
            Refusal(
                fault == .clientRequired ? "CLIENT-02" : "OFFER-07", "no_usable_grant", fault.rawValue,
                hint: "ask the issuer for an offer with a pre-authorized code")
        case .authorizationServer(let named):
            Refusal(
                "OFFER-08", "authorization_server",
                named
                    ? "the offer names an authorization server that the issuer's metadata does not list"
                    : "the offer names an authorization server although the issuer's metadata lists none to choose from",
                hint: "do not go on; the offer may be forged")
        case .noUsableConfiguration(let skipped):
            Refusal(
                "OFFER-14", "no_usable_configuration",
                skipped.isEmpty
                    ? "the issuer's metadata has none of the offered configurations"
                    : "no offered configuration can be used: \(skipped.map(\.description).joined(separator: "; "))",
                hint: "ask the issuer for a credential in the format dc+sd-jwt")
        case .encryptionRequired:
            Refusal(
                "IENC-07", "encryption_required", "the issuer wants encrypted requests or answers",
                hint: "this version cannot encrypt at issuance; ask the issuer to allow plain ones over TLS")
        case .proofNotPossible(let configuration):
            Refusal(
                "PROOF-01", "proof_not_possible",
                "the proofs that '\(DisplayText(configuration, limit: 64))' asks for cannot be made",
                hint: "this version makes proofs of type jwt without key attestation")
        case .transactionCodeRequired:
            Refusal(
                "OFFER-10", "transaction_code_required", "the offer asks for a transaction code",
                hint: "type the code that the issuer has given on another way")
        case .transactionCodeUnexpected:
            Refusal(
                "TOKEN-02", "transaction_code_unexpected",
                "a transaction code was given though the offer asks for none",
                hint: "do not type a code here")
        case .tokenType(let type):
            Refusal(
                "TOKEN-08", "token_type", "the access token is of the type '\(type)'",
                hint: "this version uses bearer tokens only")
        case .keyCount(let count, let limit):
            Refusal(
                "CRED-08", "key_count", "\(count) keys were given, 1 to \(limit) can be used",
                hint: "make as many keys as copies are wanted, up to what the issuer takes")
        default: answerRefusal
        }
    }

    private var answerRefusal: Refusal {
        switch self {
        case .deferred:
            Refusal(
                "CRED-20", "deferred", "the issuer will give the credential later",
                hint: "this version cannot wait for it; ask the issuer for an offer when the credential is ready")
        case .credentialsAndTransaction:
            Refusal(
                "CRED-23", "credentials_and_transaction", "the answer has both 'credentials' and 'transaction_id'",
                hint: "the issuer must send one of the two")
        case .tooManyCredentials(let count, let asked):
            Refusal(
                "CRED-09", "too_many_credentials", "\(count) credentials came, \(asked) were asked for",
                hint: "nothing was stored; the issuer must give at most one credential per key")
        case .received(let fault, let position): fault.refusal(position)
        case .refusedByPeer(let endpoint, let body): endpoint.refusal(body)
        case .unexpectedAnswer(let endpoint, let status, let type):
            Refusal(
                endpoint.rule, "unexpected_answer",
                "\(endpoint.rawValue) answered \(status)\(type.map { " with the type '\($0)'" } ?? "")",
                hint: "the issuer must answer as OpenID4VCI 1.0 says")
        case .fetch(let endpoint, let error):
            Refusal(
                error.refusal.rule, error.refusal.code, "\(endpoint.rawValue): \(error.refusal.problem)",
                hint: error.refusal.hint)
        case .http(let error): error.refusal
        case .jose(let error): error.refusal
        default: Refusal("CRED-34", "internal_inconsistency", "an error without words", hint: "report it as a bug")
        }
    }

    private static func code(of error: JSONMemberError) -> String {
        switch error {
        case .missing: "member_missing"
        case .wrongType: "member_type"
        }
    }

    private static func code(of fault: MemberFault) -> String {
        switch fault {
        case .url(let error): error.refusal.code
        case .notIdentical: "not_identical"
        case .repeated: "repeated"
        case .empty: "empty"
        case .tooMany: "too_many"
        case .notOpaqueText: "not_opaque_text"
        case .identifierHas: "not_an_identifier"
        case .unknown: "unknown_value"
        case .outOfRange: "out_of_range"
        case .without: "member_alone"
        }
    }
}
