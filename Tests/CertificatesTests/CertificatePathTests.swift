import Cryptography
import Rules
import Testing

@testable import Certificates

@Suite struct CertificatePathTests {
    private func error(
        _ change: (inout TestChain) -> Void = { _ in }, at time: UnixTime = TestChain.time,
        chain pick: (Certificate, Certificate, Certificate) -> [Certificate] = { leaf, middle, _ in [leaf, middle] },
        anchors: (Certificate, Certificate, Certificate) -> [Certificate] = { _, _, root in [root] }
    ) throws -> CertificatesError? {
        var parts = try TestChain()
        change(&parts)
        let (leaf, middle, root) = try parts.certificates()
        do throws(CertificatesError) {
            _ = try CertificatePath.validated(
                leafFirst: pick(leaf, middle, root), anchors: anchors(leaf, middle, root), at: time)
            return nil
        } catch { return error }
    }

    @Test func `JOSE-18 a path from leaf to anchor is valid and names its anchor`() throws {
        let (leaf, middle, root) = try TestChain().certificates()
        let path = try CertificatePath.validated(leafFirst: [leaf, middle], anchors: [root], at: TestChain.time)
        #expect(path.certificates == [leaf, middle, root])
        #expect(path.anchor == root)
        #expect(!path.isPinnedLeaf)
    }

    @Test func `PKX-01 an intermediate can be the anchor, what follows it is ignored`() throws {
        #expect(try error(chain: { [$0, $1, $2] }, anchors: { _, _, root in [root] }) == nil)
    }

    @Test func `PKX-02 a leaf can be pinned`() throws {
        let (leaf, middle, _) = try TestChain().certificates()
        let path = try CertificatePath.validated(leafFirst: [leaf, middle], anchors: [leaf], at: TestChain.time)
        #expect(path.isPinnedLeaf)
        #expect(
            try error(at: TestChain.time + 86_401, anchors: { leaf, _, _ in [leaf] })?.refusal.code
                == "certificate_expired")
    }

    @Test func `JOSE-18 a root that the chain brings along is no anchor`() throws {
        #expect(try error(chain: { [$0, $1, $2] }, anchors: { _, _, _ in [] })?.refusal.code == "no_anchor")
    }

    @Test func `JOSE-18 a root of the same name with another key is no anchor`() throws {
        var impostor = try TestChain()
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x44, count: 32))
        impostor.root.key = key.publicKey
        let other = try impostor.root.selfSigned(with: key)
        let code = try error(anchors: { _, _, _ in [other] })?.refusal.code
        #expect(code == "no_anchor" || code == "certificate_signature")
    }

    @Test func `JOSE-17 leaf not first, or a certificate that does not belong, is refused`() throws {
        #expect(try error(chain: { leaf, middle, _ in [middle, leaf] }) == .notInOrder(position: 1))
        #expect(try error(chain: { [$0, $2, $1] }) == .notInOrder(position: 1))
        #expect(try error(chain: { _, _, _ in [] }) == .emptyChain)
    }

    @Test func `PKX-03 more than five certificates are refused`() throws {
        #expect(try error(chain: { [$0, $1, $2, $2, $2] }) == nil)
        #expect(
            try error(chain: { [$0, $1, $2, $2, $2, $2] }) == .tooManyCertificates(count: 6, limit: 5))
    }

    @Test func `PKX-04 validity is inclusive at both ends for every certificate`() throws {
        #expect(try error(at: TestChain.time - 86_400) == nil)
        #expect(try error(at: TestChain.time + 86_400) == nil)
        #expect(try error(at: TestChain.time - 86_401)?.refusal.code == "certificate_not_yet_valid")
        #expect(try error(at: TestChain.time + 86_401)?.refusal.code == "certificate_expired")
        let late = try error({ $0.middle.notAfter = TestChain.time - 1 })
        #expect(late == .expired(subject: "C=KE, O=Post of Kea, CN=Middle", at: TestChain.time - 1))
    }

    @Test func `JOSE-18 an intermediate without cA is refused`() throws {
        #expect(try error({ $0.middle.authority = nil })?.refusal.code == "not_an_authority")
    }

    @Test func `JOSE-18 more authorities than the path length permits are refused`() throws {
        #expect(try error({ $0.root.authority = .init(pathLength: 0) })?.refusal.code == "path_too_long")
        #expect(try error({ $0.root.authority = .init(pathLength: 1) }) == nil)
    }

    @Test func `JOSE-18 a leaf that must not sign is refused`() throws {
        // A leaf with the rights of an authority has keyCertSign and no digitalSignature.
        #expect(try error({ $0.leaf.authority = .init(pathLength: nil) })?.refusal.code == "key_usage")
    }

    @Test func `JOSE-18 an unknown critical extension is refused, one that is not critical is ignored`() throws {
        let identifier: [UInt] = [1, 3, 6, 1, 4, 1, 55555, 1]
        #expect(
            try error({ $0.leaf.furtherExtensions = [(identifier, true, [0x05, 0x00])] })?.refusal.code
                == "unknown_critical_extension")
        #expect(try error({ $0.leaf.furtherExtensions = [(identifier, false, [0x05, 0x00])] }) == nil)
    }

    @Test func `PKX-07 a name outside the constraints of an authority is refused`() throws {
        // NameConstraints { permittedSubtrees [0] { GeneralSubtree { dNSName [2] } } }
        func constraint(_ name: String) -> [UInt8] {
            DERWriter.sequence(
                DERWriter.element(0xA0, DERWriter.sequence(DERWriter.element(0x82, Array(name.utf8)))))
        }
        #expect(
            try error({ $0.middle.furtherExtensions = [([2, 5, 29, 30], true, constraint("other.example"))] })?
                .refusal.code == "name_not_permitted")
        #expect(
            try error({ $0.middle.furtherExtensions = [([2, 5, 29, 30], true, constraint("post.example"))] }) == nil)
    }

    @Test func `PKX-06 an extension that occurs twice is refused`() throws {
        let twice: [(identifier: [UInt], critical: Bool, content: [UInt8])] = [
            ([2, 5, 29, 14], false, [0x04, 0x01, 0x01])
        ]
        #expect(throws: CertificatesError.self) {
            var chain = try TestChain()
            chain.leaf.furtherExtensions = twice
            _ = try chain.certificates()
        }
    }

    @Test func `PKX-06 a serial number of zero is refused`() throws {
        #expect(try error({ $0.leaf.serialNumber = [0] })?.refusal.code == "bad_serial_number")
    }

    @Test func `JOSE-18 a changed certificate has a wrong signature`() throws {
        let (leaf, middle, root) = try TestChain().certificates()
        var bytes = leaf.der
        bytes[bytes.count - 1] ^= 1
        let changed = try Certificate(der: bytes)
        #expect(throws: CertificatesError.badSignature(subject: leaf.subject.text)) {
            try CertificatePath.validated(leafFirst: [changed, middle], anchors: [root], at: TestChain.time)
        }
    }
}
