import JSON
import Testing

@Suite struct JSONLimitsTests {
    private func parse(_ text: String, _ limits: JSONLimits = .default) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: text, limits: limits)
    }

    @Test func `JOSE-04 the limits have the numbers of the rule`() {
        let limits = JSONLimits.default
        #expect((limits.totalBytes, limits.depth, limits.stringBytes) == (1_048_576, 32, 262_144))
        #expect((limits.arrayCount, limits.objectCount, limits.numberCharacters) == (4096, 1024, 32))
    }

    @Test func `JOSE-04 a text of 1 MiB is read, a byte more and ten times as much are refused`() throws {
        let limit = 1 << 20
        func padded(_ count: Int) -> String { "1" + String(repeating: " ", count: count - 1) }
        #expect(try parse(padded(limit)) == 1)
        for count in [limit + 1, 10 * limit] {
            #expect(throws: JSONError.textTooLong(bytes: count, limit: limit)) { try parse(padded(count)) }
        }
    }

    @Test func `JOSE-04 depth 32 is read, 33 and 320 and 10 000 are refused`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try parse(nested(32))
        for depth in [33, 320, 10_000] {
            #expect(throws: JSONError.tooDeep(limit: 32, offset: 32)) { try parse(nested(depth)) }
        }
    }

    @Test func `JOSE-04 no configuration allows a depth that recursion cannot take`() throws {
        let limits = JSONLimits(depth: .max)
        let depth = JSONLimits.deepest
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let value = try parse(text, limits)
        #expect(value.text == text)
        #expect(value == value)
        #expect(throws: JSONError.tooDeep(limit: depth, offset: depth)) { try parse("[\(text)]", limits) }
    }

    @Test func `JOSE-04 a string of 256 KiB is read, longer ones are refused`() throws {
        let limit = 256 << 10
        let limits = JSONLimits(totalBytes: 4 << 20)
        func quoted(_ count: Int) -> String { "\"" + String(repeating: "s", count: count) + "\"" }
        #expect(try parse(quoted(limit)).string?.utf8.count == limit)
        for count in [limit + 1, 10 * limit] {
            #expect(throws: JSONError.stringTooLong(limitBytes: limit, offset: 0)) { try parse(quoted(count), limits) }
        }
    }

    @Test func `JOSE-04 the length of a string is counted after its escapes are replaced, names included`() throws {
        let limits = JSONLimits(stringBytes: 4)
        #expect(try parse(#"["\u0061\u0062\u0063\u0064"]"#, limits) == ["abcd"])
        #expect(try parse(#"["ab\n\n"]"#, limits) == ["ab\n\n"])
        #expect(throws: JSONError.stringTooLong(limitBytes: 4, offset: 1)) { try parse(#"["ab\n\nc"]"#, limits) }
        #expect(throws: JSONError.stringTooLong(limitBytes: 4, offset: 1)) { try parse(#"["abcd\n"]"#, limits) }
        #expect(throws: JSONError.stringTooLong(limitBytes: 4, offset: 1)) { try parse(#"["\ud83d\ude00x"]"#, limits) }
        #expect(throws: JSONError.stringTooLong(limitBytes: 4, offset: 1)) { try parse(#"{"abcde":1}"#, limits) }
        #expect(throws: JSONError.stringTooLong(limitBytes: 4, offset: 1)) { try parse(#"["éé1"]"#, limits) }
    }

    @Test func `JOSE-04 4096 elements are read, more are refused`() throws {
        func array(_ count: Int) -> String { "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]" }
        #expect(try parse(array(4096)).array?.count == 4096)
        for count in [4097, 40_960] {
            #expect(throws: JSONError.tooManyElements(limit: 4096, offset: 1)) { try parse(array(count)) }
        }
    }

    @Test func `JOSE-04 1024 members are read, more are refused`() throws {
        func object(_ count: Int) -> String {
            "{" + (0..<count).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        }
        #expect(try parse(object(1024)).object?.count == 1024)
        for count in [1025, 10_240] {
            #expect(throws: JSONError.tooManyMembers(limit: 1024, offset: 1)) { try parse(object(count)) }
        }
    }

    @Test func `JOSE-04 a number of 32 characters is read, longer ones are refused`() throws {
        func digits(_ count: Int) -> String { String(repeating: "7", count: count) }
        #expect(try parse(digits(32)).number?.text == digits(32))
        for count in [33, 320, 1 << 19] {
            #expect(throws: JSONError.numberTooLong(limit: 32, offset: 0)) { try parse(digits(count)) }
        }
        #expect(try parse("-1.5e3", JSONLimits(numberCharacters: 6)).number?.text == "-1.5e3")
        #expect(throws: JSONError.numberTooLong(limit: 5, offset: 0)) {
            try parse("-1.5e3", JSONLimits(numberCharacters: 5))
        }
    }

    @Test func `JOSE-04 a large integer is refused when it exceeds a double, however many digits are allowed`() throws {
        let limits = JSONLimits(numberCharacters: 1000)
        _ = try parse("1" + String(repeating: "0", count: 308), limits)
        #expect(throws: JSONError.numberOutOfRange(offset: 0)) {
            try parse("1" + String(repeating: "0", count: 309), limits)
        }
    }

    @Test func `JOSE-03 1024 long names with a common beginning are compared in no time`() throws {
        let stem = String(repeating: "e\u{301}", count: 300)
        let text = "{" + (100..<1100).map { "\"\(stem)\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try parse(text).object?.count == 1000)
    }

    @Test func `what was written here is read again however large it is`() throws {
        let text = JSONValue.array([JSONValue](repeating: .string(String(repeating: "x", count: 300 << 10)), count: 5))
        #expect(throws: JSONError.self) { try JSONValue(parsing: text.serialized()) }
        #expect(try JSONValue(parsing: text.serialized(), limits: .own) == text)
        let long = JSONValue.array([JSONValue](repeating: .null, count: 5000))
        #expect(try JSONValue(parsing: long.serialized(), limits: .own) == long)
    }
}
