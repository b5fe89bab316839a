import CredentialModel
import JSON
import TestSupport
import Testing

@Suite struct ClaimPathTests {
    @Test func `DCQL-04 strings, nulls and integers from 0 on are components`() throws {
        let path = try ClaimPath(json: ["degrees", .null, "type", 0, 9_007_199_254_740_991])
        #expect(path.components == [.name("degrees"), .all, .name("type"), .index(0), .index(9_007_199_254_740_991)])
        #expect(path.json == ["degrees", .null, "type", 0, 9_007_199_254_740_991])
    }

    @Test(arguments: [
        (#""name""#, CredentialModelError.pathNotArray(found: .string)),
        ("[]", .pathEmpty),
        ("[-1]", .pathIndexNegative(position: 0)),
        (#"["a",1.5]"#, .pathNumber(position: 1)),
        (#"["a",1.0]"#, .pathNumber(position: 1)),
        (#"["a",1e0]"#, .pathNumber(position: 1)),
        (#"["a",9007199254740992]"#, .pathNumber(position: 1)),
        (#"["a",99999999999999999999]"#, .pathNumber(position: 1)),
        ("[true]", .pathComponent(position: 0, found: .boolean)),
        ("[{}]", .pathComponent(position: 0, found: .object)),
        (#"["a",[]]"#, .pathComponent(position: 1, found: .array)),
    ])
    func `DCQL-04, DCQL-10, PATH-05 anything else is refused`(text: String, error: CredentialModelError) throws {
        let json = try JSONValue(parsing: text)
        #expect(throws: error) { try ClaimPath(json: json) }
    }

    @Test func `DCQL-09 sixteen components are read, seventeen and a thousand are refused`() throws {
        func path(_ count: Int) -> JSONValue { .array(Array(repeating: "a", count: count)) }
        #expect(try ClaimPath(json: path(16)).components.count == 16)
        #expect(throws: CredentialModelError.pathTooLong(count: 17, limit: 16)) { try ClaimPath(json: path(17)) }
        #expect(throws: CredentialModelError.pathTooLong(count: 1000, limit: 16)) { try ClaimPath(json: path(1000)) }
    }

    @Test(
        arguments: [
            (["address", "postcode"], "address.postcode"),
            (["nationalities", 1], "nationalities[1]"),
            (["degrees", nil, "type"], "degrees[*].type"),
            ([nil, 0, "a"], "[*][0].a"),
            (["org.iso.18013.5.1", "family_name"], #"["org.iso.18013.5.1"].family_name"#),
            (["a]\"b", "", "naïve"], #"["a]\"b"][""].naïve"#),
        ] as [(ClaimPath, String)])
    func `the form for people is written and read`(path: ClaimPath, text: String) throws {
        #expect(path.description == text)
        #expect(try ClaimPath(text: text) == path)
    }

    @Test(arguments: [
        ("", CredentialModelError.pathEmpty), (".a", .pathText(offset: 0)), ("a.", .pathText(offset: 2)),
        ("a..b", .pathText(offset: 2)), ("a[", .pathText(offset: 1)), ("a[1", .pathText(offset: 1)),
        ("a[]", .pathText(offset: 1)), ("a[-1]", .pathText(offset: 1)), ("a[*", .pathText(offset: 1)),
        ("a[\"b", .pathText(offset: 1)), ("a[\"b\\", .pathText(offset: 1)), ("a[\"\\x\"]", .pathText(offset: 1)),
        ("a[1]b", .pathText(offset: 4)), ("a b", .pathText(offset: 1)),
        ("a[9999999999999999]", .pathNumber(position: 1)),
    ])
    func `a text that is no path is refused with its place`(text: String, error: CredentialModelError) {
        #expect(throws: error) { try ClaimPath(text: text) }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `every path is read back from both of its forms`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let names = ["a", "b.c", "", "[", "\"", "\\", "é", "\u{1}", "a b", "日本", "*", "0"]
        let path = ClaimPath(
            (0..<Int.random(in: 1...16, using: &random)).map { _ in
                switch Int.random(in: 0..<3, using: &random) {
                case 0: .index(Int.random(in: 0...99_999, using: &random))
                case 1: .all
                default: .name(names.randomElement(using: &random) ?? "")
                }
            })
        #expect(try ClaimPath(json: path.json) == path, "seed \(seed)")
        #expect(try ClaimPath(text: path.description) == path, "seed \(seed)")
    }

    @Test func `SEC-05 two spellings of one letter are two names`() {
        #expect(["caf\u{E9}"] as ClaimPath != ["cafe\u{301}"] as ClaimPath)
    }

    @Test func `DSEL-14 a path covers itself, what lies inside, and positions when it names all`() {
        let address: ClaimPath = ["address"]
        #expect(address.covers(address))
        #expect(address.covers(["address", "postcode"]))
        #expect(!(["address", "postcode"] as ClaimPath).covers(address))
        #expect((["ids", nil] as ClaimPath).covers(["ids", 3, "x"]))
        #expect(!(["ids", 3] as ClaimPath).covers(["ids", nil]))
        #expect(!address.covers(["addresses"]))
    }

    @Test func `leaves name each claim once and count nothing`() throws {
        let claims = try JSONValue(
            parsing: #"{"a":1,"b":{"c":null,"d":{}},"e":[{"f":1},{"f":2,"g":[]}],"h":["x","y"]}"#)
        #expect(ClaimPath.leaves(of: claims).map(\.description) == ["a", "b.c", "b.d", "e[*].f", "e[*].g", "h"])
    }
}
