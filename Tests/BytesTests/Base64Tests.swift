import Bytes
import Testing

@Suite struct Base64Tests {
    @Test(arguments: [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob")])
    func `JOSE-17 the examples of RFC 4648`(text: String, plain: String) throws {
        #expect(try Base64.decode(text) == Array(plain.utf8))
        #expect(Base64.encode(Array(plain.utf8)) == text)
    }

    @Test(arguments: [
        ("Zg", BytesError.wrongPadding(encoding: "base64")), ("Zg=", .wrongPadding(encoding: "base64")),
        ("Z===", .wrongPadding(encoding: "base64")), ("====", .wrongPadding(encoding: "base64")),
        ("Zm=v", .characterOutsideAlphabet(encoding: "base64", position: 2)),
        ("Zm_v", .characterOutsideAlphabet(encoding: "base64", position: 2)),
        ("Zh==", .unusedBitsNotZero(encoding: "base64")),
    ])
    func `JOSE-17 wrong padding and the other alphabet are refused`(text: String, error: BytesError) {
        #expect(throws: error) { try Base64.decode(text) }
    }
}
