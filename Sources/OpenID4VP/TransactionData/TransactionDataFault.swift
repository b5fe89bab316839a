public import JSON
public import Rules

/// What is wrong with transaction data, or with a wallet's confirmation of it.
///
/// `entry` counts from 0, as the array of the request does. Source: OpenID4VP 1.0 §5.1, §8.4, B.3.3 (TXD-01 … TXD-09).
public enum TransactionDataFault: RuleError {
    /// `transaction_data` is no array, or has no entry.
    case notAList(found: JSONKind)
    /// There are more entries than a person can look through.
    case tooMany(count: Int, limit: Int)
    /// An entry is not the base64url of a JSON object with `type` and `credential_ids`.
    case malformed(entry: Int, problem: String)
    /// Two entries are the same text, so that their hashes could not be told apart.
    case repeated(entry: Int)
    /// Nobody here knows the type.
    case unknownType(entry: Int, type: String)
    /// A field that the type does not have.
    case unknownField(entry: Int, field: String)
    /// A field is missing, or has a wrong type or value.
    case field(rule: RuleID, entry: Int, field: String, problem: String)
    /// `credential_ids` names no query of this request.
    case unknownCredential(entry: Int, id: String)
    /// The query that is to carry an entry does not ask for holder binding.
    case withoutHolderBinding(entry: Int, id: String)
    /// Transaction data came in a request that nobody signed whom a trusted party names.
    case unsignedRequest
    /// No credential that is presented may carry an entry.
    case notAvailable(entry: Int)
    /// The credential that is to sign an entry is, by its type, not one that does, or its type has no words to ask with;
    /// `isAbsence` when that is so because documents about the type could not be had.
    case attestation(rule: RuleID, entry: Int, problem: String, isAbsence: Bool)
    /// No hash algorithm fits all entries that one credential has to carry.
    case noCommonAlgorithm(entry: Int)
    /// The wallet confirmed none of the hashes of an entry.
    case notConfirmed(entry: Int)
    /// The wallet confirmed an entry twice.
    case confirmedTwice(entry: Int)
    /// A presentation confirms something that was not sent to it.
    case unexpectedHash(queryID: String)
    /// A presentation hashed with an algorithm that the request does not offer.
    case algorithm(queryID: String, found: String)
    /// The request names algorithms, and the presentation does not say which it took.
    case algorithmMissing(queryID: String)
    /// A presentation confirms a payment and does not say what strong authentication of the person asks for.
    case authentication(queryID: String, problem: String)
    /// An offer was over when the holder confirmed it.
    case offerOver(entry: Int, endedAt: UnixTime)

    /// The rule, the code and the words for each case.
    public var refusal: Refusal {
        switch self {
        case .notAList(let found):
            Self.ofRequest(
                "TXD-01", "transaction_data_not_a_list",
                "transaction_data is \(found.phrase), it must be an array with at least one entry")
        case .tooMany(let count, let limit):
            Self.ofRequest(
                "TXD-01", "transaction_data_too_many",
                "transaction_data has \(count) entries, at most \(limit) are read")
        case .malformed(let entry, let problem):
            Self.ofRequest("TXD-01", "transaction_data_malformed", "transaction_data[\(entry)] \(problem)")
        case .repeated(let entry):
            Self.ofRequest(
                "TXD-05", "transaction_data_repeated", "transaction_data[\(entry)] is the same as an entry before it")
        case .unknownType(let entry, let type):
            Self.ofRequest(
                "TXD-02", "transaction_data_unknown_type",
                "transaction_data[\(entry)] is of the unknown type '\(type.prefix(128))'")
        case .unknownField(let entry, let field):
            Self.ofRequest(
                "TXD-02", "transaction_data_unknown_field",
                "transaction_data[\(entry)] has the field '\(field.prefix(128))', which its type does not have")
        case .field(let rule, let entry, let field, let problem):
            Self.ofRequest(rule, "transaction_data_field", "\(field) of transaction_data[\(entry)] \(problem)")
        case .unknownCredential(let entry, let id):
            Self.ofRequest(
                "TXD-02", "transaction_data_unknown_credential",
                "transaction_data[\(entry)] names the credential '\(id.prefix(128))', which the query does not have")
        case .withoutHolderBinding(let entry, let id):
            Self.ofRequest(
                "TXD-03", "transaction_data_without_holder_binding",
                "transaction_data[\(entry)] is to be carried by '\(id)', which asks for no holder binding")
        case .unsignedRequest:
            Self.ofRequest(
                "PAY-18", "transaction_data_unsigned", "nobody whom you trust signed the request with transaction_data")
        case .notAvailable(let entry):
            Refusal(
                "TXD-02", "transaction_data_not_available",
                "no credential that is presented can carry transaction_data[\(entry)]",
                hint: "choose a credential that is bound to a key, and is no identity card, for a query that it names")
        case .attestation(let rule, let entry, let problem, let isAbsence):
            Refusal(
                rule, "transaction_data_attestation",
                "the credential that is to sign transaction_data[\(entry)] does not sign it: \(problem)",
                hint: isAbsence
                    ? "nothing was confirmed; try again when the documents about the type can be reached"
                    : "nothing was confirmed; ask whoever issued the credential what it is good for")
        case .noCommonAlgorithm(let entry):
            Self.ofRequest(
                "TXD-06", "transaction_data_no_common_algorithm",
                "no supported hash algorithm fits transaction_data[\(entry)] and all that its credential carries beside it"
            )
        case .notConfirmed(let entry):
            Self.ofResponse(
                "TXD-05", "transaction_data_not_confirmed", "no presentation has the hash of transaction_data[\(entry)]"
            )
        case .confirmedTwice(let entry):
            Self.ofResponse(
                "TXD-05", "transaction_data_confirmed_twice", "transaction_data[\(entry)] is confirmed twice")
        case .unexpectedHash(let queryID):
            Self.ofResponse(
                "TXD-05", "transaction_data_unexpected_hash",
                "the presentation '\(queryID)' has a hash of nothing that was sent to it")
        case .algorithm(let queryID, let found):
            Self.ofResponse(
                "TXD-04", "transaction_data_algorithm",
                "the presentation '\(queryID)' hashed with '\(found.prefix(64))', which the request does not offer")
        case .algorithmMissing(let queryID):
            Self.ofResponse(
                "TXD-04", "transaction_data_algorithm_missing",
                "the presentation '\(queryID)' does not say how it hashed, and the request asks for that")
        case .authentication(let queryID, let problem):
            Self.ofResponse(
                "PAY-15", "transaction_data_authentication",
                "the presentation '\(queryID)' confirms a transaction, and its key binding \(problem)")
        case .offerOver(let entry, let endedAt):
            Self.ofResponse(
                "PMO-03", "transaction_data_offer_over",
                "the offer of transaction_data[\(entry)] was over at \(endedAt), before it was confirmed")
        }
    }

    private static func ofRequest(_ rule: RuleID, _ code: String, _ problem: String) -> Refusal {
        Refusal(rule, code, problem, hint: "the verifier must mend its request; nothing was confirmed")
    }

    private static func ofResponse(_ rule: RuleID, _ code: String, _ problem: String) -> Refusal {
        Refusal(rule, code, problem, hint: "do not carry the transaction out; ask again in a new transaction")
    }
}
