internal import Bytes

/// The random name of one vault: 16 bytes, in clear in its file, bound into everything that is sealed in it.
public struct VaultID: Sendable, Hashable, CustomStringConvertible {
    /// The 16 bytes.
    public let bytes: [UInt8]

    /// Number of bytes.
    static let byteCount = 16

    /// Takes 16 bytes; nil for any other number.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads 32 hexadecimal characters; nil for anything else.
    init?(hex: String) {
        guard let bytes = try? Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// 32 hexadecimal characters.
    public var description: String { Hex.encode(bytes) }
}
