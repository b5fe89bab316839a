internal import Cryptography

extension SecretBytes {
    /// A copy in ordinary memory for one call that can take no other; the caller gives it to `wipe` at once.
    borrowing func octets() -> [UInt8] {
        withBytes { span in
            (0..<span.byteCount).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        }
    }
}

/// Overwrites what was a secret; the memory of the array must have no second owner.
func wipe(_ octets: inout [UInt8]) {
    // The guarded copy wipes its source even when there is no guarded memory left.
    _ = try? SecretBytes(wiping: &octets).count
}
