/// A hash of a set that follows each insertion and deletion at once: the sum of its elements' MACs modulo 2^256.
///
/// Each element is the 256-bit HMAC of one row under a key that is in no file, and the sum itself is sealed. To make
/// another set with the same sum, an attacker would have to solve a linear equation in numbers that he has never seen:
/// every attempt succeeds with probability 2^-256. A sum, unlike an exclusive or, also notices a row that stands
/// there twice. `docs/vault-format.md` §6 has the whole argument.
struct SetHash: Equatable {
    /// The number, least significant word first.
    private var words: InlineArray<4, UInt64> = .init(repeating: 0)

    static let byteCount = 32

    /// The hash of the empty set.
    init() {}

    /// Reads 32 bytes, the most significant first; nil for any other number.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        for (index, byte) in bytes.enumerated() { words[3 - index / 8] = words[3 - index / 8] << 8 | UInt64(byte) }
    }

    /// 32 bytes, the most significant first.
    var bytes: [UInt8] {
        (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: words[3 - $0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    static func == (left: SetHash, right: SetHash) -> Bool {
        var difference: UInt64 = 0
        for index in 0..<4 { difference |= left.words[index] ^ right.words[index] }
        return difference == 0
    }

    /// Adds an element; `mac` has 32 bytes.
    mutating func insert(_ mac: SetHash) {
        var carry: UInt64 = 0
        for index in 0..<4 {
            let (sum, first) = words[index].addingReportingOverflow(mac.words[index])
            let (total, second) = sum.addingReportingOverflow(carry)
            words[index] = total
            carry = first || second ? 1 : 0
        }
    }

    /// Takes an element out again.
    mutating func remove(_ mac: SetHash) {
        var borrow: UInt64 = 0
        for index in 0..<4 {
            let (difference, first) = words[index].subtractingReportingOverflow(mac.words[index])
            let (total, second) = difference.subtractingReportingOverflow(borrow)
            words[index] = total
            borrow = first || second ? 1 : 0
        }
    }
}
