import Rules
import TestSupport
import Testing

@testable import HTTP

@Suite struct URLFormTests {
    @Test(arguments: [
        ("", []),
        ("a=1", [FormField("a", "1")]),
        ("a=1&b=2", [FormField("a", "1"), FormField("b", "2")]),
        ("a", [FormField("a", "")]),
        ("=1", [FormField("", "1")]),
        ("a=1=2", [FormField("a", "1=2")]),
        ("a=&&b=&", [FormField("a", ""), FormField("b", "")]),
        ("a+b=c+d%2B", [FormField("a b", "c d+")]),
        ("n=%C3%A9%e2%82%ac", [FormField("n", "é€")]),
        ("vp_token={\"a\":[\"x~\"]}", [FormField("vp_token", "{\"a\":[\"x~\"]}")]),
        ("a=1&a=2", [FormField("a", "1"), FormField("a", "2")]),
    ])
    func `RSP-03 fields are read in order, decoded, repeats kept visible`(text: String, fields: [FormField]) throws {
        #expect(try URLForm(parsing: text).fields == fields)
    }

    @Test(arguments: [
        ("a=%", FormFault.brokenPercentEncoding(offset: 2)),
        ("a=%4", .brokenPercentEncoding(offset: 2)),
        ("b=1&a=%41%4g", .brokenPercentEncoding(offset: 9)),
        ("a%zz=1", .brokenPercentEncoding(offset: 1)),
        ("a=%u0041", .brokenPercentEncoding(offset: 2)),
        ("a=%00", .nul(offset: 2)),
        ("a%00b=1", .nul(offset: 0)),
        ("a=1 2", .rawOctet(offset: 3)),
        ("a=1\r\n", .rawOctet(offset: 3)),
        ("é=1", .rawOctet(offset: 0)),
        ("a=\u{7F}", .rawOctet(offset: 2)),
        ("a=%C3", .notUTF8(offset: 2)),
        ("a=%C0%80", .notUTF8(offset: 2)),
        ("a=%ED%A0%80", .notUTF8(offset: 2)),
    ])
    func `RSP-08 a broken form is refused at its place (NEG-229)`(text: String, fault: FormFault) {
        #expect(throws: HTTPError.unusableForm(fault)) { try URLForm(parsing: text) }
    }

    @Test func `RSP-08 a raw NUL octet is refused`() {
        #expect(throws: HTTPError.unusableForm(.rawOctet(offset: 2))) { try URLForm(parsing: [0x61, 0x3D, 0]) }
    }

    @Test func `HTTP-04 a field that occurs twice is refused where one is asked for (NEG-229)`() throws {
        let form = try URLForm(parsing: "state=1&code=2&state=")
        #expect(form.values("state") == ["1", ""])
        #expect(try form.single("code") == "2")
        #expect(try form.single("none") == nil)
        #expect(throws: HTTPError.unusableForm(.repeatedField(name: "state"))) { try form.single("state") }
        #expect(throws: HTTPError.unusableForm(.repeatedField(name: "state"))) { try form.parameter("state") }
        #expect(throws: HTTPError.unusableForm(.repeatedFieldNumber(3))) { try form.withoutRepeats() }
        #expect(try URLForm(parsing: "a=1&b=1").withoutRepeats().fields.count == 2)
    }

    @Test func `HTTP-04 a parameter without value counts as absent`() throws {
        let form = try URLForm(parsing: "a=&b=x")
        #expect(try form.parameter("a") == nil)
        #expect(try form.single("a") == "")
        #expect(try form.parameter("b") == "x")
    }

    @Test func `SEC-05 names are compared octet by octet`() throws {
        let form = try URLForm(parsing: "%C3%A9=1&e%CC%81=2")
        #expect(try form.single("\u{E9}") == "1")
        #expect(try form.single("e\u{301}") == "2")
        #expect(throws: Never.self) { try form.withoutRepeats() }
    }

    @Test func `SEC-03 as many fields as allowed are read, one more is refused`() throws {
        let text = (0..<64).map { "f\($0)=1" }.joined(separator: "&")
        #expect(try URLForm(parsing: text).fields.count == 64)
        #expect(throws: HTTPError.unusableForm(.tooManyFields(limit: 64))) { try URLForm(parsing: text + "&f=1") }
    }

    @Test func `SEC-03 empty fields count against the limit, so that a body of separators ends early`() throws {
        #expect(try URLForm(parsing: String(repeating: "&", count: 64)).fields == [])
        #expect(try URLForm(parsing: String(repeating: "&", count: 63) + "a=1").fields == [FormField("a", "1")])
        for text in [
            String(repeating: "&", count: 65), String(repeating: "&", count: 64) + "a=1",
            String(repeating: "&", count: 1_000_000),
        ] {
            #expect(throws: HTTPError.unusableForm(.tooManyFields(limit: 64))) { try URLForm(parsing: text) }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what is written is read back`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let text = { (random: inout SeededGenerator) in
            String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &random))
                    }))
        }
        let form = URLForm((0..<5).map { _ in FormField("n" + text(&random), text(&random)) })
        #expect(try URLForm(parsing: form.bytes) == form, "seed \(seed)")
        #expect(form.bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    }

    @Test func `no octet at any place crashes the reader, and what it takes is written and read again`() throws {
        let valid = Array("vp_token=%7B%22a%22%3A1%7D&state=a+b".utf8)
        for end in valid.indices {
            try expectSame(Array(valid[..<end]))
            for octet in [0, 0x25, 0x26, 0x3D, 0x80, 0xFF] as [UInt8] {
                var bytes = valid
                bytes[end] = octet
                try expectSame(bytes)
            }
        }
    }

    private func expectSame(_ bytes: [UInt8]) throws {
        guard let form = try? URLForm(parsing: bytes) else { return }
        #expect(try URLForm(parsing: form.bytes) == form, "\(bytes)")
    }
}
