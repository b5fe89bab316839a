import Bytes
import JSON
import Rules
import TestSupport
import Testing

@Suite struct JSONValueParsingTests {
    @Test(arguments: try vectors("json/parse.json"))
    func `JOSE-03, JOSE-04 vectors of json.parse`(vector: Vector) throws {
        let bytes = try Self.input(of: vector)
        do {
            let value = try JSONValue(parsing: bytes)
            #expect(vector.result == "valid")
            #expect(value.text == vector.test["output"]?.string)
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description))
        }
    }

    private static func input(of vector: Vector) throws -> [UInt8] {
        if let hex = vector["hex"]?.string { return try Hex.decode(hex) }
        return Array(try #require(vector["text"]?.string).utf8)
    }

    @Test func `JOSE-04 a text is read alike from bytes, slices, spans and strings`() throws {
        let bytes = Array(#"x{"a":[1]}"#.utf8)
        let expected: JSONValue = ["a": [1]]
        #expect(try JSONValue(parsing: bytes[1...]) == expected)
        let slice = bytes[1...]
        let fromSpan = try JSONValue(parsing: slice.span)
        #expect(fromSpan == expected)
        #expect(try JSONValue(parsing: Array(bytes[1...])) == expected)
        #expect(try JSONValue(parsing: #"{"a":[1]}"#) == expected)
        #expect(throws: JSONError.unexpectedCharacter(expected: "a colon", offset: 4)) {
            try JSONValue(parsing: Array(#"x{"a"1}"#.utf8)[1...])
        }
    }

    @Test(arguments: [
        (#"{"a":1,"\u0061":2}"#, JSONError.duplicateName(name: "a", offset: 7)),
        (#"{"a":"é\ud800"}"#, .loneSurrogate(offset: 8)),
        (#"["a\q"]"#, .unknownEscape(offset: 3)),
        ("[1, 02]", .malformedNumber(offset: 4)),
        ("[1, 1e999]", .numberOutOfRange(offset: 4)),
        ("[1] ]", .trailingCharacters(offset: 4)),
        ("[\"a\u{1}\"]", .controlCharacter(offset: 3)),
        (#"{"a""#, .unexpectedEnd(expected: "a colon", offset: 4)),
        ("[nul]", .unexpectedCharacter(expected: "part of null", offset: 4)),
    ])
    func `JOSE-04 an error tells the place in bytes`(text: String, error: JSONError) {
        #expect(throws: error) { try JSONValue(parsing: text) }
    }

    @Test(
        arguments: [
            ([0x22, 0x61, 0xFF, 0x22], 2), ([0x22, 0x5C, 0x6E, 0xC3, 0xA9, 0xC3, 0x22], 5),
            ([0x22, 0x61, 0x80, 0x5C, 0x6E, 0x22], 2),
        ] as [([UInt8], Int)])
    func `JOSE-04 the byte that is not UTF-8 is named, with and without escapes`(bytes: [UInt8], offset: Int) {
        #expect(throws: JSONError.notUTF8(offset: offset)) { try JSONValue(parsing: bytes) }
    }

    @Test func `JOSE-03 the name in the message of a duplicate is cut`() throws {
        let name = String(repeating: "n", count: 1000)
        do {
            _ = try JSONValue(parsing: "{\"\(name)\":1,\"\(name)\":2}")
            Issue.record("accepted")
        } catch {
            #expect(error.refusal.rule == "JOSE-03")
            #expect(error.refusal.problem.utf8.count < 120)
        }
    }

    private static let sample =
        #" {"alg":"ES256","n":[-0,1.5e+3,{"é\ud83d\ude00":"\\\"\n"},null,true,false,[]],"\u0061":{}} "#

    @Test func `JOSE-04 no prefix of a valid text is accepted, none crashes`() throws {
        let bytes = Array(Self.sample.utf8)
        _ = try JSONValue(parsing: bytes)
        for length in 0..<bytes.count - 1 {
            #expect(throws: JSONError.self, "length \(length)") { try JSONValue(parsing: bytes[..<length]) }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `JOSE-04 mutated texts never crash, and what is accepted is written and read back`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let interesting: [UInt8] = [
            0, 0x22, 0x2C, 0x2D, 0x2E, 0x30, 0x3A, 0x5B, 0x5C, 0x5D, 0x65, 0x75, 0x7B, 0x7D, 0xC3, 0xED,
        ]
        for _ in 0..<250 {
            var bytes = Array(Self.sample.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] = interesting.randomElement(using: &random) ?? 0
                case 2: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place..<min(place + 7, bytes.count)], at: place)
                }
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: value.serialized()) == value, "seed \(seed)")
        }
    }
}
