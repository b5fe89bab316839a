import Bytes
import Testing

@testable import CBOR

@Suite struct CBORValueEmbeddedTests {
    private let options = CBOROptions(tags: [24])

    @Test func `CBR-07 an item is wrapped and unwrapped with its bytes and its place`() throws {
        let inner: CBORValue = ["digestID": 0]
        let bytes = CBORValue.array([nil, .embedding(inner.encoded())]).encoded()
        let outer = try #require(try CBORValue(parsing: bytes, options: options)[element: 1])
        #expect(outer.source?.prefix(3).elementsEqual([0xD8, 0x18, 0x4B]) == true)
        let item = try outer.embedded(options: options)
        #expect(item == inner)
        #expect(item.source?.startIndex == 5)
        #expect(item.source?.endIndex == bytes.count)
    }

    @Test(arguments: ["4100", "d8184100", "d81800", "d8186100", "d9001841 00", "00"])
    func `CBR-07 anything but tag 24 around a byte string with one item is refused`(hex: String) throws {
        let bytes = try Hex.decode(hex.filter { $0 != " " })
        let open = CBOROptions(openValues: .everywhere, spelling: .lenient)
        let value = try CBORValue(parsing: bytes, options: open)
        if hex == "d8184100" || hex.hasPrefix("d9") {
            #expect(try value.embedded() == 0)
        } else {
            #expect(throws: CBORError.notEmbedded) { try value.embedded() }
        }
    }

    @Test func `CBR-07 nothing follows the item in the string, and the string is not empty`() throws {
        let two = try CBORValue(parsing: [0xD8, 0x18, 0x42, 0x00, 0x01], options: options)
        #expect(throws: CBORError.trailingBytes(offset: 4)) { try two.embedded() }
        let none = try CBORValue(parsing: [0xD8, 0x18, 0x40], options: options)
        #expect(throws: CBORError.unexpectedEnd(offset: 3)) { try none.embedded() }
    }

    @Test func `CBR-06 depth counts on inside an embedded item`() throws {
        func wrapped(outside: Int, inside: Int) -> [UInt8] {
            let inner = [UInt8](repeating: 0x81, count: inside) + [0x00]
            return [UInt8](repeating: 0x81, count: outside) + CBORValue.embedding(inner).encoded()
        }
        func inner(_ bytes: [UInt8], outside: Int) throws -> CBORValue {
            var value = try CBORValue(parsing: bytes, options: options)
            for _ in 0..<outside { value = try #require(value[element: 0]) }
            return try value.embedded(options: options)
        }
        // 20 arrays, the tag, 11 arrays.
        #expect(throws: Never.self) { try inner(wrapped(outside: 20, inside: 11), outside: 20) }
        #expect(throws: CBORError.tooDeep(limit: 32, offset: 34)) {
            try inner(wrapped(outside: 20, inside: 12), outside: 20)
        }
    }

    @Test func `CBR-06 items count on inside embedded items when one decoder reads them`() throws {
        var decoder = CBORDecoder(options: CBOROptions(tags: [24], limits: CBORLimits(items: 5)))
        let bytes = CBORValue.array([.embedding([0x00]), .embedding([0x00])]).encoded()
        let value = try decoder.decode(bytes[...])
        #expect(throws: CBORError.tooManyItems(limit: 5, offset: 4)) {
            try decoder.decodeEmbedded(in: try #require(value[element: 0]))
        }
    }

    @Test func `a string of several pieces can be embedded too`() throws {
        let lenient = CBOROptions(openValues: .everywhere, spelling: .lenient)
        let value = try CBORValue(parsing: [0xD8, 0x18, 0x5F, 0x41, 0x81, 0x41, 0x05, 0xFF], options: lenient)
        #expect(try value.embedded() == [5])
    }
}
