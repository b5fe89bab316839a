import CredentialModel
public import JSON
public import Rules

/// What a person agrees to when her wallet confirms an entry of transaction data: every field, in the order of display.
///
/// Source: OpenID4VP 1.0 §5.1, EUDI TS12 §3.3 (TXD-07, PAY-10, PAY-12, PMO-02).
public struct TransactionContent: Sendable, Equatable {
    /// How prominently a field is shown; each is shown (PAY-10).
    public enum Level: Int, Sendable, Comparable {
        /// First of all.
        case prominent = 1
        /// On the main screen.
        case main
        /// Further down.
        case further
        /// Last of all: a screen with less room may leave it out.
        case omissible

        /// Orders levels, the most prominent first.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// One line of it.
    public struct Field: Sendable, Equatable {
        /// Where it stands in the payload, such as `payee.name`.
        public let name: String
        /// What it is called; chosen here or by the provider of the attestation, and never by the verifier.
        public let label: String
        /// Its value, from outside: whoever shows it escapes it.
        public let value: String
        /// How prominently it is shown.
        public let level: Level

        /// Whether a word of the value has letters of several scripts that look like each other: whoever shows it says so
        /// beside it (PAY-12).
        public var mixesScripts: Bool { value.mixesScripts }

        var json: JSONValue {
            var json: JSONObject = ["name": .string(name), "label": .string(label), "value": .string(value)]
            if mixesScripts { json["mixes_scripts"] = true }
            return .object(json)
        }
    }

    /// What is confirmed, such as `Payment Confirmation`.
    public let title: String
    /// The verifier's name for the transaction.
    public let transactionID: String
    /// Whom it concerns, the most important first: the payee, the service that passes an order on, who gets access (PAY-21).
    public let parties: [String]
    /// Who is paid; nil when nothing is.
    public let payee: String?
    /// What the payee receives; nil when nothing is paid.
    public let amount: MonetaryAmount?
    /// What whoever carries a payment out compares with the order; nil for other types.
    public let payment: ConfirmedPayment?
    /// Everything that was sent, the most prominent first; payee and amount lead (PAY-12).
    public let fields: [Field]
    /// When the offer is over; nil when it does not end.
    public let endsAt: UnixTime?
    /// The words of the provider of the attestation that signs; nil when its type has none.
    public let words: Words?

    init(
        title: String, transactionID: String, parties: [String], payee: String? = nil, amount: MonetaryAmount? = nil,
        payment: ConfirmedPayment? = nil, fields: [Field], endsAt: UnixTime? = nil, words: Words? = nil
    ) {
        (self.title, self.transactionID, self.parties) = (title, transactionID, parties)
        (self.payee, self.amount, self.payment) = (payee, amount, payment)
        (self.endsAt, self.words) = (endsAt, words)
        self.fields = Level.allInOrder.flatMap { level in fields.filter { $0.level == level } }
    }

    /// The content for programs, in the order of display.
    public var json: JSONValue {
        var json: JSONObject = ["title": .string(title), "transaction_id": .string(transactionID)]
        json["payee"] = payee.map(JSONValue.string)
        json["amount"] = amount.map { .string($0.description) }
        json["fields"] = .array(fields.map(\.json))
        if let words {
            var labels: JSONObject = ["affirmative_action_label": .string(words.affirmation.description)]
            labels["denial_action_label"] = words.denial.map { .string($0.description) }
            labels["transaction_title"] = words.title.map { .string($0.description) }
            labels["security_hint"] = words.hint.map { .string($0.description) }
            json["ui_labels"] = .object(labels)
        }
        return .object(json)
    }
}

extension TransactionContent.Level {
    fileprivate static let allInOrder: [Self] = [.prominent, .main, .further, .omissible]
}
