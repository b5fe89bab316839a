/// An IP address, read strictly, that knows whether it is public.
///
/// Other spellings than four decimal numbers are refused for IPv4 (`0x7f.1`, `127.1`, `2130706433`, `0177.0.0.1`):
/// programs read them differently, which is how guards are passed by (SEC-24).
public enum IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 address, first octet highest.
    case v4(UInt32)
    /// An IPv6 address in two halves.
    case v6(high: UInt64, low: UInt64)

    /// `127.0.0.1`.
    public static let loopback = IPAddress.v4(0x7F00_0001)

    /// Reads `192.0.2.1` or `2001:db8::1`; without brackets, zone or prefix length.
    ///
    /// - Returns: nil for every other spelling.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        if let address = Self.parsedV4(bytes[...]) {
            self = .v4(address)
        } else if let groups = Self.parsedV6(bytes) {
            let halves = [groups[..<4], groups[4...]].map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
            self = .v6(high: halves[0], low: halves[1])
        } else {
            return nil
        }
    }

    /// Takes the 4 or 16 octets of an address in network order.
    ///
    /// - Returns: nil for another number of octets.
    public init?(octets: [UInt8]) {
        switch octets.count {
        case 4: self = .v4(octets.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            self = .v6(
                high: octets[..<8].reduce(0) { $0 << 8 | UInt64($1) },
                low: octets[8...].reduce(0) { $0 << 8 | UInt64($1) })
        default: return nil
        }
    }

    /// Whether it is `127.0.0.0/8` or `::1`.
    public var isLoopback: Bool {
        switch self {
        case .v4(let address): address >> 24 == 127
        case .v6(let high, let low): high == 0 && low == 1
        }
    }

    /// Whether the address is reachable from everywhere and belongs to one peer: what services are fetched from.
    ///
    /// Source: RFC 6890 and the registries it founded (VC-37). Of IPv6 only `2000::/3` is given out; the parts of it
    /// that carry an IPv4 address or a tunnel inside are refused, since what is inside is not looked at.
    public var isPublic: Bool {
        switch self {
        case .v4(let address): !Self.specialV4.contains { address >> (32 - $0.bits) == $0.prefix >> (32 - $0.bits) }
        case .v6(Self.translationPrefix, let low) where low >> 32 == 0:
            IPAddress.v4(UInt32(truncatingIfNeeded: low)).isPublic
        case .v6(let high, _):
            high >> 61 == 1 && !Self.specialV6.contains { high >> (64 - $0.bits) == $0.prefix >> (64 - $0.bits) }
        }
    }

    /// The part of the address that one subscriber has: the whole IPv4 address, the /64 of an IPv6 address.
    public var subscriber: IPAddress {
        switch self {
        case .v4: self
        case .v6(0, let low) where low >> 32 == 0xFFFF: .v4(UInt32(truncatingIfNeeded: low))
        case .v6(let high, _): .v6(high: high, low: 0)
        }
    }

    /// The address as logs may show it: the last octet of IPv4 and the last 80 bits of IPv6 are zero (SEC-32).
    public var truncated: IPAddress {
        switch subscriber {
        case .v4(let address): .v4(address & 0xFFFF_FF00)
        case .v6(let high, _): .v6(high: high & 0xFFFF_FFFF_FFFF_0000, low: 0)
        }
    }

    /// The usual spelling; IPv6 as RFC 5952 asks.
    public var description: String {
        switch self {
        case .v4(let address): (0..<4).map { String(address >> (24 - 8 * $0) & 0xFF) }.joined(separator: ".")
        case .v6(let high, let low):
            Self.text([high, low].flatMap { half in (0..<4).map { half >> (48 - 16 * $0) & 0xFFFF } })
        }
    }

    private static let translationPrefix: UInt64 = 0x0064_FF9B_0000_0000

    private static let specialV4: [(prefix: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15),
        (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    // 2001::/23 (Teredo, benchmarks, identifiers), documentation, 6to4, documentation again.
    private static let specialV6: [(prefix: UInt64, bits: UInt64)] = [
        (0x2001_0000_0000_0000, 23), (0x2001_0DB8_0000_0000, 32), (0x2002_0000_0000_0000, 16),
        (0x3FFF_0000_0000_0000, 20),
    ]

    private static func parsedV4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: 0x2E, maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard part.count <= 3, let number = ASCII.smallNumber(part), number < 256,
                part.count == 1 || part.first != 0x30
            else { return nil }
            address = address << 8 | UInt32(number)
        }
        return address
    }

    private static func parsedV6(_ bytes: [UInt8]) -> [UInt16]? {
        guard bytes.count <= 45, let gap = doubleColon(bytes) else {
            return groups(bytes[...]).flatMap { $0.count == 8 ? $0 : nil }
        }
        guard let head = groups(bytes[..<gap], mayEndInV4: false), let tail = groups(bytes[(gap + 2)...]),
            head.count + tail.count <= 7
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static func doubleColon(_ bytes: [UInt8]) -> Int? {
        bytes.indices.dropLast().first { bytes[$0] == 0x3A && bytes[$0 + 1] == 0x3A }
    }

    private static func groups(_ bytes: ArraySlice<UInt8>, mayEndInV4: Bool = true) -> [UInt16]? {
        guard !bytes.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = bytes.split(separator: 0x3A, maxSplits: 8, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInV4, index == parts.count - 1, let address = parsedV4(part) {
                groups += [UInt16(address >> 16), UInt16(address & 0xFFFF)]
                continue
            }
            guard (1...4).contains(part.count) else { return nil }
            var group: UInt16 = 0
            for byte in part {
                guard let digit = ASCII.hexValue(byte) else { return nil }
                group = group << 4 | UInt16(digit)
            }
            groups.append(group)
        }
        return groups.count <= 8 ? groups : nil
    }

    private static func text(_ groups: [UInt64]) -> String {
        var longest = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = max(end, start + 1)
        }
        let hex = { (groups: ArraySlice<UInt64>) in groups.map { String($0, radix: 16) }.joined(separator: ":") }
        return longest.isEmpty
            ? hex(groups[...]) : "\(hex(groups[..<longest.lowerBound]))::\(hex(groups[longest.upperBound...]))"
    }
}
