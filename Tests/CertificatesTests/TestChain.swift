import Cryptography
import Rules

@testable import Certificates

/// A root, an intermediate and a leaf with fixed keys; each test changes the one thing that it is about.
struct TestChain {
    static let time = UnixTime(seconds: 1_795_478_400)

    let rootKey = try? SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x11, count: 32))
    let middleKey = try? SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x22, count: 32))
    let leafKey = try? SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x33, count: 32))

    var root: CertificateTemplate
    var middle: CertificateTemplate
    var leaf: CertificateTemplate
    /// Changes to the finished certificates that no template makes.
    var forgeRoot: ((inout Forge) -> Void)?
    var forgeMiddle: ((inout Forge) -> Void)?
    var forgeLeaf: ((inout Forge) -> Void)?

    struct NoKey: Error {}

    init() throws {
        guard let rootKey, let middleKey, let leafKey else { throw NoKey() }
        func template(_ name: String, _ key: SoftwareKey, _ serial: UInt8) -> CertificateTemplate {
            CertificateTemplate(
                commonName: name, organization: "Post of Kea", country: "KE", key: key.publicKey,
                serialNumber: [serial], notBefore: Self.time - 86_400, notAfter: Self.time + 86_400)
        }
        root = template("Root", rootKey, 1)
        root.authority = .init(pathLength: nil)
        middle = template("Middle", middleKey, 2)
        middle.authority = .init(pathLength: 0)
        leaf = template("Counter 7", leafKey, 3)
        leaf.dnsNames = ["counter.post.example"]
    }

    /// Leaf first: leaf, intermediate, root.
    func certificates() throws -> (leaf: Certificate, middle: Certificate, root: Certificate) {
        guard let rootKey, let middleKey else { throw NoKey() }
        let root = try forged(try self.root.selfSigned(with: rootKey), forgeRoot, rootKey)
        let middle = try forged(try self.middle.issued(by: root, signedWith: rootKey), forgeMiddle, rootKey)
        return (try forged(try leaf.issued(by: middle, signedWith: middleKey), forgeLeaf, middleKey), middle, root)
    }

    private func forged(
        _ certificate: Certificate, _ change: ((inout Forge) -> Void)?, _ key: SoftwareKey
    ) throws -> Certificate {
        guard let change else { return certificate }
        var forge = Forge(certificate)
        change(&forge)
        return try Certificate(der: try forge.der(signedBy: key))
    }
}
