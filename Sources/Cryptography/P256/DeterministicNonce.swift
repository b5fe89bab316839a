import CSodium

/// The sequence of ECDSA nonces that a key and a digest determine.
///
/// Source: RFC 6979 §3.2, for P-256 with SHA-256, where digest, scalar and order all have 256 bits.
struct DeterministicNonce {
    private var key = [UInt8](repeating: 0, count: 32)
    private var value = [UInt8](repeating: 1, count: 32)
    private var isFirst = true

    init(privateScalar: [UInt8], digest: [UInt8], order: [UInt8]) {
        var seed = privateScalar + Self.reduced(digest, by: order)
        defer { unsafe sodium_memzero(&seed, seed.count) }
        for separator: UInt8 in [0, 1] {
            key = HMAC.sha256(key: key, message: value + [separator] + seed)
            value = HMAC.sha256(key: key, message: value)
        }
    }

    /// The next nonce, 32 bytes; it may be zero or too large, which calls for the one after it.
    mutating func next() -> [UInt8] {
        if !isFirst {
            key = HMAC.sha256(key: key, message: value + [0])
            value = HMAC.sha256(key: key, message: value)
        }
        isFirst = false
        value = HMAC.sha256(key: key, message: value)
        return value
    }

    mutating func wipe() {
        unsafe sodium_memzero(&key, key.count)
        unsafe sodium_memzero(&value, value.count)
    }

    /// The digest modulo the order: it is below twice the order, so one subtraction does.
    private static func reduced(_ digest: [UInt8], by order: [UInt8]) -> [UInt8] {
        guard !digest.lexicographicallyPrecedes(order) else { return digest }
        var result = digest
        var borrow = 0
        for index in result.indices.reversed() {
            let difference = Int(digest[index]) - Int(order[index]) - borrow
            result[index] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        return result
    }
}
