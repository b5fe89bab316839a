import Bytes
import Testing

@Suite struct ASCIITextTests {
    @Test(arguments: ["", "a", "fifteen letters", "sixteen letters!", "\u{0}\u{7F}"])
    func `ASCII bytes become their text`(text: String) {
        #expect(String(ascii: Array(text.utf8).span) == text)
    }
}
