import Glibc
import Testing

@testable import Cryptography

@Suite struct SystemRandomTests {
    @Test func `SEC-14 a million salts repeat none`() {
        let random = SystemRandom()
        // As pairs of numbers: a million arrays would take ten times as long.
        let salts = Set(
            (0..<1_000_000).map { _ in
                let salt = random.bytes(16)
                return unsafe salt.withUnsafeBytes { salt in
                    unsafe SIMD2(
                        salt.loadUnaligned(as: UInt64.self), salt.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                }
            })
        #expect(salts.count == 1_000_000)
    }

    @Test func `SEC-14 parent and child of a fork draw different bytes`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            // Both have drawn before, so that a generator with state in memory would go on from the same state.
            _ = SystemRandom().bytes(16)
            var ends: [Int32] = [-1, -1]
            // Swift hides fork, because a child of a process with threads can do little; this one does little.
            guard unsafe pipe(&ends) == 0, let symbol = unsafe dlsym(nil, "fork") else { exit(2) }
            let fork = unsafe unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)
            let child = fork()
            if child == 0 {
                let drawn = SystemRandom().bytes(32)
                _ = unsafe write(ends[1], drawn, drawn.count)
                _exit(0)
            }
            var theirs = [UInt8](repeating: 0, count: 32)
            guard child > 0, unsafe read(ends[0], &theirs, 32) == 32 else { exit(3) }
            exit(theirs != SystemRandom().bytes(32) && theirs.contains { $0 != 0 } ? 7 : 4)
        }
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
