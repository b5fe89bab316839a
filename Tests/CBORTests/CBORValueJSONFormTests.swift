import Testing

@testable import CBOR

@Suite struct CBORValueJSONFormTests {
    @Test(arguments: [
        (CBORValue.unsigned(.max), CBORJSONForm.number("18446744073709551615")),
        (CBORValue(.negative(.max)), .number("-18446744073709551616")),
        (9_007_199_254_740_993, .number("9007199254740993")), (-9_007_199_254_740_993, .number("-9007199254740993")),
        (.bytes([0xFB, 0xFF]), .string("-_8")), ("é", .string("é")), (true, .bool(true)), (nil, .null),
        (.float(1.5), .number("1.5")), (.float(.nan), .null), (.float(-.infinity), .null),
        (.tagged(0, "2020-10-01T13:30:02Z"), .string("2020-10-01T13:30:02Z")),
        (.tagged(1004, "2020-10-01"), .string("2020-10-01")), (.tagged(4711, [1]), CBORJSONForm.array([1])),
        (.tagged(2, .bytes([1])), .string("AQ")), (.tagged(3, .bytes([1])), .string("~AQ")),
        (CBORValue.array([1, 2]), .array([1, 2])),
    ])
    func `CBR-13 each kind has its form in JSON`(value: CBORValue, form: CBORJSONForm) throws {
        #expect(try value.jsonForm() == form)
    }

    @Test func `CBR-13 a map with text keys is an object in the same order`() throws {
        let value: CBORValue = ["b": 1, "a": .bytes([])]
        guard case .object(let members) = try value.jsonForm() else { throw CBORError.keyNotText }
        #expect(members.map(\.name) == ["b", "a"])
        #expect(members.map(\.value) == [1, .bytes([])])
    }

    @Test(arguments: [CBORValue.map([1: 2]), .map(["a": 1, .bytes([0x62]): 2]), .map([nil: 1])])
    func `CBR-13 a map with another key has no form in JSON`(value: CBORValue) {
        #expect(throws: CBORError.keyNotText) { try value.jsonForm() }
    }
}
