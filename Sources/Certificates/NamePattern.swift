import Bytes

/// The parts that a certificate's name must have, in the text form of RFC 4514: `CN=Counter 7,O=Post of Kea,C=KE`.
///
/// A name may have more parts, and in another order. Two abbreviations are those of ETSI TS 119 472-3: `ORGID` for the
/// organisation's identifier and `SN` for the serial number of a person, which elsewhere stands for the surname.
public struct NamePattern: Sendable, Hashable {
    /// The longest text that is read, in octets.
    public static let limitBytes = 1024

    /// The text as written.
    public let text: String
    /// The parts, in the order of the text; at least one.
    public let attributes: [DistinguishedName.Attribute]

    /// Reads a pattern; nil when the text is none, is too long, or has a type of part that is unknown here.
    ///
    /// White space around a part is left out, as people write it after a comma.
    public init?(parsing text: String) {
        guard text.utf8.count <= Self.limitBytes else { return nil }
        var reader = Reader(Array(text.utf8))
        var attributes: [DistinguishedName.Attribute] = []
        repeat {
            guard let attribute = reader.attribute() else { return nil }
            attributes.append(attribute)
        } while reader.takesSeparator()
        guard reader.isAtEnd else { return nil }
        (self.text, self.attributes) = (text, attributes)
    }

    /// Whether the name has every part of the pattern, with the same octets.
    public func matches(_ name: DistinguishedName) -> Bool {
        attributes.allSatisfy { wanted in name.values(of: wanted.type).contains { haveSameBytes($0, wanted.value) } }
    }

    private static let types = [
        "CN": "2.5.4.3", "COMMONNAME": "2.5.4.3", "SURNAME": "2.5.4.4", "SN": "2.5.4.5", "SERIALNUMBER": "2.5.4.5",
        "C": "2.5.4.6", "COUNTRYNAME": "2.5.4.6", "L": "2.5.4.7", "LOCALITYNAME": "2.5.4.7", "ST": "2.5.4.8",
        "STATEORPROVINCENAME": "2.5.4.8", "STREET": "2.5.4.9", "O": "2.5.4.10", "ORGANIZATIONNAME": "2.5.4.10",
        "OU": "2.5.4.11", "ORGANIZATIONALUNITNAME": "2.5.4.11", "GN": "2.5.4.42", "GIVENNAME": "2.5.4.42",
        "ORGID": "2.5.4.97", "ORGANIZATIONIDENTIFIER": "2.5.4.97", "DC": "0.9.2342.19200300.100.1.25",
        "UID": "0.9.2342.19200300.100.1.1",
    ]

    /// Reads the octets from left to right.
    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { rest = bytes[...] }

        var isAtEnd: Bool { rest.isEmpty }

        /// `TYPE=VALUE`; nil when there is none.
        mutating func attribute() -> DistinguishedName.Attribute? {
            guard let end = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = rest[..<end].drop { $0 == Self.space }.reversed().drop { $0 == Self.space }.reversed()
            rest = rest[(end + 1)...]
            guard let type = Self.type(String(decoding: name, as: UTF8.self)), let value = value() else { return nil }
            return DistinguishedName.Attribute(type: type, value: value)
        }

        /// Whether another part follows; between the parts of one relative name stands a plus sign.
        mutating func takesSeparator() -> Bool {
            guard let first = rest.first, first == UInt8(ascii: ",") || first == UInt8(ascii: "+") else { return false }
            rest = rest.dropFirst()
            return true
        }

        private static func type(_ name: String) -> String? {
            if let known = NamePattern.types[name.uppercased()] { return known }
            let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
            let isDotted = numbers.count > 1 && numbers.allSatisfy { UInt64($0) != nil && $0.first != "+" }
            return isDotted ? name : nil
        }

        /// Up to the next separator; a backslash takes the meaning from what follows, or stands for an octet in two
        /// hexadecimal digits. A value in the encoded form, which begins with `#`, is not read.
        private mutating func value() -> String? {
            var (value, kept): ([UInt8], Int) = ([], 0)
            rest = rest.drop { $0 == Self.space }
            guard rest.first != UInt8(ascii: "#") else { return nil }
            while let byte = rest.first, byte != UInt8(ascii: ","), byte != UInt8(ascii: "+") {
                rest = rest.dropFirst()
                if byte == UInt8(ascii: "\\") {
                    guard let escaped = escaped() else { return nil }
                    value.append(escaped)
                    kept = value.count
                } else {
                    guard !Self.special.contains(byte) else { return nil }
                    value.append(byte)
                    if byte != Self.space { kept = value.count }
                }
            }
            guard kept > 0 else { return nil }
            return String(validating: value[..<kept], as: UTF8.self)
        }

        private mutating func escaped() -> UInt8? {
            if let octet = try? Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)).first {
                rest = rest.dropFirst(2)
                return octet
            }
            guard let first = rest.first, Self.special.contains(first) || Self.escapable.contains(first) else {
                return nil
            }
            rest = rest.dropFirst()
            return first
        }

        private static let space = UInt8(ascii: " ")
        private static let special = Array("\";<>\u{0}".utf8)
        private static let escapable = Array("\\,+ #=".utf8)
    }
}
