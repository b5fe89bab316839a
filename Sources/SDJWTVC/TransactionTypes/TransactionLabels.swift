public import CredentialModel
import JSON

/// The words for the screen on which a transaction is confirmed, in several languages.
///
/// ```json
/// {"affirmative_action_label": [{"lang": "en", "value": "Pay"}, {"lang": "fr", "value": "Payer"}]}
/// ```
///
/// Words of another kind are passed over. Source: EUDI TS12 §3.3.3 (PAY-11).
public struct TransactionLabels: Sendable, Hashable {
    /// What is called something.
    public enum Element: String, Sendable, Hashable, CaseIterable {
        /// What confirms.
        case affirmation = "affirmative_action_label"
        /// What declines.
        case denial = "denial_action_label"
        /// The headline.
        case title = "transaction_title"
        /// A hint at what to look out for.
        case hint = "security_hint"

        /// The most characters that the standard allows.
        public var limit: Int {
            switch self {
            case .affirmation, .denial: 30
            case .title: 50
            case .hint: 250
            }
        }
    }

    private let labels: [Element: [LocalizedDisplay]]

    /// Reads a catalogue.
    ///
    /// - Throws: `member` for a word that is missing, too long, empty or without a language; `tooMany`.
    init(_ value: JSONValue, _ reader: TypeMetadataReader) throws(TypeMetadataError) {
        let object = try reader.object(value)
        var labels: [Element: [LocalizedDisplay]] = [:]
        for element in Element.allCases {
            let name = element.rawValue
            guard let entries = try reader.array(object, name, limit: reader.limits.languages) else { continue }
            guard !entries.isEmpty else { throw reader.malformed(name, "has no entry") }
            var words: [LocalizedDisplay] = []
            for (position, entry) in entries.enumerated() {
                words.append(try Self.word(entry, element, reader.inside(name).element(position)))
            }
            labels[element] = words
        }
        guard labels[.affirmation] != nil else { throw reader.malformed(Element.affirmation.rawValue, "is missing") }
        self.labels = labels
    }

    /// The word for a person; nil when there is none that she can be expected to read.
    ///
    /// - Parameter language: a BCP 47 tag; nil for none in particular.
    public func text(of element: Element, in language: String?) -> DisplayText? {
        labels[element]?.readable(in: language)?.text
    }

    private static func word(
        _ value: JSONValue, _ element: Element, _ reader: TypeMetadataReader
    ) throws(TypeMetadataError) -> LocalizedDisplay {
        let object = try reader.object(value)
        let text = try reader.required(object, "value")
        guard text.unicodeScalars.count <= element.limit else {
            throw reader.malformed("value", "has more than \(element.limit) characters")
        }
        let display = LocalizedDisplay(name: "", locale: try reader.language(object), text: text)
        guard display.text?.description.isEmpty == false else { throw reader.malformed("value", "is empty") }
        return display
    }
}
