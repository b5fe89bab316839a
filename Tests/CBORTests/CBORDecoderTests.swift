import Bytes
import JSON
import Rules
import TestSupport
import Testing

@testable import CBOR

@Suite struct CBORDecoderTests {
    @Test(arguments: try vectors("cbor/read.json"))
    func `vectors of cbor.read`(vector: Vector) throws {
        let bytes = try Hex.decode(try #require(vector["cbor"]?.string))
        let options: CBOROptions =
            switch vector["options"]?.string {
            case "open": .open
            case "lenient": CBOROptions(openValues: .everywhere, spelling: .lenient)
            default: .strict
            }
        let output = vector.test["output"]?.string.map { Array($0.utf8) }
        do throws(CBORError) {
            let value = try CBORValue(parsing: bytes, options: options)
            #expect(vector.result == "valid")
            // Compared by bytes: two spellings of a letter are equal strings to Swift.
            #expect(Array(value.description.utf8) == output)
            #expect(value.encoded() == bytes, "CBR-04: a decoded item is written as it was received")
            if options.spelling == .shortest { #expect(rebuilt(value).encoded() == bytes, "CBR-01") }
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description))
        }
    }

    @Test func `CBR-06 an input of exactly the limit is read, one byte more is refused`() throws {
        let options = CBOROptions(limits: CBORLimits(totalBytes: 4))
        #expect(try CBORValue(parsing: [0x63, 0x61, 0x62, 0x63], options: options).text == "abc")
        #expect(throws: CBORError.inputTooLong(bytes: 5, limit: 4)) {
            try CBORValue(parsing: [0x64, 0x61, 0x62, 0x63, 0x64], options: options)
        }
    }

    @Test func `CBR-06 the default limit of 4 MiB is met by a byte string`() throws {
        let content = [UInt8](repeating: 7, count: (4 << 20) - 5)
        let bytes = CBORValue.bytes(content).encoded()
        #expect(bytes.count == 4 << 20)
        #expect(try CBORValue(parsing: bytes).bytes == content)
        #expect(throws: CBORError.inputTooLong(bytes: 4 << 20 + 1, limit: 4 << 20)) {
            try CBORValue(parsing: bytes + [0])
        }
    }

    @Test(arguments: [0x81 as UInt8, 0xA1, 0xC2])
    func `CBR-06 nesting of 32 is read, of 33 and of 10,000 refused`(head: UInt8) throws {
        let limits = CBORLimits(tagNesting: 100_000)
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: head == 0xA1 ? [0xA1, 0x00] : [head], count: depth).flatMap(\.self) + [0x00]
        }
        let options = CBOROptions(openValues: .everywhere, limits: limits)
        #expect(try CBORValue(parsing: nested(32), options: options).depth == 0)
        for depth in [33, 10_000, 1_000_000] {
            let offset = head == 0xA1 ? 64 : 32
            #expect(throws: CBORError.tooDeep(limit: 32, offset: offset)) {
                try CBORValue(parsing: nested(depth), options: options)
            }
        }
    }

    @Test func `CBR-06 no configuration allows a depth that the stack does not hold`() throws {
        let options = CBOROptions(limits: CBORLimits(depth: .max))
        let deepest = [UInt8](repeating: 0x81, count: CBORLimits.deepest)
        #expect(throws: Never.self) { try CBORValue(parsing: deepest + [0x00], options: options) }
        #expect(throws: CBORError.tooDeep(limit: CBORLimits.deepest, offset: CBORLimits.deepest)) {
            try CBORValue(parsing: deepest + [0x81, 0x00], options: options)
        }
    }

    @Test func `CBR-06 65,536 items are read, one more is refused`() throws {
        func array(_ items: Int) -> [UInt8] {
            CBORValue.array([CBORValue](repeating: 0, count: items - 1)).encoded()
        }
        #expect(try CBORValue(parsing: array(65_536)).array?.count == 65_535)
        #expect(throws: CBORError.tooManyItems(limit: 65_536, offset: 65_536 + 4)) {
            try CBORValue(parsing: array(65_537))
        }
    }

    @Test func `CBR-06 the pieces of a lenient string are items`() throws {
        let options = CBOROptions(openValues: .everywhere, spelling: .lenient, limits: CBORLimits(items: 3))
        #expect(try CBORValue(parsing: [0x5F, 0x40, 0x40, 0xFF], options: options).bytes == [])
        #expect(throws: CBORError.tooManyItems(limit: 3, offset: 3)) {
            try CBORValue(parsing: [0x5F, 0x40, 0x40, 0x40, 0xFF], options: options)
        }
    }

    @Test func `CBR-06 four tags around one another are read, five refused`() throws {
        let tags: [UInt8] = [0xC6, 0xC7, 0xC8, 0xC9]
        #expect(throws: Never.self) { try CBORValue(parsing: tags + [0x00], options: .open) }
        #expect(throws: CBORError.tooManyTags(limit: 4, offset: 4)) {
            try CBORValue(parsing: tags + [0xCA, 0x00], options: .open)
        }
        // An array in between begins a new count.
        #expect(throws: Never.self) { try CBORValue(parsing: tags + [0x81] + tags + [0x00], options: .open) }
    }

    @Test func `CBR-05 a tag that is allowed stands, another is named with its place`() throws {
        let options = CBOROptions(tags: [24, 1004])
        #expect(try CBORValue(parsing: [0x81, 0xD8, 24, 0x40], options: options)[element: 0] == .embedding([]))
        #expect(throws: CBORError.tagNotAllowed(tag: 18, offset: 1)) {
            try CBORValue(parsing: [0x81, 0xD2, 0x40], options: options)
        }
    }

    @Test func `CBR-05 CBR-11 open values begin under their key and end with its value`() throws {
        let lenient = CBOROptions(openValues: .under(key: "v"), spelling: .lenient)
        let strict = CBOROptions(openValues: .under(key: "v"))
        func map(_ key: String, _ value: [UInt8], then: [UInt8]) -> [UInt8] {
            [0xA2] + CBORValue.text(key).encoded() + value + [0x61, 0x7A] + then
        }
        let float: [UInt8] = [0xF9, 0x3C, 0x00]
        #expect(try CBORValue(parsing: map("v", float, then: [0]), options: strict)["v"]?.float?.value == 1)
        #expect(try CBORValue(parsing: map("v", [0x9F, 0xFF], then: [0]), options: lenient)["v"] == [])
        #expect(
            try CBORValue(parsing: map("v", [0xD8, 0x20, 0x60], then: [0]), options: strict)["v"] == .tagged(32, ""))
        #expect(throws: CBORError.indefiniteLength(offset: 3)) {
            try CBORValue(parsing: map("v", [0x9F, 0xFF], then: [0]), options: strict)
        }
        #expect(throws: CBORError.floatNotAllowed(offset: 3)) {
            try CBORValue(parsing: map("w", float, then: [0]), options: lenient)
        }
        #expect(throws: CBORError.floatNotAllowed(offset: 6)) {
            try CBORValue(parsing: map("v", [0], then: float), options: lenient)
        }
        #expect(throws: CBORError.indefiniteLength(offset: 6)) {
            try CBORValue(parsing: map("v", [0], then: [0x9F, 0xFF]), options: lenient)
        }
        #expect(throws: CBORError.notShortest(offset: 3)) {
            try CBORValue(parsing: map("w", [0x18, 0x00], then: [0]), options: lenient)
        }
    }

    @Test func `SEC-02 a claim of four billion items costs neither time nor memory`() throws {
        let before = try residentBytes()
        let time = try ContinuousClock().measure {
            for claim in ["9affffffff", "9b8000000000000000", "bb8000000000000000", "5b7fffffffffffffff"] {
                let bytes = try Hex.decode(claim)
                for _ in 0..<100 { #expect(throws: CBORError.self) { try CBORValue(parsing: bytes) } }
            }
        }
        #expect(time < .milliseconds(400), "1 ms each")
        #expect(try residentBytes() - before < 64 << 20)
    }

    @Test func `SEC-03 maps with many and with hostile keys take bounded time`() throws {
        // Two maps of 14,000 entries in opposite order, both keys of a third.
        let entries = (0..<14_000).map { (CBORValue.integer($0), CBORValue.null) }
        var writer = CBORWriter()
        writer.mapHead(count: 2)
        for map in [CBORMap(unique: entries.map { ($0, $1) }), CBORMap(unique: entries.reversed().map { ($0, $1) })] {
            writer.value(.map(map))
            writer.value(0)
        }
        let time = ContinuousClock().measure {
            #expect(throws: CBORError.self) { try CBORValue(parsing: writer.output) }
        }
        #expect(time < .seconds(2))
    }

    @Test func `CBR-05 a key that occurs again is found wherever both stand`() {
        for first in 0..<20 {
            for again in first + 1..<21 {
                var writer = CBORWriter()
                writer.mapHead(count: 21)
                for index in 0..<21 {
                    writer.value(.integer(Int64(index == again ? first : index)))
                    writer.value(nil)
                }
                let bytes = writer.output
                #expect(throws: CBORError.duplicateKey(offset: 1 + 2 * again), "\(first), \(again)") {
                    try CBORValue(parsing: bytes)
                }
            }
        }
    }

    @Test func `CBR-03 keys in any order are read and kept in theirs`() throws {
        let bytes = try Hex.decode("a3036162016163206164")
        let map = try #require(try CBORValue(parsing: bytes).map)
        #expect(map.map(\.key) == [3, 1, -1])
        #expect(CBORValue.map(map).encoded() == bytes)
    }

    @Test func `CBR-04 each item knows where it stood in the whole input`() throws {
        let bytes = try Hex.decode("8301a161610243abcdef")
        let value = try CBORValue(parsing: bytes)
        #expect(value.source.map { $0.startIndex..<$0.endIndex } == 0..<10)
        #expect(value[element: 1]?.source.map { $0.startIndex..<$0.endIndex } == 2..<6)
        #expect(value[element: 1]?["a"]?.source.map { $0.startIndex..<$0.endIndex } == 5..<6)
        #expect(value[element: 2]?.source.map(Array.init) == [0x43, 0xAB, 0xCD, 0xEF])
        let part = try CBORValue(parsing: bytes[2..<6])
        #expect(part["a"]?.source?.startIndex == 5)
    }

    @Test func `SEC-04 no prefix of any example crashes or is read as a whole`() throws {
        for vector in try vectors("cbor/read.json") where vector.result == "valid" {
            let bytes = try Hex.decode(try #require(vector["cbor"]?.string))
            let options = CBOROptions(openValues: .everywhere, spelling: .lenient)
            for end in 0..<bytes.count {
                #expect(throws: CBORError.self) { try CBORValue(parsing: bytes[..<end], options: options) }
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `SEC-04 mutated input is refused or is what it says`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = randomValue(depth: 4, using: &random)
        let bytes = value.encoded()
        #expect(try CBORValue(parsing: bytes, options: .open) == value, "seed \(seed)")
        for _ in 0..<200 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) where !mutated.isEmpty {
                let place = Int.random(in: 0..<mutated.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: mutated[place] = UInt8.random(in: 0...255, using: &random)
                case 1: mutated.remove(at: place)
                default: mutated.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            let lenient = CBOROptions(openValues: .everywhere, spelling: .lenient)
            if let read = try? CBORValue(parsing: mutated, options: .open) {
                #expect(rebuilt(read).encoded() == mutated, "seed \(seed)")
            }
            if let read = try? CBORValue(parsing: mutated, options: lenient) {
                #expect(try CBORValue(parsing: rebuilt(read).encoded(), options: .open) == read, "seed \(seed)")
            }
        }
    }
}
