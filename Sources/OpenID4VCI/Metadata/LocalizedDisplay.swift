public import JSON

/// How something is called in one language, cleaned for display.
///
/// Images are neither kept nor fetched (META-12). Source: OpenID4VCI 1.0 §12.2.4 (META-14).
public struct LocalizedDisplay: Sendable, Hashable {
    /// The name, at most 128 characters.
    public let name: DisplayText
    /// A BCP 47 tag such as `fr-CH`; absent means any language.
    public let locale: String?
    /// A sentence, at most 1024 characters.
    public let text: DisplayText?

    /// Describes something, on the issuer's side.
    public init(name: String, locale: String?, text: String? = nil) {
        self.name = DisplayText(name, limit: 128)
        self.locale = locale
        self.text = text.map { DisplayText($0, limit: 1024) }
    }

    /// Reads what can be read of a member `display`; entries of another form are left out, since names decide nothing.
    public static func list(_ value: JSONValue?) -> [LocalizedDisplay] {
        (value?.array ?? []).compactMap { entry in
            guard let name = entry["name"]?.string else { return nil }
            return LocalizedDisplay(name: name, locale: entry["locale"]?.string, text: entry["description"]?.string)
        }
    }

    /// The object as it stands in metadata.
    public var json: JSONValue {
        var object = JSONObject([("name", .string(name.description))])
        if let locale { object["locale"] = .string(locale) }
        if let text { object["description"] = .string(text.description) }
        return .object(object)
    }
}

extension [LocalizedDisplay] {
    /// The entry for a language: the same tag, else the same language, else English, else the first.
    ///
    /// - Parameter locale: a BCP 47 tag such as `ar-EG`.
    public func best(for locale: String) -> LocalizedDisplay? {
        let wanted = locale.lowercased()
        let language = wanted.prefix { $0 != "-" }
        func entry(where matches: (String) -> Bool) -> LocalizedDisplay? {
            first { $0.locale.map { matches($0.lowercased()) } ?? false }
        }
        func speaks(_ language: some StringProtocol) -> (String) -> Bool { { $0.prefix { $0 != "-" } == language } }
        return entry { $0 == wanted } ?? entry(where: speaks(language)) ?? entry(where: speaks("en")) ?? first
    }
}
