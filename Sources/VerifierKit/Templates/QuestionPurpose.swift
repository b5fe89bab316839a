public import JSON

/// Why something is asked, for the person, in one or more languages.
///
/// ```json
/// "We must know that you are of age."
/// {"en": "We must know that you are of age.", "fr": "Nous devons savoir que vous êtes majeur."}
/// ```
///
/// A text alone is English.
public struct QuestionPurpose: Sendable, Hashable {
    /// Characters of one text.
    public static let limitCharacters = 300
    /// Languages of one purpose.
    public static let limitLanguages = 16

    private let texts: [String: String]
    private let order: [String]

    /// Reads a purpose.
    ///
    /// - Throws: `badTemplate`.
    public init(_ json: JSONValue) throws(VerifierKitError) {
        let members: [(name: String, value: JSONValue)] =
            if let text = json.string { [("en", .string(text))] } else { json.object?.members ?? [] }
        guard (1...Self.limitLanguages).contains(members.count) else {
            throw .badTemplate(problem: "purpose must be a text, or a text for each of some languages")
        }
        var texts: [String: String] = [:]
        for (name, value) in members {
            guard (2...8).contains(name.utf8.count), name.utf8.allSatisfy({ Self.isTagByte($0) }) else {
                throw .badTemplate(problem: "a member of purpose is no language such as en or pt-br")
            }
            guard let text = value.string, (1...Self.limitCharacters).contains(text.unicodeScalars.count) else {
                throw .badTemplate(problem: "purpose.\(name) must be a text of 1 to \(Self.limitCharacters) characters")
            }
            texts[name] = text
        }
        (self.texts, order) = (texts, members.map(\.name))
    }

    /// The text in that language, else in English, else the first; with the language that it is in.
    public func text(in language: String) -> (text: String, language: String) {
        for candidate in [language, "en"] + order {
            if let text = texts[candidate] { return (text, candidate) }
        }
        return ("", language)
    }

    /// The purpose as an object of languages.
    public var json: JSONValue { .object(JSONObject(order.map { ($0, .string(texts[$0] ?? "")) })) }

    private static func isTagByte(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte == 0x2D }
}
