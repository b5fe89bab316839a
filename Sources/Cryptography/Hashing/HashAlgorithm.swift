/// A hash function by its IANA "Named Information" name.
///
/// ```swift
/// let digest = HashAlgorithm.sha256.hash(Array("abc".utf8))
/// ```
public enum HashAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// SHA-256.
    case sha256 = "sha-256"
    /// SHA-384.
    case sha384 = "sha-384"
    /// SHA-512.
    case sha512 = "sha-512"

    /// Number of bytes of a digest.
    public var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// Hashes bytes.
    public func hash(_ bytes: [UInt8]) -> [UInt8] { hash(bytes.span) }

    /// Hashes borrowed bytes without copying them.
    public func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        switch self {
        case .sha256: unsafe SHA256State.digest(of: bytes.bytes)
        case .sha384: unsafe SHA384State.digest(of: bytes.bytes)
        case .sha512: unsafe SHA512State.digest(of: bytes.bytes)
        }
    }
}
