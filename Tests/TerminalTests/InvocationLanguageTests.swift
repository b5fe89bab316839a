import Testing

@testable import Terminal

@Suite struct InvocationLanguageTests {
    private func language(_ environment: [String: String]) -> String? {
        Invocation(console: .captured(width: nil), environment: environment, values: ParsedValues()).language
    }

    @Test(arguments: [
        ("fr_CH.UTF-8", "fr-CH"), ("ar", "ar"), ("sr_RS.UTF-8@latin", "sr-RS"), ("ca@valencia", "ca"),
        ("pt_BR", "pt-BR"), ("fr-CA", "fr-CA"), ("C", nil), ("C.UTF-8", nil), ("POSIX", nil), ("", nil),
        ("../etc", nil), ("\u{1B}[2J", nil), ("123", nil), ("fr_", "fr"),
    ])
    func `the language of a locale is read as a tag`(locale: String, tag: String?) {
        #expect(language(["LANG": locale]) == tag)
    }

    @Test func `the more special variable wins, and an empty one counts as absent`() {
        #expect(language(["LC_ALL": "ar", "LC_MESSAGES": "fr", "LANG": "en"]) == "ar")
        #expect(language(["LC_ALL": "", "LC_MESSAGES": "fr", "LANG": "en"]) == "fr")
        #expect(language(["LC_ALL": "C", "LANG": "fr"]) == nil)
        #expect(language([:]) == nil)
    }

    @Test(arguments: [
        ("fr", true), ("zh-Hant-TW", true), ("de-x-post", true), ("", false), ("fr_CH", false), ("fr-", false),
        ("1a", false), ("toolonglanguage", false), ("é", false), ("fr CH", false),
    ])
    func `a language tag has the shape of one`(text: String, isTag: Bool) {
        #expect((ValueForm.languageTag.read(text) != nil) == isTag)
    }
}
