public import Cryptography

/// Cost and salt by which Argon2id makes the key of a slot.
///
/// ```
/// u8 layout = 1 │ u8 algorithm: 1 = Argon2id version 1.3 │ u32 memory in KiB │ u32 passes │ u8 lanes = 1 │ 16 salt
/// ```
public struct SlotDerivation: Sendable, Hashable {
    /// The cost.
    public let cost: Argon2id.Parameters
    /// Random bytes, stored beside.
    let salt: [UInt8]

    private static let layout: UInt8 = 1
    private static let argon2id13: UInt8 = 1
    private static let lanes: UInt8 = 1

    init(cost: Argon2id.Parameters, salt: [UInt8]) { (self.cost, self.salt) = (cost, salt) }

    /// Reads the bytes of a file; nil for a layout, a cost or a number of lanes that this version does not accept, so
    /// that a file can make this program neither hurry nor hang.
    init?(_ bytes: [UInt8]) {
        var reader = LayoutReader(bytes)
        guard reader.integer(UInt8.self) == Self.layout, reader.integer(UInt8.self) == Self.argon2id13,
            let memory = reader.integer(UInt32.self), let passes = reader.integer(UInt32.self),
            reader.integer(UInt8.self) == Self.lanes, let salt = reader.raw(Argon2id.saltCount), reader.isAtEnd,
            let cost = try? Argon2id.Parameters(memoryBytes: Int(memory) << 10, passes: Int(passes))
        else { return nil }
        self.init(cost: cost, salt: salt)
    }

    var bytes: [UInt8] {
        var writer = LayoutWriter()
        writer.integer(Self.layout)
        writer.integer(Self.argon2id13)
        writer.integer(UInt32(clamping: cost.memoryBytes >> 10))
        writer.integer(UInt32(clamping: cost.passes))
        writer.integer(Self.lanes)
        writer.raw(salt)
        return writer.bytes
    }
}
