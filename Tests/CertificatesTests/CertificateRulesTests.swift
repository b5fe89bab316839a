import Cryptography
import Rules
import Testing

@testable import Certificates

@Suite struct CertificateRulesTests {
    private func error(
        _ change: (inout TestChain) -> Void, policy: CertificatePathPolicy = .general
    ) throws -> CertificatesError? {
        var parts = try TestChain()
        change(&parts)
        do {
            let (leaf, middle, root) = try parts.certificates()
            _ = try CertificatePath.validated(
                leafFirst: [leaf, middle], anchors: [root], at: TestChain.time, policy: policy)
            return nil
        } catch let error as CertificatesError { return error }
    }

    private typealias DER = DERWriter
    private let leafName = "C=KE, O=Post of Kea, CN=Counter 7"
    private let middleName = "C=KE, O=Post of Kea, CN=Middle"
    private let rootName = "C=KE, O=Post of Kea, CN=Root"
    private let keyUsage: [UInt] = [2, 5, 29, 15]
    private let constraints: [UInt] = [2, 5, 29, 19]

    @Test func `NEG-108 an authority without cA is refused, wherever it stands`() throws {
        #expect(try error { $0.middle.authority = nil } == .notAnAuthority(subject: middleName))
        #expect(try error { $0.root.authority = nil } == .notAnAuthority(subject: rootName))
        let isNone = DER.sequence([])
        #expect(
            try error { $0.forgeMiddle = { $0.setExtension(constraints, critical: true, isNone) } }
                == .notAnAuthority(subject: middleName))
        // By the check itself, since OpenSSL would say the same of the path.
        var parts = try TestChain()
        parts.forgeMiddle = { $0.setExtension(constraints, critical: true, isNone) }
        let middle = try parts.certificates().middle
        #expect(throws: CertificatesError.notAnAuthority(subject: middleName)) {
            try CertificateRules.checkIssuer(middle, above: [], .general)
        }
    }

    @Test func `NEG-108 an authority without keyCertSign is refused, wherever it stands`() throws {
        let signatures = DER.bitString([0x80], unusedBits: 7)
        for usage in [nil, signatures] {
            func change(_ forge: inout Forge) {
                forge.removeExtension(keyUsage)
                if let usage { forge.setExtension(keyUsage, critical: true, usage) }
            }
            #expect(try error { $0.forgeMiddle = change } == .certificateSigning(subject: middleName))
            #expect(try error { $0.forgeRoot = change } == .certificateSigning(subject: rootName))
        }
    }

    @Test func `NEG-108 more authorities than the path length permits are refused`() throws {
        #expect(try error { $0.root.authority = .init(pathLength: 0) } == .pathTooLong(subject: rootName))
        #expect(try error { $0.root.authority = .init(pathLength: 1) } == nil)
    }

    @Test func `NEG-108 an authority that issued itself a new key does not count in the path length`() throws {
        let parts = try TestChain()
        let (middleKey, newKey) = (try #require(parts.middleKey), try #require(parts.rootKey))
        let (_, middle, root) = try parts.certificates()
        var renewed = parts.middle
        (renewed.key, renewed.serialNumber) = (newKey.publicKey, [20])
        let selfIssued = try renewed.issued(by: middle, signedWith: middleKey)
        let leaf = try parts.leaf.issued(by: selfIssued, signedWith: newKey)
        let path = try CertificatePath.validated(
            leafFirst: [leaf, selfIssued, middle], anchors: [root], at: TestChain.time)
        #expect(path.certificates.count == 4)
    }

    @Test func `NEG-110 a leaf that must not sign is refused, one that does not say passes`() throws {
        // A leaf with the rights of an authority has keyCertSign and no digitalSignature.
        #expect(try error { $0.leaf.authority = .init(pathLength: nil) } == .keyUsage(subject: leafName))
        let agreement = DER.bitString([0x08], unusedBits: 3)
        #expect(
            try error { $0.forgeLeaf = { $0.setExtension(keyUsage, critical: true, agreement) } }
                == .keyUsage(subject: leafName))
        #expect(try error { $0.forgeLeaf = { $0.removeExtension(keyUsage) } } == nil)
    }

    @Test func `NEG-110 an unknown critical extension is refused anywhere, one that is not critical is ignored`() throws
    {
        let identifier: [UInt] = [1, 3, 6, 1, 4, 1, 55555, 1]
        let further = { (critical: Bool) in
            [(identifier: identifier, critical: critical, content: [0x05, 0x00] as [UInt8])]
        }
        func expected(_ subject: String) -> CertificatesError {
            .unknownCriticalExtension(subject: subject, identifier: "1.3.6.1.4.1.55555.1")
        }
        #expect(try error { $0.leaf.furtherExtensions = further(true) } == expected(leafName))
        #expect(try error { $0.middle.furtherExtensions = further(true) } == expected(middleName))
        #expect(try error { $0.root.furtherExtensions = further(true) } == expected(rootName))
        #expect(try error { $0.leaf.furtherExtensions = further(false) } == nil)
    }

    @Test func `JOSE-18 what constrains policies is not acted upon, so it must not be critical`() throws {
        // PolicyConstraints { requireExplicitPolicy [0] 0 }
        let constraint = DER.sequence(DER.element(0x80, [0]))
        func one(_ critical: Bool) -> [(identifier: [UInt], critical: Bool, content: [UInt8])] {
            [([2, 5, 29, 36], critical, constraint)]
        }
        #expect(
            try error { $0.middle.furtherExtensions = one(true) }
                == .unknownCriticalExtension(subject: middleName, identifier: "2.5.29.36"))
        #expect(try error { $0.middle.furtherExtensions = one(false) } == nil)
        let policy = DER.sequence(DER.sequence(DER.identifier([1, 2, 3, 4])))
        #expect(try error { $0.leaf.furtherExtensions = [([2, 5, 29, 32], true, policy)] } == nil)
    }

    @Test func `JOSE-18 a purpose that a profile asks for must be there`() throws {
        let wanted = CertificatePathPolicy(purposes: ["1.0.18013.5.1.6", "1.2.3"])
        let missing = CertificatesError.missingPurpose(subject: leafName, wanted: ["1.0.18013.5.1.6", "1.2.3"])
        #expect(try error({ $0.leaf.purposes = [[1, 0, 18013, 5, 1, 6]] }, policy: wanted) == nil)
        #expect(try error({ _ in }, policy: wanted) == missing)
        #expect(try error({ $0.leaf.purposes = [[1, 0, 18013, 5, 1, 2]] }, policy: wanted) == missing)
        #expect(try error({ $0.leaf.purposes = [[2, 5, 29, 37, 0]] }, policy: wanted) == missing)
        func withAuthority(_ purpose: [UInt]) throws -> CertificatesError? {
            try error(
                {
                    $0.leaf.purposes = [[1, 2, 3]]
                    $0.middle.purposes = [purpose]
                }, policy: wanted)
        }
        #expect(try withAuthority([1, 2, 3]) == nil)
        #expect(try withAuthority([2, 5, 29, 37, 0]) == nil)
        #expect(
            try withAuthority([1, 2, 4])
                == .missingPurpose(subject: middleName, wanted: ["1.0.18013.5.1.6", "1.2.3"]))
    }

    @Test func `PKX-05 the signature algorithm is one of four, the same twice, and has no parameters`() throws {
        let sha256 = DER.identifier([1, 2, 840, 10045, 4, 3, 2])
        let weak = DER.sequence(DER.identifier([1, 2, 840, 10045, 4, 1]))
        let sha224 = DER.sequence(DER.identifier([1, 2, 840, 10045, 4, 3, 1]))
        let rsa = DER.sequence(DER.identifier([1, 2, 840, 113549, 1, 1, 11]), [0x05, 0x00])
        for algorithm in [weak, sha224, rsa, DER.sequence(sha256, [0x05, 0x00])] {
            #expect(
                try error { $0.forgeLeaf = { $0.setAlgorithm(algorithm) } } == .signatureAlgorithm(subject: leafName))
            #expect(
                try error { $0.forgeMiddle = { $0.setAlgorithm(algorithm) } }
                    == .signatureAlgorithm(subject: middleName))
        }
        let sha384 = DER.sequence(DER.identifier([1, 2, 840, 10045, 4, 3, 3]))
        #expect(
            try error { $0.forgeLeaf = { $0.outerAlgorithm = sha384 } } == .signatureAlgorithmsDiffer(subject: leafName)
        )
        #expect(
            try error { $0.forgeLeaf = { $0.outerAlgorithm = DER.sequence(sha256, [0x05, 0x00]) } }
                == .signatureAlgorithmsDiffer(subject: leafName))
    }

    @Test func `PKX-06 versions 1 and 2 are refused`() throws {
        func older(_ forge: inout Forge, _ version: UInt8) {
            forge.fields[0] = version == 1 ? [] : DER.element(0xA0, DER.integer([version - 1]))
            // Extensions exist from version 3 on.
            forge.fields[7] = []
        }
        for version in [1, 2] as [UInt8] {
            #expect(
                try error { $0.forgeMiddle = { older(&$0, version) } }
                    == .wrongVersion(subject: middleName, version: Int(version)))
            #expect(
                try error { $0.forgeRoot = { older(&$0, version) } }
                    == .wrongVersion(subject: rootName, version: Int(version)))
            #expect(
                try error { $0.forgeLeaf = { older(&$0, version) } }
                    == .wrongVersion(subject: leafName, version: Int(version)))
        }
    }

    @Test func `PKX-06 a serial number is positive and has at most 20 bytes, but for anchors`() throws {
        func error(_ serial: [UInt8]) throws -> CertificatesError? {
            try self.error { $0.forgeLeaf = { $0.fields[1] = DER.element(0x02, serial) } }
        }
        #expect(try error([0x01]) == nil)
        #expect(try error([0x7F] + [UInt8](repeating: 1, count: 19)) == nil)
        #expect(try error([0x00, 0xFF] + [UInt8](repeating: 1, count: 19)) == nil)
        for bad in [[0], [0xFF], [0x80], [UInt8](repeating: 1, count: 21)] {
            #expect(try error(bad) == .badSerialNumber(subject: leafName))
        }
        #expect(try self.error { $0.forgeRoot = { $0.fields[1] = DER.element(0x02, [0]) } } == nil)
        #expect(
            try self.error { $0.forgeMiddle = { $0.fields[1] = DER.element(0x02, [0]) } }
                == .badSerialNumber(subject: middleName))
    }

    /// `NameConstraints { permittedSubtrees [0] or excludedSubtrees [1] { GeneralSubtree { name } } }`
    private func constraint(_ list: UInt8, _ name: [UInt8]) -> [UInt8] {
        DER.sequence(DER.element(list, DER.sequence(name)))
    }

    private func constraint(_ name: [UInt8]) -> [UInt8] { constraint(0xA0, name) }

    private func constrained(_ content: [UInt8], _ change: (inout TestChain) -> Void = { _ in }) throws
        -> CertificatesError?
    {
        let results = try [\TestChain.middle, \TestChain.root].map { place in
            try error {
                $0[keyPath: place].furtherExtensions = [([2, 5, 29, 30], true, content)]
                change(&$0)
            }
        }
        #expect(results[0]?.refusal.code == results[1]?.refusal.code, "the anchor's constraints count as well")
        return results[0]
    }

    @Test func `NEG-111 PKX-07 DNS names outside the constraints are refused`() throws {
        func dns(_ name: String) -> [UInt8] { DER.element(0x82, Array(name.utf8)) }
        #expect(try constrained(constraint(dns("post.example"))) == nil)
        #expect(try constrained(constraint(dns("counter.post.example"))) == nil)
        #expect(try constrained(constraint(dns("other.example"))) == .nameNotPermitted(subject: leafName))
        #expect(try constrained(constraint(dns("ounter.post.example"))) == .nameNotPermitted(subject: leafName))
        #expect(try constrained(constraint(0xA1, dns("post.example"))) == .nameNotPermitted(subject: leafName))
        #expect(try constrained(constraint(0xA1, dns("other.example"))) == nil)
    }

    @Test func `NEG-111 PKX-07 URIs outside the constraints are refused`() throws {
        func uri(_ host: String) -> [UInt8] { DER.element(0x86, Array(host.utf8)) }
        func error(_ content: [UInt8]) throws -> CertificatesError? {
            try constrained(content) { $0.leaf.uris = ["https://issuer.post.example/x"] }
        }
        #expect(try error(constraint(uri(".post.example"))) == nil)
        #expect(try error(constraint(uri("issuer.post.example"))) == nil)
        #expect(try error(constraint(uri(".other.example"))) == .nameNotPermitted(subject: leafName))
        #expect(try error(constraint(0xA1, uri("issuer.post.example"))) == .nameNotPermitted(subject: leafName))
    }

    @Test func `NEG-111 PKX-07 subjects outside the constraints are refused`() throws {
        func name(_ country: String) -> [UInt8] {
            let attribute = DER.sequence(DER.identifier([2, 5, 4, 6]), DER.printable(country))
            return DER.element(0xA4, DER.sequence(DER.set(attribute)))
        }
        #expect(try constrained(constraint(name("KE"))) == nil)
        let code = try constrained(constraint(0xA1, name("KE")))?.refusal.code
        #expect(code == "name_not_permitted")
        #expect(
            try error { $0.middle.furtherExtensions = [([2, 5, 29, 30], true, constraint(name("FR")))] }
                == .nameNotPermitted(subject: leafName))
    }

    @Test func `PKX-09 a leaf's key must be a point of P-256 in full, or an Ed25519 key`() throws {
        let point = try #require(try TestChain().leafKey).publicKey
        func key(_ bits: [UInt8]) -> [UInt8] {
            let algorithm = DER.sequence(
                DER.identifier([1, 2, 840, 10045, 2, 1]), DER.identifier([1, 2, 840, 10045, 3, 1, 7]))
            return DER.sequence(algorithm, DER.bitString(bits))
        }
        func error(_ info: [UInt8]) throws -> CertificatesError? {
            try self.error { $0.forgeLeaf = { $0.fields[6] = info } }
        }
        #expect(try error(key([4] + point.x + point.y)) == nil)
        #expect(try error(key([4] + point.x + point.x)) == .unsupportedKey(subject: leafName))
        #expect(try error(key([2 + point.y[31] % 2] + point.x)) == .unsupportedKey(subject: leafName))
        #expect(try error(key([0])) == .unsupportedKey(subject: leafName))
        #expect(try error(key([4] + point.x)) == .unsupportedKey(subject: leafName))
        let exchange = DER.sequence(
            DER.sequence(DER.identifier([1, 3, 101, 110])), DER.bitString([9] + [UInt8](repeating: 0, count: 31)))
        #expect(try error(exchange) == .unsupportedKey(subject: leafName))
    }

    @Test func `JOSE-18 an authority whose key is no point of its curve is refused`() throws {
        let broken = { (forge: inout Forge) in forge.fields[6][forge.fields[6].count - 1] ^= 1 }
        #expect(try error { $0.forgeMiddle = broken } == .weakKey(subject: middleName))
    }
}
