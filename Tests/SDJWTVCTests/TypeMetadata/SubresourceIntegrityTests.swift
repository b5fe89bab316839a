import Bytes
import Cryptography
import SDJWTVC
import Testing

@Suite struct SubresourceIntegrityTests {
    private let document = Array("{}".utf8)

    private func hash(_ algorithm: HashAlgorithm, of text: String = "{}") -> String {
        SubresourceIntegrity(of: Array(text.utf8), algorithm).text
    }

    @Test func `VC-60 the hash of a document is written as the standard's own example`() throws {
        // echo -n '{}' | openssl dgst -sha256 -binary | base64
        #expect(hash(.sha256) == "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=")
    }

    @Test(arguments: HashAlgorithm.allCases)
    func `VC-60 a hash of each function fits its document and no other`(algorithm: HashAlgorithm) throws {
        let integrity = try SubresourceIntegrity(parsing: hash(algorithm))
        #expect(integrity.fits(document))
        #expect(!integrity.fits(document + [0x0A]))
        #expect(!integrity.fits([]))
    }

    @Test func `VC-60 NEG-123 a weaker hash that fits does not help a stronger one that does not`() throws {
        for (strong, weak) in [(HashAlgorithm.sha384, HashAlgorithm.sha256), (.sha512, .sha384), (.sha512, .sha256)] {
            let text = "\(hash(weak)) \(hash(strong, of: "[]"))"
            #expect(!(try SubresourceIntegrity(parsing: text)).fits(document), "\(text)")
            #expect(try SubresourceIntegrity(parsing: "\(hash(weak, of: "[]")) \(hash(strong))").fits(document))
        }
    }

    @Test func `VC-60 of several hashes of the strongest function any may fit`() throws {
        let text = "\(hash(.sha256, of: "[]"))\n\t\(hash(.sha256))"
        let integrity = try SubresourceIntegrity(parsing: text)
        #expect(integrity.fits(document))
        #expect(integrity.fits(Array("[]".utf8)))
    }

    @Test func `VC-60 options and functions that nobody knows are passed over`() throws {
        let text = "sha3-256-AAAA \(hash(.sha256))?ct=application/json SHA999-zz"
        #expect(try SubresourceIntegrity(parsing: text).fits(document))
    }

    @Test(arguments: ["md5-1B2M2Y8AsgTpgAmY7PhCfg==", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "blake3-AAAA"])
    func `VC-60 NEG-123 without a known function there is nothing to compare with`(text: String) {
        #expect(throws: TypeMetadataError.integrityUnsupported) { try SubresourceIntegrity(parsing: text) }
    }

    @Test(arguments: [
        "", " ", "sha256", "sha256-", "-AAAA", "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o",
        "sha256-RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o=", "sha384-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
        "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o= sha512-short",
    ])
    func `VC-05 what is no list of hashes is refused`(text: String) {
        #expect(throws: TypeMetadataError.integrityMalformed) { try SubresourceIntegrity(parsing: text) }
    }

    @Test func `VC-05 a text of 4096 octets is read, one more is not`() throws {
        let room = String(repeating: " ", count: 4096 - hash(.sha256).utf8.count)
        #expect(try SubresourceIntegrity(parsing: hash(.sha256) + room).fits(document))
        #expect(throws: TypeMetadataError.integrityMalformed) {
            try SubresourceIntegrity(parsing: hash(.sha256) + room + " ")
        }
    }

    @Test func `VC-05 sixteen hashes are read, and no more`() throws {
        let many = [String](repeating: hash(.sha256), count: 16).joined(separator: " ")
        #expect(try SubresourceIntegrity(parsing: many).fits(document))
        #expect(throws: TypeMetadataError.integrityMalformed) {
            try SubresourceIntegrity(parsing: many + " " + hash(.sha256))
        }
    }
}
