import TestSupport
import Testing

@testable import Terminal

@Suite struct TerminalEscapingTests {
    // Code points, since the arguments of tests are printed.
    @Test(
        arguments: [
            ([0x1B, 0x5B, 0x32, 0x4A], #"\u{1B}[2J"#), ([0x61, 0x07], #"a\u{7}"#), ([0x0A, 0x0D, 0x09], #"\n\r\t"#),
            ([0x9B, 0x33], #"\u{9B}3"#), ([0x7F], #"\u{7F}"#), ([0x00], #"\u{0}"#), ([0x202E, 0x74], #"\u{202E}t"#),
            ([0x2066, 0x78, 0x2069], #"\u{2066}x\u{2069}"#), ([0x61, 0x200B, 0x62], #"a\u{200B}b"#),
            ([0x61, 0x200D, 0x62], #"a\u{200D}b"#), ([0xFEFF], #"\u{FEFF}"#), ([0xAD], #"\u{AD}"#),
            ([0x2028], #"\u{2028}"#),
            ([0xE0041], #"\u{E0041}"#), ([0xE000], #"\u{E000}"#), ([0xFFFF], #"\u{FFFF}"#), ([0x3164], #"\u{3164}"#),
            ([0x61C], #"\u{61C}"#), ([0x34F], #"\u{34F}"#), ([0x200C], #"\u{200C}"#), ([0x645, 0x200C], "م\\u{200C}"),
        ] as [([UInt32], String)])
    func `SEC-06 CNEG-06 what could act on a terminal or hide is spelled out`(scalars: [UInt32], shown: String) {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        #expect(String(text).escapedForTerminal() == shown)
    }

    @Test(arguments: [
        "plain text, 100 %", "Zürich", "Łódź", "東京", "서울", "Ελλάδα", "שלום", "سلام", "می\u{200C}خواهم", "ශ්\u{200D}රී",
        "e\u{301}", "नमस्ते", "📮", "\\u{1B}",
    ])
    func `SEC-06 names of the world stay as they are`(text: String) {
        #expect(text.escapedForTerminal() == text)
    }

    @Test func `SEC-06 the length is bounded, on both sides of the limit`() {
        let text = String(repeating: "a", count: 1000)
        #expect(text.escapedForTerminal() == text)
        #expect((text + "bcd").escapedForTerminal() == text + "... (3 more)")
        #expect("abc".escapedForTerminal(limit: 2) == "ab... (1 more)")
    }

    @Test func `SEC-06 a letter carries eight marks at most`() {
        let eight = "a" + String(repeating: "\u{301}", count: 8)
        #expect(eight.escapedForTerminal() == eight)
        #expect((eight + "\u{301}").escapedForTerminal() == eight + #"\u{301}"#)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `SEC-06 no control character survives, whatever the text`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = String(decoding: random.bytes(200), as: UTF8.self)
        let shown = text.escapedForTerminal()
        #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, "seed \(seed)")
        #expect(
            shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }, "seed \(seed)")
    }
}
