import Bytes

/// Numbers of the curve P-256 that vectors need.
enum P256Numbers {
    /// The order of the base point.
    static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]
}

extension String {
    /// The token with its decoded signature changed.
    func withSignature(_ change: (inout [UInt8]) -> Void) -> String {
        let parts = split(separator: ".").map(String.init)
        guard parts.count == 3, var signature = try? Base64URL.decode(parts[2]) else { return self }
        change(&signature)
        return "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature))"
    }

    /// The token with another payload and its old signature.
    func withPayload(_ payload: String) -> String {
        let parts = split(separator: ".").map(String.init)
        guard parts.count == 3 else { return self }
        return "\(parts[0]).\(Base64URL.encode(Array(payload.utf8))).\(parts[2])"
    }

    /// The token with n − s instead of s, or s itself where that is already the higher one.
    func withHighS() -> String {
        withSignature { signature in
            let low = Array(signature.suffix(32))
            let high = P256Numbers.order.subtracting(low)
            if low.lexicographicallyPrecedes(high) { signature.replaceSubrange(32..., with: high) }
        }
    }

    /// The token with a last character that decodes to the same bytes when unused bits are ignored.
    func withLastCharacterRaised() -> String {
        // 64 bytes leave four unused bits in the last character, which is one of A, Q, g and w.
        let next: [Character: Character] = ["A": "B", "Q": "R", "g": "h", "w": "x"]
        guard let last, let other = next[last] else { return self }
        return String(dropLast()) + String(other)
    }
}

extension [UInt8] {
    /// The difference of two big-endian numbers of one length.
    func subtracting(_ other: [UInt8]) -> [UInt8] {
        var result = self
        var borrow = 0
        for index in indices.reversed() {
            let difference = Int(self[index]) - Int(other[index]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[index] = UInt8(truncatingIfNeeded: difference)
        }
        return result
    }

    /// A raw pair of P-256 integers as a DER sequence.
    func asDER() -> [UInt8] {
        func integer(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var digits = Array(bytes.drop { $0 == 0 })
            if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
            return [0x02, UInt8(digits.count)] + digits
        }
        let content = integer(prefix(32)) + integer(suffix(32))
        return [0x30, UInt8(content.count)] + content
    }

    /// An Ed25519 signature with the order of the group added to its second half, which is little-endian.
    func withEdwardsOrderAdded() -> [UInt8] {
        let order: [UInt8] = [
            0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
        ]
        var result = self
        var carry = 0
        for index in order.indices where 32 + index < count {
            let sum = Int(self[32 + index]) + Int(order[index]) + carry
            result[32 + index] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        return result
    }
}
