extension SecretBytes {
    /// How many of the bytes are of a kind, such as digits: what can be said of a passphrase without saying it.
    public borrowing func count(where isOfKind: (UInt8) -> Bool) -> Int {
        withBytes { span in
            var count = 0
            for offset in 0..<span.byteCount
            where isOfKind(unsafe span.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) {
                count += 1
            }
            return count
        }
    }
}
