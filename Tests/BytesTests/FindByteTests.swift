import Bytes
import Testing

@Suite struct FindByteTests {
    @Test(arguments: [(0, 1), (1, 1), (2, 4), (4, 4), (5, nil), (6, nil), (-1, nil), (Int.max, nil)] as [(Int, Int?)])
    func `the first byte at or after the start is found`(start: Int, expected: Int?) {
        let bytes: [UInt8] = [0, 7, 1, 2, 7]
        #expect(bytes.span.firstIndex(of: 7, from: start) == expected)
    }

    @Test func `nothing is found in nothing`() {
        let bytes: [UInt8] = []
        #expect(bytes.span.firstIndex(of: 0, from: 0) == nil)
    }

    @Test func `a byte in a long text is found wherever it stands`() {
        for place in 0..<130 {
            var bytes = [UInt8](repeating: 1, count: 130)
            bytes[place] = 0xFF
            #expect(bytes.span.firstIndex(of: 0xFF, from: 0) == place)
            #expect(bytes.span.extracting(0..<place).firstIndex(of: 0xFF, from: 0) == nil)
        }
    }
}
