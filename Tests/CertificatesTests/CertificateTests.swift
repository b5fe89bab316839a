import Bytes
import Cryptography
import Rules
import TestSupport
import Testing

@testable import Certificates

@Suite struct CertificateTests {
    @Test func `a certificate says what its template said`() throws {
        var chain = try TestChain()
        chain.leaf.uris = ["https://post.example/issuer"]
        chain.leaf.purposes = [[1, 3, 6, 1, 5, 5, 7, 3, 1]]
        let (leaf, middle, _) = try chain.certificates()
        #expect(leaf.subject.text == "C=KE, O=Post of Kea, CN=Counter 7")
        #expect(leaf.subject.commonName == "Counter 7")
        #expect(leaf.subject.organizationName == "Post of Kea")
        #expect(leaf.subject.countryCode == "KE")
        #expect(leaf.subject.organizationIdentifier == nil)
        #expect(leaf.issuer == middle.subject)
        #expect(leaf.serialNumber == [3])
        #expect(leaf.notBefore == TestChain.time - 86_400)
        #expect(leaf.notAfter == TestChain.time + 86_400)
        #expect(leaf.dnsNames == ["counter.post.example"])
        #expect(leaf.uris == ["https://post.example/issuer"])
        #expect(leaf.extendedKeyUsage == ["1.3.6.1.5.5.7.3.1"])
        #expect(leaf.keyUsage == .digitalSignature)
        #expect(!leaf.isAuthority)
        #expect(middle.basicConstraints == BasicConstraints(isAuthority: true, pathLength: 0))
        #expect(leaf.authorityKeyIdentifier == middle.subjectKeyIdentifier)
        #expect(leaf.version == 3)
        #expect(leaf.publicKey == chain.leaf.key)
        #expect(leaf.fingerprint == HashAlgorithm.sha256.hash(leaf.der))
    }

    @Test func `the same template and keys make the same bytes`() throws {
        #expect(try TestChain().certificates() == TestChain().certificates())
    }

    @Test func `an Ed25519 authority issues as well`() throws {
        let key = try SoftwareKey(.ed25519, privateScalar: [UInt8](repeating: 7, count: 32))
        var chain = try TestChain()
        chain.root.key = key.publicKey
        chain.root.commonName = "Ed25519 root"
        let root = try chain.root.selfSigned(with: key)
        let leaf = try chain.leaf.issued(by: root, signedWith: key)
        let path = try CertificatePath.validated(leafFirst: [leaf], anchors: [root], at: TestChain.time)
        #expect(path.anchor == root)
    }

    @Test func `RPC-02 the identifier of the organisation is read`() throws {
        var chain = try TestChain()
        chain.forgeLeaf = { forge in
            func attribute(_ type: [UInt], _ value: String) -> [UInt8] {
                DERWriter.set(DERWriter.sequence(DERWriter.identifier(type), DERWriter.utf8(value)))
            }
            forge.fields[5] = DERWriter.sequence(
                attribute([2, 5, 4, 97], "VATKE-1"), attribute([2, 5, 4, 10], "One"), attribute([2, 5, 4, 10], "Two"),
                attribute([2, 5, 4, 8], "Coast"), attribute([1, 2, 3, 4], "x"))
        }
        let subject = try chain.certificates().leaf.subject
        #expect(subject.organizationIdentifier == "VATKE-1")
        #expect(subject.values(of: "2.5.4.10") == ["One", "Two"])
        #expect(subject.stateOrProvince == "Coast")
        #expect(subject.commonName == nil)
        #expect(subject.text == "organizationIdentifier=VATKE-1, O=One, O=Two, ST=Coast, 1.2.3.4=x")
    }

    @Test func `a name with a comma does not pass for two parts`() throws {
        var chain = try TestChain()
        chain.leaf.commonName = "Counter, O=Ministry"
        #expect(try chain.certificates().leaf.subject.text == #"C=KE, O=Post of Kea, CN=Counter\, O\=Ministry"#)
    }

    @Test func `PKX-04 dates are written in two digits up to 2049 and in four from 2050 on`() throws {
        for (text, tag) in [
            ("2049-12-31T23:59:59Z", 0x17), ("2050-01-01T00:00:00Z", 0x18), ("9999-12-31T23:59:59Z", 0x18),
        ] as [(String, UInt8)] {
            var chain = try TestChain()
            chain.leaf.notAfter = try #require(UnixTime(rfc3339: text))
            let leaf = try chain.certificates().leaf
            #expect(leaf.notAfter == chain.leaf.notAfter)
            #expect(Forge.elements(Forge.content(Forge(leaf).fields[4]))[1][0] == tag)
        }
    }

    private func notBefore(_ tag: UInt8, _ text: String) throws -> UnixTime? {
        var chain = try TestChain()
        chain.forgeLeaf = { $0.setValidity((tag, text), (0x18, "99991231235959Z")) }
        do {
            let leaf = try chain.certificates().leaf
            #expect(leaf.notAfter.description == "9999-12-31T23:59:59Z")
            return leaf.notBefore
        } catch CertificatesError.badValidity(position: 0) { return nil }
    }

    @Test func `PKX-04 the years 50 to 99 are of the last century`() throws {
        #expect(try notBefore(0x17, "500101000000Z")?.description == "1950-01-01T00:00:00Z")
        #expect(try notBefore(0x17, "991231235959Z")?.description == "1999-12-31T23:59:59Z")
        #expect(try notBefore(0x17, "000229000000Z")?.description == "2000-02-29T00:00:00Z")
        #expect(try notBefore(0x17, "491231235959Z")?.description == "2049-12-31T23:59:59Z")
        #expect(try notBefore(0x18, "20260101000000Z")?.description == "2026-01-01T00:00:00Z")
    }

    @Test(arguments: [
        (0x17 as UInt8, "2601010000Z"), (0x17, "260101000000+0000"), (0x17, "260101000000"), (0x17, "20260101000000Z"),
        (0x17, "260230000000Z"), (0x17, "260101240000Z"), (0x17, "260101000060Z"), (0x17, "2601010000é"),
        (0x17, "260101000000X"), (0x18, "20260101000000X"),
        (0x18, "260101000000Z"), (0x18, "20260101000000.5Z"), (0x18, "20260101000000"), (0x18, "202601010000Z"),
        (0x18, "20260101000000+0100"), (0x18, "20261301000000Z"),
    ])
    func `PKX-04 PKX-10 times without seconds, with fractions or offsets are refused`(tag: UInt8, text: String) throws {
        #expect(try notBefore(tag, text) == nil)
    }

    @Test func `JOSE-17 bytes after the certificate, a part of it and BER are refused`() throws {
        let der = try TestChain().certificates().leaf.der
        #expect(throws: CertificatesError.notACertificate(position: 0)) { try Certificate(der: der + [0]) }
        #expect(throws: CertificatesError.notACertificate(position: 0)) { try Certificate(der: der + der) }
        #expect(throws: CertificatesError.notACertificate(position: 2)) {
            try Certificate(der: der.dropLast(), position: 2)
        }
        // The same certificate with a length in one octet more than needed, and with an indefinite length.
        for head in [[der[0], 0x83, 0x00] + der[2..<4], [der[0], 0x80]] {
            let longer = head + der[4...] + (head.count == 2 ? [0, 0] : [])
            #expect(throws: CertificatesError.notACertificate(position: 0)) { try Certificate(der: longer) }
        }
    }

    @Test func `PKX-03 a certificate has at most 16 KiB`() throws {
        var chain = try TestChain()
        let padding = DERWriter.octetString([UInt8](repeating: 0, count: 15_000))
        chain.leaf.furtherExtensions = [([1, 2, 3], false, padding)]
        #expect(try chain.certificates().leaf.der.count > 15_000)
        let longest = [UInt8](repeating: 0x30, count: 16_384)
        #expect(throws: CertificatesError.notACertificate(position: 0)) { try Certificate(der: longest) }
        #expect(throws: CertificatesError.tooLarge(position: 0, bytes: 16_385, limit: 16_384)) {
            try Certificate(der: longest + [0])
        }
    }

    @Test func `PKX-10 BER inside an extension is refused`() throws {
        let constraints: [UInt] = [2, 5, 29, 19]
        for content in [[0x30, 0x03, 0x01, 0x01, 0x01], [0x30, 0x80, 0x00, 0x00], [0x30, 0x81, 0x00]] as [[UInt8]] {
            var chain = try TestChain()
            chain.forgeLeaf = { $0.setExtension(constraints, critical: true, content) }
            #expect(throws: CertificatesError.self) { try chain.certificates() }
        }
    }

    @Test func `PKX-03 PKX-10 a name in another spelling than that of DER is refused`() throws {
        var chain = try TestChain()
        // OpenSSL writes names as they came, so nothing but the look at the spelling tells.
        chain.forgeLeaf = { $0.fields[5] = [0x30, 0x81, $0.fields[5][1]] + $0.fields[5].dropFirst(2) }
        #expect(throws: CertificatesError.notACertificate(position: 0)) { try chain.certificates() }
    }

    @Test func `a template with an identifier of one number makes no certificate, and no crash`() throws {
        var chain = try TestChain()
        chain.leaf.purposes = [[1]]
        #expect(throws: CertificatesError.self) { try chain.certificates() }
    }

    private struct BrokenKey: SigningKey {
        let publicKey: PublicKey
        func sign(_ message: [UInt8]) -> [UInt8] { [1, 2, 3] }
    }

    @Test func `a key that gives no signature of its curve signs no certificate`() throws {
        let chain = try TestChain()
        let (_, _, root) = try chain.certificates()
        #expect(throws: CertificatesError.libraryFailure(operation: "signing a certificate")) {
            try chain.middle.issued(by: root, signedWith: BrokenKey(publicKey: root.publicKey ?? chain.root.key))
        }
    }

    @Test func `PKX-06 an extension that occurs twice or is broken is refused`() throws {
        let name = "C=KE, O=Post of Kea, CN=Counter 7"
        func error(_ change: @escaping (inout Forge) -> Void) throws -> CertificatesError? {
            var chain = try TestChain()
            chain.forgeLeaf = change
            do {
                _ = try chain.certificates()
                return nil
            } catch let error as CertificatesError { return error }
        }
        #expect(
            try error { $0.extensions.append($0.extensions[0]) } == .badExtension(subject: name, name: "2.5.29.14"))
        #expect(
            try error { forge in
                let own = DERWriter.sequence(DERWriter.identifier([1, 2, 3]), DERWriter.octetString([0x05, 0x00]))
                forge.extensions += [own, own]
            } == .badExtension(subject: name, name: "1.2.3"))
        for identifier in [14, 15, 17, 19, 31, 35, 37] as [UInt] {
            #expect(
                try error { $0.setExtension([2, 5, 29, identifier], [0x04, 0x01, 0x00]) }?.refusal.code
                    == (identifier == 14 ? nil : "bad_extension"), "extension \(identifier)")
        }
    }

    @Test func `CID-05 names with a NUL, a blank or a letter beyond ASCII are refused`() throws {
        for name in ["post.example\u{0}.evil.example", "post .example", "pöst.example", ""] {
            var chain = try TestChain()
            chain.leaf.dnsNames = [name]
            #expect(throws: CertificatesError.self) { try chain.certificates() }
            chain.leaf.dnsNames = []
            chain.leaf.uris = [name]
            #expect(throws: CertificatesError.self) { try chain.certificates() }
        }
    }

    @Test func `CID-04 CID-05 a DNS name is compared whole, without letter case and wildcards`() throws {
        var chain = try TestChain()
        chain.leaf.dnsNames = ["Counter.post.example", "*.post.example", "127.0.0.1", "dot.example."]
        let leaf = try chain.certificates().leaf
        #expect(leaf.hasDNSName("counter.post.example"))
        #expect(leaf.hasDNSName("COUNTER.POST.EXAMPLE"))
        for name in [
            "post.example", "a.post.example", "*.post.example", "counter.post.example.", "counter.post.example.evil",
            "", "dot.example.",
            "Counter 7", "counter.post.example\u{0}", "ｃounter.post.example",
        ] { #expect(!leaf.hasDNSName(name), "\(name)") }
    }

    @Test func `SEC-03 64 names are read, 65 are refused`() throws {
        var chain = try TestChain()
        chain.leaf.dnsNames = (0..<64).map { "n\($0).example" }
        #expect(try chain.certificates().leaf.dnsNames.count == 64)
        chain.leaf.uris = ["https://one.more.example"]
        #expect(throws: CertificatesError.self) { try chain.certificates() }
    }

    @Test func `SEC-04 no prefix and no mutation of a certificate crashes`() throws {
        let der = try TestChain().certificates().leaf.der
        for count in 0..<der.count { #expect((try? Certificate(der: Array(der.prefix(count)))) == nil) }
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bytes = der
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            if let read = try? Certificate(der: bytes) { #expect(read.der == bytes, "seed \(seed)") }
        }
    }

    @Test func `PEM is written and read`() throws {
        let (leaf, middle, _) = try TestChain().certificates()
        let text = PEM.text(of: [leaf, middle])
        #expect(try PEM.certificates(in: "a comment\n\(text)") == [leaf, middle])
        #expect(try PEM.certificates(in: text.split(separator: "\n").joined(separator: "\r\n")) == [leaf, middle])
        #expect(throws: CertificatesError.notPEM) { try PEM.certificates(in: "nothing") }
        #expect(throws: CertificatesError.notPEM) { try PEM.certificates(in: String(text.dropLast(30))) }
        let lines = text.split(separator: "\n")
        #expect(throws: CertificatesError.notPEM) {
            try PEM.certificates(in: (lines[..<3] + lines).joined(separator: "\n"))
        }
        #expect(throws: CertificatesError.notPEM) {
            try PEM.certificates(in: (lines + lines.suffix(1)).joined(separator: "\n"))
        }
    }
}
