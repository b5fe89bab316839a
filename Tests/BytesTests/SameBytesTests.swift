import Bytes
import Testing

/// Two spellings of a text that people see as one.
@Suite struct SameBytesTests {
    private let composed = "caf\u{E9}"
    private let decomposed = "cafe\u{301}"

    @Test func `SEC-05 two spellings of one text are two texts`() {
        #expect(composed == decomposed, "as Swift sees it")
        #expect(!haveSameBytes(composed, decomposed))
        #expect(haveSameBytes(composed, "caf\u{E9}"))
        #expect(!haveSameBytes("\u{212A}", "K"))
    }

    @Test func `SEC-05 they have two hashes, so that nobody fills one place of a set with many spellings`() {
        func hash(_ text: String) -> Int {
            var hasher = Hasher()
            hashBytes(of: text, into: &hasher)
            return hasher.finalize()
        }
        #expect(hash(composed) == hash("caf\u{E9}"))
        #expect(hash(composed) != hash(decomposed))
        #expect(hash("ab") != hash("ba"))
    }
}
