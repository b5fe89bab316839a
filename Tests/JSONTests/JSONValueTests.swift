import JSON
import TestSupport
import Testing

@Suite struct JSONValueTests {
    @Test func `a text is read and written back`() throws {
        let text = #"{"a":[1,-0,1e2,2.50],"b":{"c":null,"d":true,"e":false},"f":"é\n\"\\\u0001","":[]}"#
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test func `literals write values`() {
        let value: JSONValue = ["b": 1, "a": [.null, true, "x\(1)", -5, [:], []], "b": 2]
        #expect(value.text == #"{"b":2,"a":[null,true,"x1",-5,{},[]]}"#)
    }

    @Test func `accessors give nil for another kind`() throws {
        let value: JSONValue = ["s": "x", "b": true, "n": 1, "f": .number(try #require(JSONNumber("1.5"))), "z": .null]
        #expect(value["s"]?.string == "x" && value["s"]?.integer == nil && value["s"]?["x"] == nil)
        #expect(value["b"]?.bool == true && value["b"]?.string == nil)
        #expect(value["n"]?.integer == 1 && value["n"]?.bool == nil && value["n"]?[0] == nil)
        #expect(value["f"]?.integer == nil && value["f"]?.number?.double == 1.5)
        #expect(value["z"]?.isNull == true && value["absent"] == nil && value.array == nil && value.object?.count == 5)
        #expect(([1, 2] as JSONValue)[1] == 2 && ([1, 2] as JSONValue)[2] == nil && ([1, 2] as JSONValue)[-1] == nil)
    }

    @Test func `kinds are told apart`() {
        let values: [JSONValue] = [.null, true, 1, "x", [], [:]]
        #expect(values.map(\.kind) == [.null, .boolean, .number, .string, .array, .object])
        #expect(values.map(\.kind.phrase) == ["null", "a boolean", "a number", "a string", "an array", "an object"])
    }

    @Test func `the order of members does not count, that of elements does`() throws {
        let left = try JSONValue(parsing: #"{"a":1,"b":{"c":2,"d":[3,4]}}"#)
        let right = try JSONValue(parsing: #"{"b":{"d":[3,4],"c":2},"a":1}"#)
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(try left != JSONValue(parsing: #"{"a":1,"b":{"c":2,"d":[4,3]}}"#))
        #expect(try left != JSONValue(parsing: #"{"a":1,"b":{"c":2}}"#))
        #expect(try left != JSONValue(parsing: #"{"a":1,"x":{"c":2,"d":[3,4]}}"#))
    }

    @Test func `SEC-05 strings are equal when their bytes are`() {
        let (composed, decomposed): (JSONValue, JSONValue) = ("caf\u{E9}", "cafe\u{301}")
        #expect(composed != decomposed)
        #expect(["caf\u{E9}": 1] as JSONValue != ["cafe\u{301}": 1])
        var object: JSONObject = ["caf\u{E9}": 1]
        object["cafe\u{301}"] = 2
        #expect(object.count == 2)
        #expect(object["caf\u{E9}"] == 1)
    }

    @Test func `DSEL-05 values of different kinds are different`() {
        let values: [JSONValue] = ["1", 1, true, [1], .null, ["1": 1], "", 0, false, []]
        for (left, one) in values.enumerated() {
            for (right, other) in values.enumerated() { #expect((one == other) == (left == right)) }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `every value is read back from its text, compact and pretty`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = Self.value(depth: 4, &random)
        #expect(try JSONValue(parsing: value.serialized()) == value, "seed \(seed)")
        #expect(try JSONValue(parsing: value.prettyText()) == value, "seed \(seed)")
        #expect(try JSONValue(parsing: value.serialized()).serialized() == value.serialized(), "seed \(seed)")
        #expect(try JSONValue(parsing: value.serialized()).hashValue == value.hashValue, "seed \(seed)")
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return JSONNumber(Double.random(in: -1e20...1e20, using: &random)).map(JSONValue.number) ?? .null
        case 4: return .string(string(&random))
        case 5:
            return .array((0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            let count = Int.random(in: 0...20, using: &random)
            return .object(JSONObject((0..<count).map { _ in (string(&random), value(depth: depth - 1, &random)) }))
        }
    }

    private static func string(_ random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let bound: UInt32 = [0x20, 0x80, 0x800, 0xFFFF, 0x10FFFF].randomElement(using: &random) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...bound, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    @Test func `SEC-05 two spellings of one text hash apart, as text and as name`() {
        #expect(JSONValue.string("caf\u{E9}").hashValue != JSONValue.string("cafe\u{301}").hashValue)
        #expect(JSONValue.object(["\u{E9}": 1]).hashValue != JSONValue.object(["e\u{301}": 1]).hashValue)
        #expect(JSONValue.object(["\u{E9}": 1]).hashValue == JSONValue.object(["\u{E9}": 1]).hashValue)
    }
}
