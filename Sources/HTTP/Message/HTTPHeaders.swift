/// Header fields: in order, repeatable, names compared without regard to ASCII case.
///
/// ```swift
/// var headers: HTTPHeaders = ["Content-Type": "application/json"]
/// headers.set("Cache-Control", "no-store")
/// ```
///
/// No value ever holds CR, LF or NUL, so a value that came from outside cannot begin a header or a message of its own.
/// Source: RFC 9110 §5.5 (SEC-29).
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One header field.
    public struct Field: Sendable, Hashable {
        /// The name as it was written.
        public let name: String
        /// The value, without white space at its ends.
        public let value: String
    }

    /// The fields in their order.
    public private(set) var fields: [Field] = []

    /// Begins without fields.
    public init() {}

    /// Lists fields in code.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    /// Number of fields.
    public var count: Int { fields.count }

    /// The value of the first field of that name.
    public subscript(_ name: String) -> String? { fields.first { Self.isSame($0.name, name) }?.value }

    /// The values of all fields of that name.
    public func values(_ name: String) -> [String] { fields.filter { Self.isSame($0.name, name) }.map(\.value) }

    /// Appends a field beside others of the same name; a name that is no token is left out.
    ///
    /// In the value each control octet becomes a space, as RFC 9110 §5.5 asks of those who do not refuse it.
    public mutating func add(_ name: String, _ value: String) {
        guard Self.isToken(name) else { return }
        fields.append(Field(name: name, value: Self.harmless(value)))
    }

    /// Puts one field in the place of all fields of that name.
    public mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    /// Adds the field unless one of that name is there.
    public mutating func setIfAbsent(_ name: String, _ value: String) {
        if self[name] == nil { add(name, value) }
    }

    /// Removes all fields of that name.
    public mutating func remove(_ name: String) { fields.removeAll { Self.isSame($0.name, name) } }

    /// Whether a text can be the name of a field: a token of RFC 9110 §5.6.2.
    public static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
                default: false
                }
            }
    }

    /// Whether a value that was received holds no control octet but the tab.
    public static func isFieldValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool { ASCII.isSameIgnoringCase(left, right) }

    private static func harmless(_ value: String) -> String {
        var bytes = value.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }[...]
        while bytes.first == 0x20 { bytes.removeFirst() }
        while bytes.last == 0x20 { bytes.removeLast() }
        return bytes.count == value.utf8.count && isFieldValue(value) ? value : String(decoding: bytes, as: UTF8.self)
    }
}
