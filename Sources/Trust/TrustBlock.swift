import Bytes
public import Certificates
public import Cryptography
import JOSE

/// Somebody or something that is never trusted, whatever any list says (TRU-04).
public enum TrustBlock: Hashable, Sendable {
    /// An entity by the `id` of its entry.
    case entity(id: String)
    /// A certificate by the SHA-256 of its DER bytes.
    case certificate(sha256: [UInt8])
    /// A key, in whatever certificate or set it stands, by the SHA-256 of its SubjectPublicKeyInfo.
    case key(sha256: [UInt8])

    /// Names a certificate.
    public init(_ certificate: Certificate) { self = .certificate(sha256: certificate.fingerprint) }

    /// Names a key.
    public init(_ key: PublicKey) { self = .key(sha256: HashAlgorithm.sha256.hash(key.subjectPublicKeyInfo)) }

    /// Names the key of a certificate, also one that is not supported.
    public init(keyOf certificate: Certificate) {
        self = .key(sha256: HashAlgorithm.sha256.hash(certificate.publicKeyInfo))
    }

    /// For people: `the entity 'old-post'`, `the certificate with SHA-256 07…`.
    public var text: String {
        switch self {
        case .entity(let id): "the entity '\(id)'"
        case .certificate(let digest): "the certificate with SHA-256 \(Hex.encode(digest))"
        case .key(let digest): "the key with SHA-256 \(Hex.encode(digest))"
        }
    }
}

extension TrustEntry {
    /// Everything on a block list that would block this entry, in whole or one of its keys.
    public var possibleBlocks: [TrustBlock] {
        blockedNames.map(TrustBlock.entity)
            + keys.flatMap { key -> [TrustBlock] in
                switch key {
                case .anchor(let certificate): [TrustBlock(certificate), TrustBlock(keyOf: certificate)]
                case .keySet(_, let keys): keys.keys.map { TrustBlock($0.publicKey) }
                case .published: []
                }
            }
    }
}
