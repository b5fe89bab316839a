import Bytes
import Rules
import Testing

@testable import CBOR

@Suite struct CBORValueTests {
    @Test func `values of another kind give nil`() {
        let value: CBORValue = ["a": [1, nil, true], "b": .bytes([1])]
        #expect(value["a"]?[element: 0]?.integer == 1)
        #expect(value["a"]?[element: 1]?.isNull == true)
        #expect(value["a"]?[element: 2]?.bool == true)
        #expect(value["a"]?[element: 3] == nil)
        #expect(value["a"]?[element: -1] == nil)
        #expect(value["b"]?.text == nil)
        #expect(value["b"]?["a"] == nil)
        #expect(value.array == nil)
        #expect(value["b"]?.bytes == [1])
    }

    @Test func `maps are equal in any order, and never by one shared key`() {
        let left: CBORValue = [1: "a", 2: "b", 3: "c"]
        #expect(left == [3: "c", 1: "a", 2: "b"])
        #expect(left.hashValue == ([3: "c", 1: "a", 2: "b"] as CBORValue).hashValue)
        #expect(left != [3: "c", 1: "b", 2: "a"])
        #expect(left != [1: "a", 2: "b", 4: "c"])
        #expect(left != [1: "a", 2: "b"])
    }

    @Test func `SEC-05 texts are equal by their bytes`() {
        #expect(CBORValue.text("\u{E9}") != .text("e\u{301}"))
        #expect(CBORMap([(.text("\u{E9}"), 1), (.text("e\u{301}"), 2)]).count == 2)
    }

    @Test func `a key set again keeps its place, nil removes it`() {
        var map: CBORMap = [1: "a", 2: "b", 1: "c"]
        #expect(map.map(\.value) == ["c", "b"])
        map[1] = nil
        map[3] = "d"
        #expect(map.map(\.key) == [2, 3])
    }

    @Test func `CBR-11 a float keeps its bits, equals the same number in another width, and NaN only itself`() throws {
        func float(_ hex: String) throws -> CBORValue { try CBORValue(parsing: Hex.decode(hex), options: .open) }
        #expect(try float("f93c00") == float("fb3ff0000000000000"))
        #expect(try float("f90000") != float("f98000"))
        #expect(try float("fa7fc00001").float?.bits == 0x7FC0_0001)
        #expect(try float("fa7fc00001") == float("fa7fc00001"))
        #expect(try float("fa7fc00001") != float("fa7fc00002"))
        #expect(try float("fa7f800001").encoded() == Hex.decode("fa7f800001"), "a signalling NaN is not quieted")
        #expect(try float("fa7fc00001").description == "NaN")
    }

    @Test(arguments: [
        (1.0, "f93c00"), (65_504, "f97bff"), (65_505, "fa477fe100"), (1.1, "fb3ff199999999999a"), (-0.0, "f98000"),
        (.infinity, "f97c00"), (.nan, "f97e00"), (5.960464477539063e-8, "f90001"),
        (3.4028234663852886e38, "fa7f7fffff"),
    ])
    func `CBR-01 a float is built in the narrowest width that keeps it`(number: Double, hex: String) {
        #expect(Hex.encode(CBORValue.float(number).encoded()) == hex)
    }

    @Test func `diagnostic text escapes what would disturb a terminal`() {
        #expect(CBORValue.text("a\u{1B}[2J\n\"\\\u{9B}").description == #""a\u001b[2J\u000a\"\\\u009b""#)
    }

    @Test func `CBR-12 a natural number is an unsigned integer or a bignum in its one spelling`() throws {
        #expect(try CBORValue.unsigned(0x0102).naturalNumberBytes() == [1, 2])
        #expect(try CBORValue.unsigned(0).naturalNumberBytes() == [])
        #expect(try CBORValue.tagged(2, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0])).naturalNumberBytes().count == 9)
        for wrong in [CBORValue.tagged(2, .bytes([0, 1])), .tagged(2, .bytes([])), .tagged(3, .bytes([1])), -1, "1"] {
            #expect(throws: CBORError.notBignum) { try wrong.naturalNumberBytes() }
        }
    }
}
