/// Packed status values: entry 0 sits in the lowest bits of byte 0.
///
/// ```swift
/// let list = try StatusList(packed: inflated, bits: 2)
/// guard try list.status(at: 5) == .valid else { … }
/// ```
///
///     byte 0                    byte 1
///     7 6 | 5 4 | 3 2 | 1 0     7 6 | 5 4 | …        two bits an entry:
///     #3  | #2  | #1  | #0      #7  | #6  |          the numbers of the entries
///
/// Shape: `count × bits / 8` bytes, no padding bits. Source: Token Status List §4.1 (TSL-01, TSL-04, TSL-43).
public struct StatusList: Sendable, Equatable {
    /// Bits per entry: 1, 2, 4 or 8.
    public let bits: Int
    /// The bytes as they are before compression.
    public private(set) var packed: [UInt8]

    /// Reads a list that came from outside.
    ///
    /// - Parameters:
    ///   - packed: the inflated bytes of `lst`; the caller has already limited their number.
    ///   - bits: the member `bits`, unchecked.
    /// - Throws: `unsupportedWidth`.
    public init(packed: [UInt8], bits: Int) throws(TokenStatusListError) {
        guard [1, 2, 4, 8].contains(bits) else { throw .unsupportedWidth(bits: bits) }
        self.bits = bits
        self.packed = packed
    }

    /// Begins a list, on the issuer's side.
    ///
    /// - Parameters:
    ///   - count: how many entries it must have at least; the last byte is filled up (TSL-05).
    ///   - bits: bits per entry.
    ///   - status: the status of all entries.
    /// - Throws: `unsupportedWidth`, `valueTooLarge`, `unusableCount` below 1 and above what readers accept.
    public init(count: Int, bits: Int, all status: CredentialStatus = .valid) throws(TokenStatusListError) {
        let inByte = [1: 8, 2: 4, 4: 2, 8: 1][bits] ?? 1
        guard count > 0, (count - 1) / inByte < StatusListLimits.default.inflatedBytes else {
            throw .unusableCount(count)
        }
        try self.init(packed: [UInt8](repeating: 0, count: (count - 1) / inByte + 1), bits: bits)
        guard status.rawValue <= mask else { throw .valueTooLarge(value: status.rawValue, bits: bits) }
        let filled = stride(from: 0, to: 8, by: bits).reduce(0 as UInt8) { $0 | status.rawValue << UInt8($1) }
        if filled != 0 { packed = [UInt8](repeating: filled, count: packed.count) }
    }

    /// Number of entries.
    public var count: Int { packed.count * (8 / bits) }

    /// Looks up one credential.
    ///
    /// - Parameter index: the member `idx` of the credential, unchecked.
    /// - Returns: the status; a value that the standard reserves is returned as it is.
    /// - Throws: `indexOutOfRange`.
    public func status(at index: UInt64) throws(TokenStatusListError) -> CredentialStatus {
        let place = try place(of: index)
        return CredentialStatus(rawValue: (packed[place.byte] >> place.shift) & mask)
    }

    /// Changes one credential's status, on the issuer's side.
    ///
    /// - Parameters:
    ///   - status: the new status; it must fit into `bits`.
    ///   - index: the entry, below `count`.
    /// - Throws: `indexOutOfRange`, `valueTooLarge`; the list is then unchanged.
    public mutating func set(_ status: CredentialStatus, at index: UInt64) throws(TokenStatusListError) {
        let place = try place(of: index)
        guard status.rawValue <= mask else { throw .valueTooLarge(value: status.rawValue, bits: bits) }
        packed[place.byte] = packed[place.byte] & ~(mask << place.shift) | status.rawValue << place.shift
    }

    private var mask: UInt8 { UInt8.max >> UInt8(8 - bits) }

    private func place(of index: UInt64) throws(TokenStatusListError) -> (byte: Int, shift: UInt8) {
        guard let index = Int(exactly: index), index < count else {
            throw .indexOutOfRange(index: index, count: count)
        }
        let (byte, entry) = index.quotientAndRemainder(dividingBy: 8 / bits)
        return (byte, UInt8(entry * bits))
    }
}
