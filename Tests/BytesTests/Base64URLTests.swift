import Bytes
import TestSupport
import Testing

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob"), ("Zm9vYmE", "fooba"),
        ("Zm9vYmFy", "foobar"),
    ])
    func `JOSE-01 the examples of RFC 4648 without padding`(text: String, plain: String) throws {
        #expect(try Base64URL.decode(text) == Array(plain.utf8))
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
    }

    @Test(arguments: [
        ("Zg==", BytesError.characterOutsideAlphabet(encoding: "base64url", position: 2)),
        ("Zm+v", .characterOutsideAlphabet(encoding: "base64url", position: 2)),
        ("Zm/v", .characterOutsideAlphabet(encoding: "base64url", position: 2)),
        ("Zm 9v", .impossibleLength(encoding: "base64url", count: 5)),
        (" m9v", .characterOutsideAlphabet(encoding: "base64url", position: 0)),
        ("Zm9vY\n", .characterOutsideAlphabet(encoding: "base64url", position: 5)),
        ("Zm9vé", .characterOutsideAlphabet(encoding: "base64url", position: 4)),
        ("Z", .impossibleLength(encoding: "base64url", count: 1)),
        ("Zm9vY", .impossibleLength(encoding: "base64url", count: 5)),
        ("Zh", .unusedBitsNotZero(encoding: "base64url")),
        ("Zm9", .unusedBitsNotZero(encoding: "base64url")),
    ])
    func `JOSE-02 a second spelling is refused`(text: String, error: BytesError) {
        #expect(throws: error) { try Base64URL.decode(text) }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what is encoded is decoded, and has one spelling`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = random.bytes(Int(seed))
        let text = Base64URL.encode(bytes)
        #expect(try Base64URL.decode(text) == bytes, "seed \(seed)")
        guard let last = text.utf8.last, bytes.count % 3 != 0 else { return }
        let sibling = String(decoding: Array(text.utf8.dropLast()) + [last == 0x41 ? 0x42 : last + 1], as: UTF8.self)
        #expect((try? Base64URL.decode(sibling)) != bytes, "seed \(seed)")
    }
}
