/// A floating-point number with the width and the bits that it had on the wire.
///
/// Two are equal when they are the same number in whatever width; zero and minus zero differ. A NaN keeps its payload and
/// equals only one of the same bits (CBR-11).
public struct CBORFloat: Sendable, Hashable {
    /// How many bits the number has on the wire.
    public enum Width: Int, Sendable {
        /// 16 bits.
        case half = 16
        /// 32 bits.
        case single = 32
        /// 64 bits.
        case double = 64
    }

    /// The width on the wire.
    public let width: Width
    /// The bits on the wire; those above the width are zero.
    public let bits: UInt64

    /// Takes what was read.
    init(width: Width, bits: UInt64) { (self.width, self.bits) = (width, bits) }

    /// Chooses the narrowest width that keeps the number.
    public init(_ value: Double) {
        if value.isNaN {
            self.init(width: .half, bits: 0x7E00)
        } else if Double(Float16(value)) == value {
            self.init(width: .half, bits: UInt64(Float16(value).bitPattern))
        } else if Double(Float(value)) == value {
            self.init(width: .single, bits: UInt64(Float(value).bitPattern))
        } else {
            self.init(width: .double, bits: value.bitPattern)
        }
    }

    /// The number.
    public var value: Double {
        switch width {
        case .half: Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
        case .single: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .double: Double(bitPattern: bits)
        }
    }

    /// Compares as the type says.
    public static func == (left: Self, right: Self) -> Bool {
        let (leftValue, rightValue) = (left.value, right.value)
        guard leftValue.isNaN || rightValue.isNaN else { return leftValue.bitPattern == rightValue.bitPattern }
        return left.width == right.width && left.bits == right.bits
    }

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(value.isNaN ? bits : value.bitPattern) }
}
