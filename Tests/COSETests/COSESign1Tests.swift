import Bytes
import CBOR
import Certificates
import Cryptography
import Rules
import TestSupport
import Testing

@testable import COSE

@Suite struct COSESign1Tests {
    private let key: SoftwareKey

    init() throws { key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x51, count: 32)) }

    private func parts(_ change: (inout [CBORValue]) -> Void = { _ in }) throws -> [UInt8] {
        let signed = try COSESign1.signed([1, 2, 3], protected: [16: "application/x"], by: key)
        var parts = try #require(
            try CBORValue(parsing: signed, options: CBOROptions(tags: [18])).item(taggedAs: 18)?.array)
        change(&parts)
        return CBORValue.tagged(18, .array(parts)).encoded()
    }

    private func code(_ bytes: [UInt8], by other: SoftwareKey? = nil) -> String? {
        do throws(COSEError) {
            _ = try COSESign1(parsing: bytes).verified(by: (other ?? key).publicKey)
            return nil
        } catch { return error.refusal.code }
    }

    @Test(arguments: [KeyCurve.p256, .ed25519])
    func `TSL-11 CBR-04 what was signed is verified`(curve: KeyCurve) throws {
        let key = try SoftwareKey(curve, privateScalar: [UInt8](repeating: 0x52, count: 32))
        let message = try COSESign1(parsing: try COSESign1.signed([9], protected: [4: .bytes([0x31])], by: key))
        #expect(try message.verified(by: key.publicKey) == [9])
        #expect(try message.keyID() == [0x31])
        #expect(try message.certificates().isEmpty)
    }

    @Test func `JOSE-14 TSL-11 any changed byte is refused`() throws {
        let good = try parts()
        #expect(code(good) == nil)
        for place in good.indices {
            var bytes = good
            bytes[place] ^= 1
            #expect(code(bytes) != nil, "byte \(place)")
        }
    }

    @Test func `TSL-11 what is no tagged COSE_Sign1 is refused by what it is`() throws {
        let good = try parts()
        #expect(code(Array(good.dropFirst())) == "not_sign1", "without its tag")
        #expect(code([0xD1] + good.dropFirst()) == "not_sign1", "a MAC")
        #expect(code(try parts { $0.removeLast() }) == "not_sign1")
        #expect(code(try parts { $0[0] = .map([:]) }) == "not_sign1")
        #expect(code(try parts { $0[0] = .bytes([0x80]) }) == "not_sign1")
        #expect(code(try parts { $0[1] = .null }) == "not_sign1")
        #expect(code(try parts { $0[2] = .null }) == "cose_detached")
        #expect(code([]) != nil)
        #expect(code(good + [0]) != nil, "bytes after it")
    }

    @Test func `JOSE-05 JOSE-06 JOSE-10 headers that ask for something else are refused`() throws {
        func header(_ map: CBORMap) throws -> [UInt8] { try parts { $0[0] = .bytes(CBORValue.map(map).encoded()) } }
        #expect(code(try header([16: "x"])) == "cose_algorithm")
        #expect(code(try header([1: 5])) == "cose_algorithm", "HMAC")
        #expect(code(try header([1: "ES256"])) == "cose_algorithm")
        #expect(code(try header([1: -8])) == "cose_algorithm_key")
        #expect(code(try header([1: -7, 2: [16]])) == "cose_critical")
        #expect(code(try parts { $0[1] = [2: [16]] }) == "cose_critical")
        #expect(code(try parts { $0[1] = [16: "y"] }) == "cose_header_repeated")
        #expect(code(try parts { $0[0] = .bytes([]) }) == "cose_algorithm")
        let stranger = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x53, count: 32))
        #expect(code(try parts(), by: stranger) == "cose_signature")
        #expect(code(try parts { $0[3] = .bytes([1, 2]) }) == "cose_signature")
    }

    @Test func `TSL-11 certificates come leaf first, one as a string`() throws {
        let post = try TestPost()
        func chain(_ value: CBORValue) throws -> [Certificate] {
            try COSESign1(parsing: try COSESign1.signed([1], protected: [33: value], by: post.key)).certificates()
        }
        #expect(try chain(.bytes(post.leaf.der)) == [post.leaf])
        #expect(try chain([.bytes(post.leaf.der), .bytes(post.root.der)]) == [post.leaf, post.root])
        #expect(throws: COSEError.self) { try chain([]) }
        #expect(throws: COSEError.self) { try chain(["x"]) }
        #expect(throws: COSEError.self) { try chain(.bytes([0x30])) }
        #expect(throws: COSEError.self) {
            try chain(.array(Array(repeating: .bytes(post.leaf.der), count: 11)))
        }
        let unprotected = try parts { $0[1] = [33: .bytes(post.leaf.der), 4: .bytes([7])] }
        #expect(try COSESign1(parsing: unprotected).certificates() == [post.leaf])
        #expect(try COSESign1(parsing: unprotected).keyID() == [7])
    }
}
