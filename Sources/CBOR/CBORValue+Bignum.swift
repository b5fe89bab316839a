extension CBORValue {
    /// The size of a natural number of any length, big endian without leading zeros: an unsigned integer or tag 2.
    ///
    /// Source: CBR-12; for serial numbers of certificates in lists. Negative numbers are refused.
    /// - Throws: `notBignum`, also for leading zeros, which would give one number a second spelling.
    public func naturalNumberBytes() throws(CBORError) -> [UInt8] {
        if let small = unsigned {
            let bytes = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: small >> UInt64($0)) }
            return Array(bytes.drop { $0 == 0 })
        }
        guard let bytes = item(taggedAs: CBORTag.bignum)?.bytes, let first = bytes.first, first != 0 else {
            throw .notBignum
        }
        return bytes
    }
}
