import COpenSSL

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
        // One call on a state on the stack: no look-up by name, no allocation but the digest.
        unsafe bytes.withUnsafeBufferPointer { input in
            unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { output, count in
                switch self {
                case .sha256:
                    var state = SHA256_CTX()
                    unsafe SHA256_Init(&state)
                    unsafe SHA256_Update(&state, input.baseAddress, input.count)
                    unsafe SHA256_Final(output.baseAddress, &state)
                case .sha384:
                    var state = SHA512_CTX()
                    unsafe SHA384_Init(&state)
                    unsafe SHA384_Update(&state, input.baseAddress, input.count)
                    unsafe SHA384_Final(output.baseAddress, &state)
                case .sha512:
                    var state = SHA512_CTX()
                    unsafe SHA512_Init(&state)
                    unsafe SHA512_Update(&state, input.baseAddress, input.count)
                    unsafe SHA512_Final(output.baseAddress, &state)
                }
                count = byteCount
            }
        }
    }
}
