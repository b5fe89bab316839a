/// A further value by which records are found, such as the type or the issuer of a credential.
///
/// Both parts are sealed with the record; the file shows an HMAC of them only, so a search needs the whole value. Tags
/// are equal when their UTF-8 bytes are.
public struct RecordTag: Sendable, Hashable {
    /// What the value is, such as `issuer`.
    public let field: String
    /// The value itself.
    public let value: String

    /// Names a field and its value.
    public init(_ field: String, _ value: String) { (self.field, self.value) = (field, value) }

    /// Whether both parts have the same bytes; `String` would take some different bytes for equal.
    public static func == (left: RecordTag, right: RecordTag) -> Bool {
        left.field.utf8.elementsEqual(right.field.utf8) && left.value.utf8.elementsEqual(right.value.utf8)
    }

    /// Hashes the bytes of both parts.
    public func hash(into hasher: inout Hasher) {
        for byte in field.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
        for byte in value.utf8 { hasher.combine(byte) }
    }
}
