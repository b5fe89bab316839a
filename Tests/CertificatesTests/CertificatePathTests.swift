import Cryptography
import Rules
import TestSupport
import Testing

@testable import Certificates

@Suite struct CertificatePathTests {
    private func error(
        _ change: (inout TestChain) -> Void = { _ in }, at time: UnixTime = TestChain.time,
        policy: CertificatePathPolicy = .general,
        chain pick: (Certificate, Certificate, Certificate) -> [Certificate] = { leaf, middle, _ in [leaf, middle] },
        anchors: (Certificate, Certificate, Certificate) -> [Certificate] = { _, _, root in [root] }
    ) throws -> CertificatesError? {
        var parts = try TestChain()
        change(&parts)
        let (leaf, middle, root) = try parts.certificates()
        do throws(CertificatesError) {
            _ = try CertificatePath.validated(
                leafFirst: pick(leaf, middle, root), anchors: anchors(leaf, middle, root), at: time, policy: policy)
            return nil
        } catch { return error }
    }

    private let leafName = "C=KE, O=Post of Kea, CN=Counter 7"
    private let middleName = "C=KE, O=Post of Kea, CN=Middle"
    private let rootName = "C=KE, O=Post of Kea, CN=Root"

    @Test func `JOSE-18 a path from leaf to anchor is valid and names its anchor`() throws {
        let (leaf, middle, root) = try TestChain().certificates()
        let path = try CertificatePath.validated(leafFirst: [leaf, middle], anchors: [root], at: TestChain.time)
        #expect(path.certificates == [leaf, middle, root])
        #expect(path.leaf == leaf)
        #expect(path.anchor == root)
        #expect(!path.isPinnedLeaf)
    }

    @Test func `PKX-01 an issuing authority can be the anchor without the root above it`() throws {
        let (leaf, middle, root) = try TestChain().certificates()
        for chain in [[leaf], [leaf, middle], [leaf, middle, root]] {
            let path = try CertificatePath.validated(leafFirst: chain, anchors: [middle], at: TestChain.time)
            #expect(path.certificates == [leaf, middle])
        }
    }

    @Test func `PKX-01 an anchor in the chain ends the path, what follows is ignored`() throws {
        #expect(try error(chain: { [$0, $1, $2] }) == nil)
        #expect(try error(chain: { [$0, $1, $2, $0, $1] }) == nil)
        let stranger = try TestChain().certificates().leaf
        #expect(try error({ $0.root.notAfter = TestChain.time + 1 }, chain: { [$0, $1, $2, stranger] }) == nil)
    }

    @Test func `PKX-01 an anchor is known by its name and key, not by its bytes`() throws {
        let renewed = try {
            var chain = try TestChain()
            chain.root.serialNumber = [9]
            return try chain.certificates().root
        }()
        let (leaf, middle, root) = try TestChain().certificates()
        let path = try CertificatePath.validated(
            leafFirst: [leaf, middle, renewed], anchors: [root], at: TestChain.time)
        #expect(path.certificates == [leaf, middle, root], "the configured certificate counts")
    }

    @Test func `CRT-05 of several anchors with one name the one that fits is found`() throws {
        var expired = try TestChain()
        (expired.root.serialNumber, expired.root.notAfter) = ([8], TestChain.time - 1)
        let old = try expired.certificates().root
        #expect(try error(anchors: { _, _, root in [old, root] }) == nil)
        #expect(try error(anchors: { _, _, _ in [old] }) == .expired(subject: rootName, at: TestChain.time - 1))
    }

    @Test func `PKX-03 no more than twelve anchors of one name are tried`() throws {
        var expired = try TestChain()
        expired.root.notAfter = TestChain.time - 1
        let old = try (0..<12 as Range<UInt8>).map { index in
            expired.root.serialNumber = [index + 10]
            return try expired.certificates().root
        }
        #expect(try error(anchors: { _, _, root in old.dropLast() + [root] }) == nil)
        #expect(
            try error(anchors: { _, _, root in old + [root] }) == .expired(subject: rootName, at: TestChain.time - 1))
    }

    @Test func `PKX-02 a leaf can be pinned, and is still checked by itself`() throws {
        let (leaf, middle, _) = try TestChain().certificates()
        let path = try CertificatePath.validated(leafFirst: [leaf, middle], anchors: [leaf], at: TestChain.time)
        #expect(path.isPinnedLeaf)
        func pinned(_ change: (inout TestChain) -> Void = { _ in }, at time: UnixTime = TestChain.time) throws
            -> CertificatesError?
        { try error(change, at: time, anchors: { leaf, _, _ in [leaf] }) }
        #expect(try pinned(at: TestChain.time + 86_401) == .expired(subject: leafName, at: TestChain.time + 86_400))
        #expect(try pinned({ $0.leaf.authority = .init(pathLength: nil) }) == .keyUsage(subject: leafName))
        #expect(try pinned({ $0.middle.authority = nil }) == nil, "the chain does not matter")
    }

    @Test func `X5C-01 SEC-11 NEG-106 a self-signed leaf passes only when it is pinned, and never with high assurance`()
        throws
    {
        let chain = try TestChain()
        let leaf = try chain.leaf.selfSigned(with: try #require(chain.leafKey))
        func error(_ anchors: [Certificate], _ policy: CertificatePathPolicy = .general) throws -> CertificatesError? {
            do throws(CertificatesError) {
                _ = try CertificatePath.validated(
                    leafFirst: [leaf], anchors: anchors, at: TestChain.time, policy: policy)
                return nil
            } catch { return error }
        }
        let root = try chain.certificates().root
        #expect(try error([root]) == .noAnchor(subject: leafName))
        #expect(try error([leaf]) == nil)
        #expect(try error([leaf], .highAssurance) == .selfSignedLeaf(subject: leafName))
    }

    @Test func `X5C-01 NEG-113 the high assurance profile refuses the anchor in the chain`() throws {
        #expect(try error(policy: .highAssurance) == nil)
        #expect(try error(policy: .highAssurance, chain: { [$0, $1, $2] }) == .anchorInChain(position: 2))
        #expect(
            try error(policy: .highAssurance, anchors: { _, middle, root in [middle, root] })
                == .anchorInChain(position: 1)
        )
    }

    @Test func `SEC-11 NEG-107 a root that the chain brings along is no anchor`() throws {
        #expect(try error(chain: { [$0, $1, $2] }, anchors: { _, _, _ in [] }) == .noAnchor(subject: rootName))
        #expect(try error(anchors: { _, _, _ in [] }) == .noAnchor(subject: middleName))
    }

    @Test func `PKX-01 a root of the same name with another key is no anchor`() throws {
        var impostor = try TestChain()
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x44, count: 32))
        impostor.root.key = key.publicKey
        let other = try impostor.root.selfSigned(with: key)
        #expect(try error(anchors: { _, _, _ in [other] }) == .noAnchor(subject: middleName))
        // With the identifier of the other's key only the signature tells them apart.
        let identifier = DERWriter.octetString(
            CertificateTemplate.keyIdentifier(of: try #require(impostor.rootKey).publicKey))
        var forge = Forge(other)
        forge.setExtension([2, 5, 29, 14], identifier)
        forge.setExtension([2, 5, 29, 35], DERWriter.sequence(DERWriter.element(0x80, Array(identifier.dropFirst(2)))))
        let better = try Certificate(der: try forge.der(signedBy: key))
        #expect(try error(anchors: { _, _, _ in [better] }) == .badSignature(subject: middleName))
    }

    @Test func `PKX-08 what OpenSSL's strict mode asks for beyond this is asked for`() throws {
        let found = try error({ $0.forgeMiddle = { $0.removeExtension([2, 5, 29, 35]) } })
        #expect(found == .invalidPath(subject: middleName, reason: "Missing Authority Key Identifier"))
    }

    @Test func `NEG-105 PKX-10 a chain in another order, or with a certificate that does not belong, is refused`()
        throws
    {
        #expect(try error(chain: { leaf, middle, _ in [middle, leaf] }) == .notInOrder(position: 1))
        #expect(try error(chain: { [$0, $2, $1] }) == .notInOrder(position: 1))
        #expect(try error(chain: { leaf, middle, _ in [leaf, middle, leaf] }) == .notInOrder(position: 2))
        #expect(try error(chain: { _, _, _ in [] }) == .emptyChain)
    }

    @Test func `NEG-105 PKX-10 without identifiers of keys the names alone make the order`() throws {
        let removed = { (forge: inout Forge) in forge.removeExtension([2, 5, 29, 14]) }
        let found = try error(
            { $0.forgeRoot = removed }, chain: { leaf, _, root in [leaf, root] }, anchors: { _, middle, _ in [middle] })
        #expect(found == .notInOrder(position: 1))
    }

    @Test func `PKX-08 when OpenSSL takes another path than the one that was checked, the path is refused`() throws {
        let parts = try TestChain()
        let (rootKey, leafKey) = (try #require(parts.rootKey), try #require(parts.leafKey))
        let (_, _, root) = try parts.certificates()
        // The anchor's key once more in its other spelling, issued to itself: OpenSSL goes from the leaf to the anchor.
        var forge = Forge(root)
        let algorithm = Forge.elements(Forge.content(forge.fields[6]))[0]
        let point = rootKey.publicKey
        forge.fields[6] = DERWriter.sequence(algorithm, DERWriter.bitString([2 + point.y[31] % 2] + point.x))
        forge.fields[1] = DERWriter.integer([9])
        let again = try Certificate(der: try forge.der(signedBy: rootKey))
        var template = parts.leaf
        template.key = leafKey.publicKey
        let leaf = try template.issued(by: root, signedWith: rootKey)
        let reason = CertificatesError.invalidPath(subject: leafName, reason: "several paths are possible")
        #expect(throws: reason) {
            try CertificatePath.validated(leafFirst: [leaf, again], anchors: [root], at: TestChain.time)
        }
    }

    @Test func `PKX-10 a missing intermediate leaves the path without an anchor`() throws {
        #expect(try error(chain: { leaf, _, _ in [leaf] }) == .noAnchor(subject: leafName))
    }

    @Test func `PKX-01 names alone do not make an order, the identifiers of the keys must fit too`() throws {
        let wrong = DERWriter.octetString([1, 2, 3])
        #expect(try error({ $0.forgeMiddle = { $0.setExtension([2, 5, 29, 14], wrong) } }) == .notInOrder(position: 1))
        #expect(
            try error({ $0.forgeRoot = { $0.setExtension([2, 5, 29, 14], wrong) } }) == .noAnchor(subject: middleName))
    }

    @Test func `PKX-10 a loop of two authorities ends, without an anchor`() throws {
        let parts = try TestChain()
        let (rootKey, middleKey) = (try #require(parts.rootKey), try #require(parts.middleKey))
        let (leaf, middle, root) = try parts.certificates()
        var crossed = parts.root
        crossed.serialNumber = [7]
        let rootByMiddle = try crossed.issued(by: middle, signedWith: middleKey)
        var again = parts.middle
        again.serialNumber = [6]
        let middleAgain = try again.issued(by: rootByMiddle, signedWith: rootKey)
        func error(_ chain: [Certificate], _ anchors: [Certificate]) throws -> CertificatesError? {
            do throws(CertificatesError) {
                _ = try CertificatePath.validated(leafFirst: chain, anchors: anchors, at: TestChain.time)
                return nil
            } catch { return error }
        }
        let stranger = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x44, count: 32))
        var other = parts.root
        (other.commonName, other.key) = ("Other root", stranger.publicKey)
        let anchor = try other.selfSigned(with: stranger)
        #expect(try error([leaf, middle, rootByMiddle, middle], [anchor]) == .repeatedCertificate(position: 3))
        #expect(try error([leaf, middle, rootByMiddle, middleAgain], [anchor]) == .pathTooLong(subject: rootLoopName))
        #expect(try error([leaf, middle, rootByMiddle], [root]) == nil, "its name and key are the anchor's")
    }

    // The middle authority permits none below it, and in the loop it stands above the root.
    private var rootLoopName: String { middleName }

    @Test func `PKX-10 two certificates of one authority with one serial number are refused`() throws {
        let parts = try TestChain()
        let (leaf, middle, root) = try parts.certificates()
        var renewed = parts.middle
        renewed.authority = .init(pathLength: nil)
        renewed.serialNumber = leaf.serialNumber
        let selfIssued = try renewed.issued(by: middle, signedWith: try #require(parts.middleKey))
        #expect(throws: CertificatesError.repeatedCertificate(position: 1)) {
            try CertificatePath.validated(leafFirst: [leaf, selfIssued, middle], anchors: [root], at: TestChain.time)
        }
    }

    @Test func `PKX-03 more than five certificates are refused`() throws {
        #expect(try error(chain: { [$0, $1, $2, $2, $2] }) == nil)
        #expect(try error(chain: { [$0, $1, $2, $2, $2, $2] }) == .tooManyCertificates(count: 6, limit: 5))
    }

    @Test func `PKX-04 NEG-109 validity is inclusive at both ends for every certificate`() throws {
        #expect(try error(at: TestChain.time - 86_400) == nil)
        #expect(try error(at: TestChain.time + 86_400) == nil)
        #expect(
            try error(at: TestChain.time - 86_401) == .notYetValid(subject: leafName, until: TestChain.time - 86_400))
        #expect(try error(at: TestChain.time + 86_401) == .expired(subject: leafName, at: TestChain.time + 86_400))
        let before = TestChain.time - 1
        #expect(try error({ $0.middle.notAfter = before }) == .expired(subject: middleName, at: before))
        #expect(try error({ $0.root.notAfter = before }) == .expired(subject: rootName, at: before))
        let later = TestChain.time + 1
        #expect(try error({ $0.middle.notBefore = later }) == .notYetValid(subject: middleName, until: later))
        #expect(try error({ $0.root.notBefore = later }) == .notYetValid(subject: rootName, until: later))
    }

    @Test func `JOSE-18 a changed certificate has a wrong signature`() throws {
        let (leaf, middle, root) = try TestChain().certificates()
        for (certificate, rest) in [(leaf, [middle]), (middle, [])] {
            var bytes = certificate.der
            bytes[bytes.count - 1] ^= 1
            let changed = try Certificate(der: bytes)
            let chain = rest.isEmpty ? [leaf, changed] : [changed] + rest
            #expect(throws: CertificatesError.badSignature(subject: certificate.subject.text)) {
                try CertificatePath.validated(leafFirst: chain, anchors: [root], at: TestChain.time)
            }
        }
    }

    @Test func `JOSE-18 any changed byte of a leaf is refused`() throws {
        let (leaf, middle, root) = try TestChain().certificates()
        var random = SeededGenerator(seed: 5)
        for place in leaf.der.indices {
            var bytes = leaf.der
            bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            let accepted = (try? Certificate(der: bytes)).flatMap {
                try? CertificatePath.validated(leafFirst: [$0, middle], anchors: [root], at: TestChain.time)
            }
            #expect(accepted == nil, "byte \(place)")
        }
    }
}
