import Testing

@testable import Terminal

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("서울", 4), ("ｶ", 1), ("Ａ", 2), ("📮", 2), ("✓", 1),
        ("✗", 1), ("–", 1), ("…", 1),
        ("❤\u{FE0F}", 2), ("🇨🇭", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("का", 2), ("नमस्ते", 4), ("שלום", 4), ("█▀", 2),
        ("\u{20000}", 2),
    ])
    func `CLI-07 a text takes the columns that a terminal gives it`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }
}
