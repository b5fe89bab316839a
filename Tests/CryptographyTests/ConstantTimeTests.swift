import TestSupport
import Testing

@testable import Cryptography

@Suite struct ConstantTimeTests {
    @Test(arguments: [0, 1, 32, 100])
    func `JOSE-21 equal are the same bytes, and no single changed bit passes`(count: Int) {
        let one = SeededRandom(seed: 21).bytes(count)
        #expect(constantTimeEqual(one, SeededRandom(seed: 21).bytes(count)))
        for bit in 0..<(count * 8) {
            var other = one
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!constantTimeEqual(one, other), "bit \(bit)")
        }
    }

    @Test func `JOSE-21 different lengths are unequal, also with zeros`() {
        #expect(!constantTimeEqual([], [0]))
        #expect(!constantTimeEqual([1, 0], [1]))
    }
}
