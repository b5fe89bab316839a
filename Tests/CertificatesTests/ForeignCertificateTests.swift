import Bytes
import Rules
import TestSupport
import Testing

@testable import Certificates

/// Certificates that other programs wrote.
@Suite struct ForeignCertificateTests {
    private let time = UnixTime(seconds: 1_830_000_000)

    private func chain(_ name: String) throws -> [Certificate] {
        try PEM.certificates(in: String(decoding: try repositoryFile("vectors/x509/\(name).pem"), as: UTF8.self))
    }

    private func error(_ name: String) throws -> CertificatesError? {
        let chain = try chain(name)
        do throws(CertificatesError) {
            let path = try CertificatePath.validated(leafFirst: chain.dropLast(), anchors: chain.suffix(1), at: time)
            #expect(path.certificates == chain)
            return nil
        } catch { return error }
    }

    @Test func `JOSE-18 authorities may use P-384 and Ed25519`() throws {
        #expect(try error("p384") == nil)
        #expect(try error("ed25519") == nil)
    }

    @Test func `JOSE-18 PKX-05 RSA, keys weaker than P-256 and curves by explicit parameters are refused`() throws {
        #expect(try error("rsa-root") == .signatureAlgorithm(subject: "CN=Counter"))
        #expect(try error("p224-root") == .weakKey(subject: "CN=P-224 Root"))
        #expect(try error("explicit-parameters")?.refusal.code == "invalid_path")
    }

    @Test func `PKX-09 leaves with other keys are refused`() throws {
        #expect(try error("rsa-leaf") == .unsupportedKey(subject: "CN=RSA leaf"))
        #expect(try error("p384-leaf") == .unsupportedKey(subject: "CN=P-384 leaf"))
    }

    @Test func `what a foreign certificate says is read`() throws {
        let chain = try chain("p384")
        let leaf = chain[0]
        #expect(leaf.subject.text == "C=KE, O=Trial Post, CN=Counter")
        #expect(leaf.serialNumber == [0x10, 0x02])
        #expect(leaf.dnsNames == ["issuer.example"])
        #expect(leaf.uris == ["https://issuer.example/"])
        #expect(leaf.revocationListURIs == ["http://issuer.example/crl"])
        #expect(leaf.keyUsage == .digitalSignature)
        #expect(leaf.basicConstraints == BasicConstraints(isAuthority: false, pathLength: nil))
        #expect(
            leaf.extensions.map(\.identifier) == [
                "2.5.29.19", "2.5.29.15", "2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.31", "2.5.29.32",
            ])
        #expect(chain[1].basicConstraints == BasicConstraints(isAuthority: true, pathLength: nil))
        #expect(chain[1].keyUsage == [.certificateSigning, .revocationListSigning])
        #expect(chain[1].publicKey == nil)
        #expect(!leaf.isSelfIssued && !leaf.isSelfSigned)
        #expect(chain[2].isSelfIssued && chain[2].isSelfSigned)
    }

    @Test func `CRT-02 the document signer of ISO 18013-5 annex D is read`() throws {
        let text =
            "308201ef30820195a00302010202143c4416eed784f3b413e48f56f075abfa6d87eb84300a06082a8648ce3d04030230233114301206035504030c0b75746f7069612069616361310b3009060355040613025553301e170d3230313030313030303030305a170d3231313030313030303030305a30213112301006035504030c0975746f706961206473310b30090603550406130255533059301306072a8648ce3d020106082a8648ce3d03010703420004ace7ab7340e5d9648c5a72a9a6f56745c7aad436a03a43efea77b5fa7b88f0197d57d8983e1b37d3a539f4d588365e38cbbf5b94d68c547b5bc8731dcd2f146ba381a83081a5301e0603551d120417301581136578616d706c65406578616d706c652e636f6d301c0603551d1f041530133011a00fa00d820b6578616d706c652e636f6d301d0603551d0e0416041414e29017a6c35621ffc7a686b7b72db06cd12351301f0603551d2304183016801454fa2383a04c28e0d930792261c80c4881d2c00b300e0603551d0f0101ff04040302078030150603551d250101ff040b3009060728818c5d050102300a06082a8648ce3d040302034800304502210097717ab9016740c8d7bcdaa494a62c053bbdecce1383c1aca72ad08dbc04cbb202203bad859c13a63c6d1ad67d814d43e2425caf90d422422c04a8ee0304c0d3a68d"
        let certificate = try Certificate(der: Hex.decode(text))
        #expect(certificate.subject.text == "CN=utopia ds, C=US")
        #expect(certificate.extendedKeyUsage == ["1.0.18013.5.1.2"])
        #expect(certificate.notBefore.description == "2020-10-01T00:00:00Z")
        #expect(certificate.notAfter.description == "2021-10-01T00:00:00Z")
        #expect(certificate.revocationListURIs.isEmpty, "its distribution point is a DNS name")
        #expect(certificate.extensions.contains { $0.identifier == "2.5.29.18" && !$0.isCritical })
    }
}
