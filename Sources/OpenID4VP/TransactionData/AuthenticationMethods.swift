import Bytes
public import JSON

/// How a person was authenticated before a payment was signed: what stands in `amr` of the key binding.
///
/// ```json
/// [{"knowledge": "passphrase_12_or_more_chars"}, {"possession": "other"}]
/// ```
///
/// Strong customer authentication asks for at least two methods of different categories. Source: EUDI TS12 §3.6 (PAY-13).
public struct AuthenticationMethods: Sendable, Hashable {
    /// What kind of thing proves who somebody is.
    public enum Category: String, Sendable, Hashable, CaseIterable {
        /// Something that only this person knows.
        case knowledge
        /// Something that only this person has.
        case possession
        /// Something that this person is.
        case inherence

        /// The methods that the standard names.
        var methods: [String] {
            switch self {
            case .knowledge:
                [
                    "pin_less_than_6_digits", "pin_6_or_more_digits", "passphrase_less_than_8_chars",
                    "passphrase_8_to_11_chars", "passphrase_12_or_more_chars", "pattern", "other",
                ]
            case .possession:
                [
                    "key_in_remote_wscd", "key_in_local_external_wscd", "key_in_local_internal_wscd",
                    "key_in_local_native_wscd", "other",
                ]
            case .inherence: ["fingerprint_device", "fingerprint_external", "face_device", "face_external", "other"]
            }
        }
    }

    /// One method.
    public struct Method: Sendable, Hashable {
        /// Its category.
        public let category: Category
        /// The method by its name in the standard.
        public let name: String

        init(_ category: Category, _ name: String) { (self.category, self.name) = (category, name) }
    }

    /// The methods, at least two, no category twice.
    public let methods: [Method]

    /// A passphrase that was typed for this very command, and a key in the wallet's own file.
    ///
    /// Nothing is claimed of hardware: the key lies in a sealed file that can be copied, hence `other` (PAY-14).
    ///
    /// - Parameters:
    ///   - passphraseCharacters: how many characters the passphrase has.
    ///   - isDigits: whether all of them are digits, which makes it a PIN.
    public init(passphraseCharacters: Int, isDigits: Bool) {
        let name =
            if isDigits {
                passphraseCharacters < 6 ? "pin_less_than_6_digits" : "pin_6_or_more_digits"
            } else {
                switch passphraseCharacters {
                case ..<8: "passphrase_less_than_8_chars"
                case 8...11: "passphrase_8_to_11_chars"
                default: "passphrase_12_or_more_chars"
                }
            }
        methods = [Method(.knowledge, name), Method(.possession, "other")]
    }

    /// Reads `amr` of a key binding; nil when it is no list of two known methods or more, of different categories.
    public init?(_ json: JSONValue?) {
        guard let entries = json?.array else { return nil }
        var methods: [Method] = []
        for entry in entries {
            guard let object = entry.object, let member = object.first(where: { _ in true }),
                object.names.count == 1, let category = Category(rawValue: member.name), let name = member.value.string,
                category.methods.contains(where: { haveSameBytes($0, name) }),
                !methods.contains(where: { $0.category == category })
            else { return nil }
            methods.append(Method(category, name))
        }
        guard methods.count >= 2 else { return nil }
        self.methods = methods
    }

    /// The value of `amr`.
    public var json: JSONValue {
        .array(methods.map { .object(JSONObject([($0.category.rawValue, .string($0.name))])) })
    }
}
