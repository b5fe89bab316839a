import Bytes
import JSON
import Rules
import TestSupport
import Testing

@testable import TokenStatusList

@Suite struct StatusListTests {
    @Test(arguments: try vectors("statuslist/read.json") + vectors("statuslist/long.json"))
    func `vectors of statuslist.read`(vector: Vector) throws {
        let index = try #require(vector["idx"]?.integer)
        let shared = vector.group["input"]?["status_list"]?.object
        let claim = vector["status_list"]?.object ?? shared
        let packed = try vector["packed"]?.string.map { try Hex.decode($0) }
        do throws(TokenStatusListError) {
            let list =
                if let claim { try StatusList(claim) } else {
                    try StatusList(packed: packed ?? [], bits: Int(vector["bits"]?.integer ?? 0))
                }
            let status = try list.status(at: UInt64(index))
            #expect(vector.result == "valid")
            #expect(String(status.rawValue) == vector.test["output"]?.string)
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description))
        }
    }

    @Test func `TSL-04 a value that does not fit is refused and changes nothing`() throws {
        var list = try StatusList(packed: [0b1100_1001], bits: 2)
        #expect(throws: TokenStatusListError.valueTooLarge(value: 4, bits: 2)) {
            try list.set(CredentialStatus(rawValue: 4), at: 0)
        }
        #expect(list.packed == [0b1100_1001])
        try list.set(CredentialStatus(rawValue: 3), at: 0)
        #expect(list.packed == [0b1100_1011])
    }

    @Test func `TSL-43 nothing beyond the end is written`() throws {
        var list = try StatusList(packed: [0], bits: 4)
        #expect(throws: TokenStatusListError.indexOutOfRange(index: 2, count: 2)) { try list.set(.invalid, at: 2) }
        #expect(throws: TokenStatusListError.indexOutOfRange(index: .max, count: 2)) { try list.status(at: .max) }
        try list.set(.invalid, at: 1)
        #expect(list.packed == [0x10])
    }

    @Test func `TSL-04 the values have their names`() {
        let names = (0...255).map { CredentialStatus(rawValue: UInt8($0)).name }
        #expect(names[0...2] == ["valid", "invalid", "suspended"])
        for value in [3, 12, 13, 14, 15] { #expect(names[value] == "application_specific") }
        for value in [4, 11, 16, 255] { #expect(names[value] == "reserved") }
    }

    @Test(arguments: [(1, 9, 2), (1, 8, 1), (2, 5, 2), (4, 2, 1), (8, 3, 3)])
    func `TSL-05 a new list has whole bytes and one status`(bits: Int, count: Int, bytes: Int) throws {
        let list = try StatusList(count: count, bits: bits, all: .invalid)
        #expect(list.packed.count == bytes)
        #expect(list.count >= count)
        for index in 0..<UInt64(list.count) { #expect(try list.status(at: index) == .invalid) }
        #expect(try StatusList(count: count, bits: bits).packed == [UInt8](repeating: 0, count: bytes))
    }

    @Test func `TSL-05 a list of no entries or of more than readers inflate is not begun`() throws {
        #expect(throws: TokenStatusListError.unusableCount(0)) { try StatusList(count: 0, bits: 1) }
        #expect(throws: TokenStatusListError.unusableCount(.max)) { try StatusList(count: .max, bits: 1) }
        #expect(throws: TokenStatusListError.unusableCount(16 << 20 + 1)) {
            try StatusList(count: 16 << 20 + 1, bits: 8)
        }
        #expect(try StatusList(count: 16 << 20, bits: 8).count == 16 << 20)
        #expect(throws: TokenStatusListError.unsupportedWidth(bits: 3)) { try StatusList(count: 1, bits: 3) }
        #expect(throws: TokenStatusListError.valueTooLarge(value: 2, bits: 1)) {
            try StatusList(count: 1, bits: 1, all: .suspended)
        }
    }

    @Test(arguments: [1, 2, 4, 8], 0..<50 as Range<UInt64>)
    func `whatever is set is read back, and its neighbours stay`(bits: Int, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let before = try StatusList(packed: random.bytes(Int.random(in: 1...64, using: &random)), bits: bits)
        let index = UInt64.random(in: 0..<UInt64(before.count), using: &random)
        let status = CredentialStatus(rawValue: UInt8.random(in: 0...255, using: &random) >> UInt8(8 - bits))
        var after = before
        try after.set(status, at: index)
        for other in 0..<UInt64(before.count) {
            let expected = other == index ? status : try before.status(at: other)
            #expect(try after.status(at: other) == expected, "seed \(seed), entry \(other)")
        }
    }

    @Test(arguments: [1, 2, 4, 8])
    func `TSL-01 TSL-45 a list of a million entries is inflated and every entry found`(bits: Int) throws {
        let count = 1 << 20
        var random = SeededGenerator(seed: UInt64(bits))
        let packed = random.bytes(count * bits / 8)
        let compressed = try StatusList(packed: packed, bits: bits).compressed()
        let list = try StatusList(compressed: compressed, bits: bits)
        #expect(list.count == count)
        // The order of bits, written down a second time: entry 0 stands in the lowest bits of byte 0.
        let perByte = 8 / bits
        let wrong = try (0..<count).filter { entry in
            let expected = Int(packed[entry / perByte]) / (1 << (entry % perByte * bits)) % (1 << bits)
            return Int(try list.status(at: UInt64(entry)).rawValue) != expected
        }
        #expect(wrong.isEmpty, "\(wrong.count) entries, the first is \(wrong.first ?? 0)")
        #expect(throws: TokenStatusListError.indexOutOfRange(index: UInt64(count), count: count)) {
            try list.status(at: UInt64(count))
        }
    }

    @Test(arguments: [1, 2, 4, 8])
    func `TSL-02 TSL-03 what is published is read back`(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits))
        for size in [1, 2, 1000, 1 << 17] {
            let list = try StatusList(packed: random.bytes(size), bits: bits)
            let json = try list.json()
            #expect(json.names == ["bits", "lst"])
            #expect(try StatusList(json) == list)
            #expect(try StatusList(compressed: try list.compressed(), bits: bits) == list)
        }
    }
}
