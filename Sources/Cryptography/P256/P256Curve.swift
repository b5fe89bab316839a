import COpenSSL

/// The group of P-256, made once: making it costs 9 µs, reading it from many threads is safe.
@safe struct P256Curve: @unchecked Sendable {
    /// The EC_GROUP.
    let group: OpaquePointer
    /// The number of points, a prime.
    let order: OpaquePointer

    /// nil only when memory had run out at the first use.
    static let shared = P256Curve()

    /// The number of points, big endian.
    static let orderBytes: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]

    private init?() {
        guard let group = unsafe EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1),
            let order = unsafe EC_GROUP_get0_order(group)
        else { return nil }
        unsafe self.group = group
        unsafe self.order = order
    }

    /// Whether 32 big-endian bytes lie between 1 and n − 1; no branch depends on them, for they may be secret.
    static func isScalar(_ bytes: UnsafePointer<UInt8>) -> Bool {
        var borrow: UInt16 = 0
        var any: UInt8 = 0
        unsafe orderBytes.withUnsafeBufferPointer { order in
            for index in (0..<32).reversed() {
                unsafe any |= bytes[index]
                borrow = unsafe (UInt16(bytes[index]) &- UInt16(order[index]) &- borrow) >> 15
            }
        }
        return borrow == 1 && any != 0
    }

    /// Reduces 32 big-endian bytes, which are below twice the order, modulo the order.
    static func reduced(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.lexicographicallyPrecedes(orderBytes) else { return bytes }
        var result = bytes
        var borrow: UInt16 = 0
        for index in (0..<min(32, bytes.count)).reversed() {
            let difference = UInt16(bytes[index]) &- UInt16(orderBytes[index]) &- borrow
            result[index] = UInt8(truncatingIfNeeded: difference)
            borrow = difference >> 15
        }
        return result
    }
}
