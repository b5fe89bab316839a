import Bytes
import Testing

@testable import CBOR

@Suite struct CBORWriterTests {
    @Test(arguments: [
        (0 as UInt64, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65_535, "19ffff"),
        (65_536, "1a00010000"), (0xFFFF_FFFF, "1affffffff"), (0x1_0000_0000, "1b0000000100000000"),
        (.max, "1bffffffffffffffff"),
    ])
    func `CBR-01 CBR-11 integers have their shortest head`(number: UInt64, hex: String) throws {
        #expect(Hex.encode(CBORValue.unsigned(number).encoded()) == hex)
        #expect(try CBORValue(parsing: try Hex.decode(hex)).unsigned == number)
        let negative = try CBORValue(parsing: CBORValue(.negative(number)).encoded())
        #expect(negative.integer == Int64(exactly: number).map { -1 - $0 })
    }

    @Test func `CBR-11 integers keep their sign and their ends`() {
        #expect(Hex.encode(CBORValue.integer(.min).encoded()) == "3b7fffffffffffffff")
        #expect(Hex.encode(CBORValue.integer(.max).encoded()) == "1b7fffffffffffffff")
        #expect(CBORValue.integer(-1).integer == -1)
        #expect(CBORValue.unsigned(1 << 63).integer == nil)
        #expect(CBORValue(.negative(1 << 63)).integer == nil)
        #expect(CBORValue(.negative(.max)).description == "-18446744073709551616")
    }

    @Test func `CBR-01 lengths of 23, 24 and 256 have their shortest head`() {
        #expect(CBORValue.bytes([UInt8](repeating: 0, count: 23)).encoded().prefix(1) == [0x57])
        #expect(CBORValue.bytes([UInt8](repeating: 0, count: 24)).encoded().prefix(2) == [0x58, 24])
        #expect(CBORValue.text(String(repeating: "a", count: 256)).encoded().prefix(3) == [0x79, 1, 0])
        #expect(CBORValue.array([CBORValue](repeating: nil, count: 24)).encoded().prefix(2) == [0x98, 24])
        #expect(CBORValue.tagged(1004, "").encoded() == [0xD9, 0x03, 0xEC, 0x60])
    }

    @Test func `CBR-02 a map is written in the order of its entries`() {
        let key: CBORValue = [1: 2, -1: 1, 3: -7]
        #expect(Hex.encode(key.encoded()) == "a3010220010326")
    }

    @Test func `CBR-02 integer keys sort as 1, 3, -1, -2, -3`() {
        let map: CBORMap = [-3: 0, -1: 0, 3: 0, -2: 0, 1: 0]
        #expect(map.sortedByEncodedKeys().map(\.key) == [1, 3, -1, -2, -3])
    }

    @Test func `CBR-04 a decoded item inside a built one is written as it was received`() throws {
        let received: [UInt8] = [0xBF, 0x61, 0x61, 0x18, 0x00, 0xFF]
        let lenient = CBOROptions(openValues: .everywhere, spelling: .lenient)
        let item = try CBORValue(parsing: received, options: lenient)
        #expect(CBORValue.array(["Signature1", item]).encoded() == [0x82, 0x6A] + Array("Signature1".utf8) + received)
        #expect(item == ["a": 0])
    }

    @Test func `CBR-04 a structure of received pieces is written piece by piece`() {
        var writer = CBORWriter()
        writer.arrayHead(count: 3)
        writer.tag(24)
        writer.bytes([0xA0])
        writer.verbatim([0x18, 0x00])
        writer.value(nil)
        #expect(Hex.encode(writer.output) == "83d81841a01800f6")
    }
}
