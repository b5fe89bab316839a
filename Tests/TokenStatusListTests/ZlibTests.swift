import FoundationEssentials
import Glibc
import JSON
import Rules
import TestSupport
import Testing

@testable import TokenStatusList

@Suite struct ZlibTests {
    private func limits(_ change: (inout StatusListLimits) -> Void) -> StatusListLimits {
        var limits = StatusListLimits.default
        change(&limits)
        return limits
    }

    @Test func `TSL-45 an output of exactly the limit is read, one byte more is refused`() throws {
        let bytes = try Zlib.deflated([UInt8](repeating: 7, count: 1000))
        #expect(try Zlib.inflated(bytes, limits: limits { $0.inflatedBytes = 1000 }).count == 1000)
        #expect(throws: ZlibFault.outputTooLarge(limit: 999)) {
            try Zlib.inflated(bytes, limits: limits { $0.inflatedBytes = 999 })
        }
        #expect(throws: ZlibFault.outputTooLarge(limit: 0)) {
            try Zlib.inflated(bytes, limits: limits { $0.inflatedBytes = 0 })
        }
    }

    @Test func `TSL-45 an input of exactly the limit is read, one byte less is refused`() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = try Zlib.deflated(random.bytes(500))
        #expect(try Zlib.inflated(bytes, limits: limits { $0.compressedBytes = bytes.count }).count == 500)
        #expect(throws: ZlibFault.inputTooLarge(bytes: bytes.count, limit: bytes.count - 1)) {
            try Zlib.inflated(bytes, limits: limits { $0.compressedBytes = bytes.count - 1 })
        }
    }

    @Test func `SEC-07 a ratio above the limit is refused`() throws {
        let bytes = try Zlib.deflated([UInt8](repeating: 0, count: 100_000))
        #expect(throws: ZlibFault.ratioTooLarge(limit: 100)) {
            try Zlib.inflated(bytes, limits: limits { $0.ratio = 100 })
        }
        #expect(try Zlib.inflated(bytes, limits: .default).count == 100_000)
        #expect(try Zlib.inflated(bytes, limits: limits { $0.ratio = .max }).count == 100_000)
    }

    @Test func `SEC-07 a bomb is refused at the cap, in time`() throws {
        let bomb = Self.bomb(periods: 322_000)
        let time = ContinuousClock().measure {
            #expect(throws: ZlibFault.outputTooLarge(limit: 16 << 20)) { try Zlib.inflated(bomb, limits: .default) }
        }
        #expect(time < .seconds(5))
        let larger = Self.bomb(periods: 323_000)
        #expect(throws: ZlibFault.inputTooLarge(bytes: larger.count, limit: 4 << 20)) {
            try Zlib.inflated(larger, limits: .default)
        }
    }

    @Test func `SEC-07 a bomb takes less than 20 MiB until it is refused`() async {
        // In a process of its own, where nothing else takes memory.
        await #expect(processExitsWith: .success) {
            let bomb = Self.bomb(periods: 322_000)
            // Makes the present use the peak, so that what made the bomb does not hide what it does.
            guard let reset = unsafe fopen("/proc/self/clear_refs", "w") else { exit(2) }
            unsafe fputs("5", reset)
            unsafe fclose(reset)
            let before = try Self.peakBytes()
            guard before > 0, (try? Zlib.inflated(bomb, limits: .default)) == nil else { exit(3) }
            let taken = try Self.peakBytes() - before
            // It inflated all that it may: less would say that nothing was measured.
            guard (15 << 20..<20 << 20).contains(taken) else { exit(4) }
        }
    }

    /// A stream that would become 160 times as large: a zero, then as often as there is room "258 bytes like the last one".
    private static func bomb(periods: Int) -> [UInt8] {
        var bits: [UInt8] = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0]
        for _ in 0..<8 { bits += [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0] }
        let bytes: [UInt8] = stride(from: 0, to: 112, by: 8).map { start in
            (0..<8).reduce(0 as UInt8) { $0 | bits[start + $1] << UInt8($1) }
        }
        var bomb: [UInt8] = [0x78, 0x01, bytes[0]]
        bomb.reserveCapacity(3 + 13 * periods)
        // Eight repetitions take 13 bytes, so that the pattern of bytes repeats as well.
        for _ in 0..<periods { bomb += bytes[1..<14] }
        return bomb
    }

    @Test func `no prefix of a stream crashes or is read as a whole`() throws {
        var random = SeededGenerator(seed: 3)
        let bytes = try Zlib.deflated(random.bytes(300) + [UInt8](repeating: 0, count: 300))
        for end in 0..<bytes.count {
            #expect(throws: ZlibFault.self) { try Zlib.inflated(Array(bytes[..<end]), limits: .default) }
        }
    }

    @Test func `TSL-45 any change of the checksum is refused`() throws {
        let bytes = try Zlib.deflated([1, 2, 3])
        for bit in 0..<32 {
            var changed = bytes
            changed[bytes.count - 1 - bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: ZlibFault.wrongChecksum) { try Zlib.inflated(changed, limits: .default) }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `SEC-04 changed streams are refused or read, without a crash`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let packed = (0..<400).map { _ in UInt8.random(in: 0...3, using: &random) }
        let bytes = try Zlib.deflated(packed)
        var refused = 0
        for _ in 0..<200 {
            var changed = bytes
            changed[Int.random(in: 2..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            // An Adler-32 misses some changes; the signature around the list does not.
            if (try? Zlib.inflated(changed, limits: .default)) == nil { refused += 1 }
        }
        #expect(refused > 190, "seed \(seed)")
    }

    /// The most memory that the process had in use so far.
    private static func peakBytes() throws -> Int {
        let text = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0) * 1024
    }
}
