import Bytes
public import Certificates
public import Cryptography
import JOSE
public import JSON
public import Rules
public import SDJWT
public import Trust

/// A post office with fixed keys that issues SD-JWT VCs, and everything that trusts it: for tests of every layer above.
///
/// ```swift
/// let post = try TestPost()
/// let text = try post.credential()                         // as the holder receives it
/// let shown = try post.presentation(of: text, showing: ["given_name"], audience: "…", nonce: "…")
/// ```
public struct TestPost: Sendable {
    /// The moment at which everything is valid: 2026-11-24.
    public static let time = UnixTime(seconds: 1_795_478_400)
    /// The type that it issues.
    public static let type = "urn:carnet:postal:identity:1"

    /// The root.
    public let root: Certificate
    /// The certificate that signs credentials.
    public let leaf: Certificate
    /// The key of the leaf.
    public let key: SoftwareKey
    /// The key of the root.
    public let rootKey: SoftwareKey
    /// The holder's key.
    public let holder: SoftwareKey

    /// Makes the keys and certificates, which are valid for ten days before and after that moment.
    public init(at time: UnixTime = TestPost.time) throws {
        rootKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x51, count: 32))
        key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x52, count: 32))
        holder = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x53, count: 32))
        func template(_ name: String, _ key: SoftwareKey, _ serial: UInt8) -> CertificateTemplate {
            CertificateTemplate(
                commonName: name, organization: "Post of Kea", country: "GR", key: key.publicKey,
                serialNumber: [serial],
                notBefore: time - 864_000, notAfter: time + 864_000)
        }
        var authority = template("Post of Kea Root", rootKey, 1)
        authority.authority = .init(pathLength: 0)
        root = try authority.selfSigned(with: rootKey)
        var signer = template("Post of Kea Credentials", key, 2)
        signer.dnsNames = ["post.example"]
        leaf = try signer.issued(by: root, signedWith: rootKey)
    }

    /// A store that trusts the post for its type, and for the purposes given.
    public func trust(
        types: Set<String> = [TestPost.type], purposes: Set<TrustPurpose> = [.postalIssuer],
        state: TrustState = .granted,
        blocks: Set<TrustBlock> = []
    ) -> TrustStore {
        TrustStore(
            entries: [
                TrustEntry(
                    id: "kea-post", name: "Post of Kea", country: "GR", purposes: purposes, types: types,
                    keys: [.anchor(root)], state: state, source: "test")
            ], blocks: blocks)
    }

    /// The claims of a credential, before a test changes them.
    public static var claims: JSONObject {
        [
            "iss": "https://post.example", "vct": .string(type), "iat": .integer(time.seconds - 3600),
            "exp": .integer(time.seconds + 86_400), "given_name": "Ada", "family_name": "Okoro",
            "address": ["town": "Ioulis", "country": "GR"], "nationalities": ["GR", "NG"],
            "age_equal_or_over": ["18": true, "21": true],
        ]
    }

    /// Which claims are selectively disclosable, before a test changes them.
    public static let disclosable: [SDJWTPath] = [
        ["given_name"], ["family_name"], ["address"], ["address", "town"], ["nationalities", 0], ["nationalities", 1],
        ["age_equal_or_over", "18"],
    ]

    /// Issues a credential.
    ///
    /// - Parameters:
    ///   - claims: all claims; the standard ones by default.
    ///   - disclosable: which of them become Disclosures.
    ///   - header: the header; typ and x5c by default.
    ///   - bound: whether it is bound to the holder's key.
    public func credential(
        claims: JSONObject = TestPost.claims, disclosable: [SDJWTPath] = TestPost.disclosable,
        header: JSONObject? = nil, bound: Bool = true, seed: UInt64 = 1
    ) throws -> String {
        let issuer = SDJWTIssuer(key: key, random: SeededRandom(seed: seed))
        let header = header ?? ["typ": "dc+sd-jwt", "x5c": JOSEHeader.x5c([leaf])]
        return try issuer.issue(
            claims, template: SDJWTTemplate(disclosable: disclosable), header: header,
            holder: bound ? JWK(publicKey: holder.publicKey) : nil
        ).text
    }

    /// Shows the named top-level claims with everything in them.
    public func presentation(
        of text: String, showing names: [String], audience: String, nonce: String, at time: UnixTime = TestPost.time,
        by key: SoftwareKey? = nil
    ) throws -> String {
        let content = try CompactSDJWT(parsing: text).processed()
        var chosen: Set<Int> = []
        for (index, placed) in content.disclosures.enumerated() {
            if let name = placed.disclosure.name, names.contains(name) { chosen.insert(index) }
        }
        return try content.presentation(disclosing: content.withAncestors(of: chosen))
            .bound(by: key ?? holder, audience: audience, nonce: nonce, at: time)
    }

    /// A leaf under the post's root with other purposes.
    public static func leaf(for post: TestPost, purposes: [[UInt]]) throws -> Certificate {
        var template = CertificateTemplate(
            commonName: "Special", organization: "Post of Kea", key: post.key.publicKey, serialNumber: [9],
            notBefore: time - 3600, notAfter: time + 3600)
        template.purposes = purposes
        return try template.issued(by: post.root, signedWith: post.rootKey)
    }

    /// A chain that nobody configured: another root of the same name.
    public static func otherChain() throws -> [Certificate] {
        let rootKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x61, count: 32))
        let key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x62, count: 32))
        func template(_ name: String, _ key: SoftwareKey, _ serial: UInt8) -> CertificateTemplate {
            CertificateTemplate(
                commonName: name, organization: "Post of Kea", country: "GR", key: key.publicKey,
                serialNumber: [serial],
                notBefore: time - 864_000, notAfter: time + 864_000)
        }
        var root = template("Post of Kea Root", rootKey, 1)
        root.authority = .init(pathLength: 0)
        let anchor = try root.selfSigned(with: rootKey)
        return [try template("Post of Kea Credentials", key, 2).issued(by: anchor, signedWith: rootKey), anchor]
    }
}
