import Bytes
public import CredentialModel
import SDJWTVC

extension TransactionContent {
    /// The words that the provider of the attestation chose for the screen (PAY-11); cleaned, and never a value.
    public struct Words: Sendable, Equatable {
        /// What confirms.
        public let affirmation: DisplayText
        /// What declines; nil leaves that to the wallet.
        public let denial: DisplayText?
        /// The headline; nil leaves that to the wallet.
        public let title: DisplayText?
        /// What to look out for; nothing is shown when nothing is said.
        public let hint: DisplayText?
    }

    /// Nobody says what something is called in a language that the person reads.
    struct Wordless: Error {
        /// The field, or the element of the screen.
        let name: String
        /// Whether it is an element of the screen.
        let isLabel: Bool
    }

    /// The same, shown as the provider of the attestation says.
    ///
    /// Labels and levels come from it, values never do. What leads stays first and in its order, whatever is said (PAY-12);
    /// the currency stands with its amount and needs no label of its own. Everything is shown, also what may be left out,
    /// since everything is signed (TXD-07).
    func shown(
        as claims: [TransactionClaim], with labels: TransactionLabels, in language: String?
    ) throws(Wordless) -> TransactionContent {
        guard let affirmation = labels.text(of: .affirmation, in: language) else {
            throw Wordless(name: TransactionLabels.Element.affirmation.rawValue, isLabel: true)
        }
        var shown: [Field] = []
        for field in fields {
            let claim = claims.first { $0.names.map { haveSameBytes($0.joined(separator: "."), field.name) } ?? false }
            guard let claim, let label = claim.display.readable(in: language)?.name.description, !label.isEmpty else {
                throw Wordless(name: field.name, isLabel: false)
            }
            let level = field.level == .prominent ? .prominent : Level(claim.visualisation)
            shown.append(Field(name: field.name, label: label, value: field.value, level: level))
        }
        return TransactionContent(
            title: title, transactionID: transactionID, parties: parties, payee: payee, amount: amount,
            payment: payment, fields: shown, endsAt: endsAt,
            words: Words(
                affirmation: affirmation, denial: labels.text(of: .denial, in: language),
                title: labels.text(of: .title, in: language), hint: labels.text(of: .hint, in: language)))
    }
}

extension TransactionContent.Level {
    fileprivate init(_ visualisation: TransactionClaim.Visualisation) {
        self =
            switch visualisation {
            case .prominent: .prominent
            case .main: .main
            case .further: .further
            case .omissible: .omissible
            }
    }
}
