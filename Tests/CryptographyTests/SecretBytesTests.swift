import Glibc
import TestSupport
import Testing

@testable import Cryptography

@Suite struct SecretBytesTests {
    @Test(arguments: [0, 1, 32, 4096, 10000])
    func `SEC-35 a secret is what was written, and lent as often as asked`(count: Int) throws {
        let expected = SeededRandom(seed: 35).bytes(count)
        let held = try SecretBytes(count: count) { memory in
            for (offset, byte) in expected.enumerated() {
                memory.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
            }
        }
        #expect(held.count == count)
        #expect(bytes(of: held) == expected)
        #expect(bytes(of: held) == expected)
    }

    @Test func `SEC-35 what is not written is zero`() throws {
        #expect(bytes(of: try SecretBytes(count: 64) { _ in }) == [UInt8](repeating: 0, count: 64))
    }

    @Test func `SEC-35 moving a secret wipes where it was`() throws {
        var source = SeededRandom(seed: 1).bytes(48)
        let expected = source
        let held = try SecretBytes(wiping: &source)
        #expect(source == [UInt8](repeating: 0, count: 48))
        #expect(bytes(of: held) == expected)
    }

    @Test func `SEC-35 a secret that cannot be had is refused, and the source wiped all the same`() throws {
        #expect(throws: CryptographyError.noGuardedMemory(bytes: .max)) { _ = try SecretBytes(count: .max) { _ in } }
        #expect(throws: CryptographyError.noGuardedMemory(bytes: -1)) { _ = try SecretBytes(count: -1) { _ in } }
    }

    @Test func `SEC-35 an error while writing is passed on`() throws {
        #expect(throws: CryptographyError.weakSharedSecret) {
            _ = try SecretBytes(count: 8) { (_: inout MutableRawSpan) throws(CryptographyError) in
                throw .weakSharedSecret
            }
        }
    }

    @Test func `SEC-13 secrets are equal when all bytes and the length are`() throws {
        let one = try secret([1, 2, 3])
        let same = try secret([1, 2, 3])
        let longer = try secret([1, 2, 3, 0])
        let other = try secret([1, 2, 4])
        let empty = try secret([])
        let equal = one.isEqual(to: same)
        let unequal = one.isEqual(to: longer) || one.isEqual(to: other) || one.isEqual(to: empty)
        #expect(equal && !unequal)
    }

    @Test func `SEC-14 a random secret is what the source drew`() throws {
        let drawn = try SecretBytes(randomCount: 40, from: SeededRandom(seed: 9))
        #expect(bytes(of: drawn) == SeededRandom(seed: 9).bytes(40))
        #expect(bytes(of: try SecretBytes(randomCount: 40)) != bytes(of: try SecretBytes(randomCount: 40)))
    }

    @Test func `SEC-35 writing to a secret ends the process`() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            let held = try SecretBytes(count: 32) { _ in }
            held.withBytes { span in
                unsafe span.withUnsafeBytes { bytes in
                    unsafe UnsafeMutableRawBufferPointer(mutating: bytes).storeBytes(of: 1, as: UInt8.self)
                }
            }
        }
    }

    @Test func `SEC-35 reading behind a secret ends the process`() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            let held = try SecretBytes(count: 32) { _ in }
            held.withBytes { span in
                unsafe span.withUnsafeBytes { bytes in
                    let behind = unsafe bytes.baseAddress?.advanced(by: 32).load(as: UInt8.self)
                    print(behind ?? 0)
                }
            }
        }
    }

    @Test func `SEC-35 a secret says whether it is kept out of swap`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            let limited = unsafe setrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &none) == 0
            // Root may lock without limit.
            guard limited, getuid() != 0 || setuid(65534) == 0 else { exit(1) }
            let held = try SecretBytes(count: 32) { $0.storeBytes(of: 9, as: UInt8.self) }
            exit(!held.isLocked && bytes(of: held).first == 9 ? 7 : 2)
        }
        await #expect(processExitsWith: .exitCode(7)) {
            let held = try SecretBytes(count: 32) { _ in }
            exit(held.isLocked ? 7 : 2)
        }
    }

    @Test func `SEC-35 memory that is used again begins as zeros, locked, and is read-only once more`() async throws {
        for _ in 0..<200 {
            let held = try SecretBytes(count: 32) { memory in
                let isZero = unsafe memory.withUnsafeMutableBytes { unsafe $0.allSatisfy { $0 == 0 } }
                #expect(isZero)
                unsafe memory.withUnsafeMutableBytes { memory in
                    for index in memory.indices { unsafe memory[index] = 0xA5 }
                }
            }
            #expect(bytes(of: held) == [UInt8](repeating: 0xA5, count: 32))
        }
        #expect(GuardedMemory.keptCount > 0)
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            do { _ = try SecretBytes(count: 32) { _ in } }
            let held = try SecretBytes(count: 32) { _ in }
            held.withBytes { span in
                unsafe span.withUnsafeBytes { bytes in
                    unsafe UnsafeMutableRawBufferPointer(mutating: bytes).storeBytes(of: 1, as: UInt8.self)
                }
            }
        }
    }

    @Test func `SEC-03 no more regions are kept than the limit, and each is zero while it is kept`() throws {
        func hold(_ depth: Int) throws {
            let held = try SecretBytes(randomCount: 32)
            if depth > 0 { try hold(depth - 1) }
            #expect(held.count == 32)
        }
        try hold(GuardedMemory.limitKept * 2)
        #expect(GuardedMemory.keptCount <= GuardedMemory.limitKept)
        guard let region = GuardedMemory.take(32) else { return #expect(Bool(false), "no region") }
        let content = unsafe UnsafeRawBufferPointer(start: region.base, count: 32)
        #expect(unsafe content.allSatisfy { $0 == 0 })
        GuardedMemory.giveBack(region, 32, isWritable: true)
    }

    @Test func `SEC-35 memory of a passing secret is wiped, and read-only for the next one that is kept`() async throws
    {
        for round in 0..<100 {
            do {
                let passing = try SecretBytes(randomCount: 32, life: .passing, from: SeededRandom(seed: 35))
                #expect(bytes(of: passing) == SeededRandom(seed: 35).bytes(32), "round \(round)")
            }
            guard let region = GuardedMemory.take(32) else { return #expect(Bool(false), "no region") }
            let content = unsafe UnsafeRawBufferPointer(start: region.base, count: 32)
            #expect(unsafe content.allSatisfy { $0 == 0 }, "round \(round)")
            GuardedMemory.giveBack(region, 32, isWritable: true)
        }
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            do { _ = try SecretBytes(count: 32, life: .passing) { _ in } }
            let held = try SecretBytes(count: 32) { _ in }
            held.withBytes { span in
                unsafe span.withUnsafeBytes { bytes in
                    unsafe UnsafeMutableRawBufferPointer(mutating: bytes).storeBytes(of: 1, as: UInt8.self)
                }
            }
        }
    }

    @Test func `PAY-14 bytes of a kind are counted, and nothing else is told`() throws {
        var bytes = Array("grün 12".utf8)
        let secret = try SecretBytes(wiping: &bytes)
        #expect(secret.count { (0x30...0x39).contains($0) } == 2)
        #expect(secret.count { $0 & 0xC0 != 0x80 } == 7)
        #expect(secret.count { _ in true } == 8)
    }
}
