import Bytes
import Testing

@Suite struct HexTests {
    @Test func `both cases are read, lower case is written`() throws {
        #expect(try Hex.decode("00fFa9") == [0x00, 0xFF, 0xA9])
        #expect(Hex.encode([0x00, 0xFF, 0xA9]) == "00ffa9")
    }

    @Test func `an odd count and a foreign character are refused`() {
        #expect(throws: BytesError.impossibleLength(encoding: "hex", count: 3)) { try Hex.decode("abc") }
        #expect(throws: BytesError.characterOutsideAlphabet(encoding: "hex", position: 1)) { try Hex.decode("0g") }
    }
}
