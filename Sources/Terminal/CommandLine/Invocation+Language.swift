extension Invocation {
    /// The person's language as a BCP 47 tag such as `fr-CH`, from `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is
    /// set; nil when none is, and for `C` and `POSIX`.
    ///
    /// Source: POSIX.1-2024, chapter 8.2.
    public var language: String? {
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"]
        guard let locale = variables.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) else { return nil }
        // As in sr_RS.UTF-8@latin: only language and territory are the tag's.
        let name = locale.prefix { $0 != "." && $0 != "@" }
        guard name != "C", name != "POSIX" else { return nil }
        return ValueForm.languageTag.read(name.split(separator: "_").joined(separator: "-"))
    }
}

extension ValueForm where Value == String {
    /// A language tag such as `fr` or `zh-Hant-TW`, by its shape (RFC 5646 §2.1).
    public static var languageTag: Self {
        Self("a language tag such as fr or fr-CH") { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            let isSound = parts.allSatisfy { part in
                (1...8).contains(part.utf8.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
            return isSound && text.utf8.count <= 35 && (parts.first?.allSatisfy(\.isLetter) ?? false) ? text : nil
        }
    }
}
