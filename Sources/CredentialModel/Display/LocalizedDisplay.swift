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
    /// The entry for a language: the same tag, then the tag shortened from the right (RFC 4647 §3.4), then another
    /// variety of the language, then an entry for any language, then English, then the first.
    ///
    /// - Parameter locale: a BCP 47 tag such as `zh-Hant-TW`. Source: TMETA-03.
    public func best(for locale: String) -> LocalizedDisplay? {
        var range = locale.lowercased().split(separator: "-")
        func entry(where matches: (String) -> Bool) -> LocalizedDisplay? {
            first { $0.locale.map { matches($0.lowercased()) } ?? false }
        }
        func speaks(_ language: some StringProtocol) -> (String) -> Bool { { $0.prefix { $0 != "-" } == language } }
        let language = range.first ?? ""
        while !range.isEmpty {
            let wanted = range.joined(separator: "-")
            if let found = entry(where: { $0 == wanted }) { return found }
            range.removeLast()
            // A single letter only introduces what was cut off, such as `x` in `de-x-post`.
            if range.last?.count == 1 { range.removeLast() }
        }
        return entry(where: speaks(language)) ?? first { $0.locale == nil } ?? entry(where: speaks("en")) ?? first
    }

    /// The best entry, when a person can be expected to read it: it is in a variety of her language, in any language, or
    /// in English. To one of whom no language is known any will do.
    ///
    /// - Parameter locale: a BCP 47 tag; nil for none in particular. Source: PAY-10.
    public func readable(in locale: String?) -> LocalizedDisplay? {
        let found = best(for: locale ?? "")
        guard let locale, !locale.isEmpty, let language = found?.locale else { return found }
        func primary(_ tag: String) -> Substring { tag.lowercased().prefix { $0 != "-" } }
        return [primary(locale), "en"].contains(primary(language)) ? found : nil
    }
}
