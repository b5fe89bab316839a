import Bytes
import Cryptography
import Rules

/// Where a transaction stands in the store: by the second in which it began, and then by chance.
///
/// Each of its three tokens, which backend, wallet and browser know it by, begins with the number and goes on with 192
/// random bits of its own. So a token leads to its row without an index that had to be written for each transaction, and
/// the row decides whether it is the right one. That the three belong together, and when they began, is no secret.
struct TransactionNumber: Equatable {
    /// The key of the row; transactions of a later second have higher ones.
    let value: Int64

    private static let chanceBits: Int64 = 30
    private static let ownBytes = 24

    /// Draws the number of a transaction that begins now; another one may have it already.
    init(at time: UnixTime, from random: some RandomSource) {
        let chance = random.bytes(4).reduce(0) { $0 << 8 | Int64($1) } & (1 << Self.chanceBits - 1)
        // As many bits as there are: the time of a clock that is far off repeats, and nothing depends on it.
        let seconds = max(0, time.seconds) & (1 << (63 - Self.chanceBits) - 1)
        value = seconds << Self.chanceBits | chance
    }

    /// The number that a token begins with; nil when the text is no token.
    init?(token: String) {
        guard let bytes = try? Base64URL.decode(token), bytes.count == 8 + Self.ownBytes, bytes[0] < 0x80 else {
            return nil
        }
        let scrambled = bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
        let seconds = scrambled & (1 << (63 - Self.chanceBits) - 1)
        value = seconds << Self.chanceBits | scrambled >> (63 - Self.chanceBits)
    }

    /// A new token of this transaction.
    ///
    /// It begins with what is due to chance, so that its first characters tell transactions apart. Its first bit is clear,
    /// so that it never begins with a hyphen: on a command line it would be an option.
    func token(from random: some RandomSource) -> String {
        let chance = value & (1 << Self.chanceBits - 1)
        let scrambled = chance << (63 - Self.chanceBits) | value >> Self.chanceBits
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: scrambled >> (56 - 8 * $0)) }
        return Base64URL.encode(bytes + random.bytes(Self.ownBytes))
    }
}
