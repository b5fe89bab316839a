import Bytes
import Testing

@Suite struct PlainASCIITests {
    /// Byte by byte, as slowly as can be.
    private func isPlain(_ byte: UInt8) -> Bool { (0x20...0x7F).contains(byte) && byte != 0x22 && byte != 0x5C }

    @Test func `every byte at every place of a word is told apart`() {
        for byte in 0...255 as ClosedRange<UInt8> {
            for place in 0..<24 {
                for other in [0x20, 0x61, 0x7F] as [UInt8] {
                    var text = [UInt8](repeating: other, count: 24)
                    text[place] = byte
                    let found = text.span.firstBesidesPlainASCII(from: 0)
                    let first = text.firstIndex { !isPlain($0) } ?? 24
                    #expect(found <= first && first - found < 8, "\(byte) at \(place) among \(other)")
                }
            }
        }
    }

    @Test func `it begins anywhere and stays within the text`() {
        let text = Array("0123456789abcdef\"".utf8)
        for start in 0...text.count {
            let found = text.span.firstBesidesPlainASCII(from: start)
            #expect(found >= start && found <= 16 || start == 17)
        }
        #expect([UInt8]().span.firstBesidesPlainASCII(from: 0) == 0)
    }
}
