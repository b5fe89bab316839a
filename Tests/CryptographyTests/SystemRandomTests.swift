import Testing

@testable import Cryptography

@Suite struct SystemRandomTests {
    @Test func `SEC-14 a hundred thousand salts repeat none`() {
        let random = SystemRandom()
        let salts = Set((0..<100_000).map { _ in random.bytes(16) })
        #expect(salts.count == 100_000)
    }

    @Test(arguments: [0, 1, 16, 300]) func `SEC-14 as many bytes come as are asked for`(count: Int) {
        #expect(SystemRandom().bytes(count).count == count)
    }

    @Test func `SEC-14 every bit of drawn and of filled memory is one about half the time`() throws {
        let drawn = (0..<4000).map { _ in SystemRandom().bytes(4) }
        let filled = try (0..<400).map { _ in bytes(of: try SecretBytes(randomCount: 4)) }
        for (samples, slack) in [(drawn, 300), (filled, 95)] {
            for bit in 0..<32 {
                let ones = samples.count { $0[bit / 8] >> UInt8(bit % 8) & 1 == 1 }
                // Nine standard deviations: a false alarm once in 10^18 runs.
                #expect(abs(ones * 2 - samples.count) < 2 * slack, "bit \(bit)")
            }
        }
    }
}
