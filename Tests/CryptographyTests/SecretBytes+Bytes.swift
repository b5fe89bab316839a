@testable import Cryptography

/// The bytes of a secret that is none, for comparisons in tests.
func bytes(of secret: borrowing SecretBytes) -> [UInt8] {
    secret.withBytes { span in (0..<span.byteCount).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) } }
}

/// A secret that is none.
func secret(_ bytes: [UInt8]) throws(CryptographyError) -> SecretBytes {
    var bytes = bytes
    return try SecretBytes(wiping: &bytes)
}
