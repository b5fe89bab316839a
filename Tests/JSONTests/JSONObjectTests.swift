import JSON
import Testing

@Suite struct JSONObjectTests {
    @Test func `members keep their order when they are changed`() {
        var object: JSONObject = ["a": 1, "b": 2, "c": 3]
        object["b"] = "two"
        object["d"] = .null
        object["a"] = nil
        object["absent"] = nil
        #expect(object.names == ["b", "c", "d"])
        #expect(JSONValue.object(object).text == #"{"b":"two","c":3,"d":null}"#)
        #expect(object.contains("d") && !object.contains("a"))
        #expect(object.map { $0.name } == ["b", "c", "d"])
    }

    @Test func `a name that is given twice keeps its place and takes the last value`() {
        let object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        #expect(JSONValue.object(object).text == #"{"a":3,"b":2}"#)
        #expect(object.count == 2 && !object.isEmpty && JSONObject().isEmpty)
    }

    private let object: JSONObject = [
        "s": "x", "i": 5, "f": .number(JSONNumber(1.5) ?? JSONNumber(0)), "b": false, "o": ["k": 1], "a": [1],
        "t": ["x", "y"], "z": .null,
    ]

    @Test func `members are read with their type`() throws {
        #expect(try object.string("s") == "x")
        #expect(try object.integer("i") == 5)
        #expect(try object.number("f").double == 1.5)
        #expect(try object.bool("b") == false)
        #expect(try object.object("o") == ["k": 1])
        #expect(try object.array("a") == [1])
        #expect(try object.strings("t") == ["x", "y"])
    }

    @Test func `absent members are missing, or nil where that is allowed`() throws {
        #expect(throws: JSONMemberError.missing(member: "q")) { try object.string("q") }
        #expect(throws: JSONMemberError.missing(member: "q")) { try object.integer("q") }
        #expect(throws: JSONMemberError.missing(member: "q")) { try object.strings("q") }
        #expect(try object.stringIfPresent("q") == nil)
        #expect(try object.integerIfPresent("q") == nil)
        #expect(try object.numberIfPresent("q") == nil)
        #expect(try object.boolIfPresent("q") == nil)
        #expect(try object.objectIfPresent("q") == nil)
        #expect(try object.arrayIfPresent("q") == nil)
        #expect(try object.stringsIfPresent("q") == nil)
    }

    @Test(arguments: ["\"1883000000\"", "true", "null", "1.5", "1e3", "[1]"])
    func `JOSE-16 NEG-032 a time that is no integer is refused as one`(value: String) throws {
        let claims = try #require(JSONValue(parsing: "{\"exp\":\(value)}").object)
        let found = try #require(claims["exp"]?.kind)
        #expect(throws: JSONMemberError.wrongType(member: "exp", expected: .integer, found: found)) {
            try claims.integerIfPresent("exp")
        }
    }

    @Test func `a member of another type is refused, null included`() {
        #expect(throws: JSONMemberError.wrongType(member: "z", expected: .string, found: .null)) {
            try object.stringIfPresent("z")
        }
        #expect(throws: JSONMemberError.wrongType(member: "i", expected: .boolean, found: .number)) {
            try object.bool("i")
        }
        #expect(throws: JSONMemberError.wrongType(member: "a", expected: .strings, found: .array)) {
            try object.strings("a")
        }
        #expect(throws: JSONMemberError.wrongType(member: "s", expected: .object, found: .string)) {
            try object.object("s")
        }
    }

    @Test func `an error of a member is a sentence`() {
        #expect("\(JSONMemberError.missing(member: "exp"))" == "'exp' is missing")
        let error = JSONMemberError.wrongType(member: "exp", expected: .integer, found: .string)
        #expect("\(error)" == "'exp' is a string, expected an integer")
        #expect(error.member == "exp")
    }
}
