import Rules
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
        #expect(leaf.issuer == middle.subject)
        #expect(leaf.serialNumber == [3])
        #expect(leaf.notBefore == TestChain.time - 86_400)
        #expect(leaf.notAfter == TestChain.time + 86_400)
        #expect(leaf.dnsNames == ["counter.post.example"])
        #expect(leaf.uris == ["https://post.example/issuer"])
        #expect(leaf.extendedKeyUsage == ["1.3.6.1.5.5.7.3.1"])
        #expect(leaf.keyUsage == .digitalSignature)
        #expect(!leaf.isAuthority)
        #expect(middle.isAuthority)
        #expect(leaf.authorityKeyIdentifier == middle.subjectKeyIdentifier)
        #expect(leaf.version == 3)
        #expect(leaf.publicKey == chain.leaf.key)
    }

    @Test func `PKX-04 a date after 2049 is written and read in its longer form`() throws {
        var chain = try TestChain()
        chain.leaf.notAfter = try #require(UnixTime(rfc3339: "2050-01-01T00:00:00Z"))
        #expect(try chain.certificates().leaf.notAfter == chain.leaf.notAfter)
    }

    @Test func `JOSE-17 bytes after the certificate, a part of it and BER are refused`() throws {
        let der = try TestChain().certificates().leaf.der
        #expect(throws: CertificatesError.notACertificate(position: 0)) { try Certificate(der: der + [0]) }
        #expect(throws: CertificatesError.notACertificate(position: 2)) {
            try Certificate(der: der.dropLast(), position: 2)
        }
        // The same certificate with a length in one octet more than needed.
        let longer = [der[0], 0x83, 0x00] + der[2...]
        #expect(throws: CertificatesError.notACertificate(position: 0)) { try Certificate(der: Array(longer)) }
        #expect(throws: CertificatesError.tooLarge(position: 0, bytes: 16_385, limit: 16_384)) {
            try Certificate(der: [UInt8](repeating: 0x30, count: 16_385))
        }
    }

    @Test func `no prefix of a certificate crashes`() throws {
        let der = try TestChain().certificates().leaf.der
        for count in 0..<der.count { #expect((try? Certificate(der: Array(der.prefix(count)))) == nil) }
    }

    @Test func `PEM is written and read`() throws {
        let (leaf, middle, _) = try TestChain().certificates()
        let text = PEM.text(of: [leaf, middle])
        #expect(try PEM.certificates(in: "a comment\n\(text)") == [leaf, middle])
        #expect(throws: CertificatesError.notPEM) { try PEM.certificates(in: "nothing") }
        #expect(throws: CertificatesError.notPEM) { try PEM.certificates(in: String(text.dropLast(30))) }
    }
}
