/// Somebody or something that is never trusted, whatever any list says (TRU-04).
public enum TrustBlock: Hashable, Sendable {
    /// An entity by the `id` of its entry.
    case entity(id: String)
    /// A certificate by the SHA-256 of its DER bytes.
    case certificate(sha256: [UInt8])
    /// A key, in whatever certificate or set it stands, by the SHA-256 of its SubjectPublicKeyInfo.
    case key(sha256: [UInt8])
}
