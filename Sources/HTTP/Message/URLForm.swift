/// The fields of `application/x-www-form-urlencoded`, in their order; a repeated field stays visible.
///
/// ```swift
/// let form = try URLForm(parsing: request.body)
/// let state = try form.single("state")
/// ```
///
/// Source: the encoding of HTML forms as OAuth 2.0 uses it (RFC 6749 appendix B), read without its leniency: broken
/// percent-encoding, NUL, text that is no UTF-8 and unencoded octets outside 0x21…0x7E are refused (RSP-08, HTTP-04).
public struct URLForm: Sendable, Hashable {
    /// The fields in their order.
    public let fields: [FormField]

    /// Makes a form to be sent.
    public init(_ fields: [FormField]) { self.fields = fields }

    /// Makes a form to be sent from pairs.
    public init(_ pairs: KeyValuePairs<String, String>) { fields = pairs.map { FormField($0.key, $0.value) } }

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - bytes: the body; whoever received it has limited its size.
    ///   - limitFields: how many fields there may be; empty ones, as between two `&`, are left out but count.
    /// - Throws: `unusableForm`.
    public init(parsing bytes: [UInt8], limitFields: Int = 64) throws(HTTPError) {
        var fields: [FormField] = []
        var (start, count) = (0, 0)
        // One piece after the other: a body of nothing but separators must not cost more than the limit allows.
        while start < bytes.count {
            count += 1
            guard count <= limitFields else { throw .unusableForm(.tooManyFields(limit: limitFields)) }
            let end = bytes[start...].firstIndex(of: 0x26) ?? bytes.endIndex
            if start < end { fields.append(try Self.field(bytes[start..<end])) }
            start = end + 1
        }
        self.fields = fields
    }

    /// Reads the query of a URL or the text of a form.
    ///
    /// - Throws: `unusableForm`.
    public init(parsing text: String, limitFields: Int = 64) throws(HTTPError) {
        try self.init(parsing: Array(text.utf8), limitFields: limitFields)
    }

    /// All values of a field.
    public func values(_ name: String) -> [String] { fields.values(name) }

    /// The value of a field that may occur once.
    ///
    /// - Returns: nil when it does not occur.
    /// - Throws: `unusableForm` when it occurs twice.
    public func single(_ name: String) throws(HTTPError) -> String? { try fields.single(name) }

    /// The value of an OAuth parameter: one without a value counts as absent (HTTP-04).
    ///
    /// - Throws: `unusableForm` when it occurs twice, empty or not.
    public func parameter(_ name: String) throws(HTTPError) -> String? { try fields.parameter(name) }

    /// Refuses a form in which any field occurs twice, known or not.
    ///
    /// - Throws: `unusableForm`.
    public func withoutRepeats() throws(HTTPError) -> URLForm {
        try fields.refuseRepeats()
        return self
    }

    /// The form as the body of a request or the query of a URL.
    public var encoded: String { String(decoding: bytes, as: UTF8.self) }

    /// The form as the body of a request.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { result.append(0x26) }
            PercentEncoding.encode(field.name, spaceAsPlus: true, into: &result)
            result.append(0x3D)
            PercentEncoding.encode(field.value, spaceAsPlus: true, into: &result)
        }
        return result
    }

    /// Reads one field; the indices of the slice are places in the body.
    private static func field(_ piece: ArraySlice<UInt8>) throws(HTTPError) -> FormField {
        let end = piece.firstIndex(of: 0x3D) ?? piece.endIndex
        return FormField(try decoded(piece[..<end]), try decoded(piece[end...].dropFirst()))
    }

    private static func decoded(_ piece: ArraySlice<UInt8>) throws(HTTPError) -> String {
        let start = piece.startIndex
        if let place = piece.firstIndex(where: { $0 < 0x21 || $0 > 0x7E }) {
            throw .unusableForm(.rawOctet(offset: place))
        }
        let bytes: [UInt8]
        do {
            bytes = try PercentEncoding.decoded(piece, plusIsSpace: true)
        } catch {
            throw .unusableForm(.brokenPercentEncoding(offset: start + error.offset))
        }
        guard !bytes.contains(0) else { throw .unusableForm(.nul(offset: start)) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .unusableForm(.notUTF8(offset: start)) }
        return text
    }
}

extension [FormField] {
    /// All values of a field, compared octet by octet.
    public func values(_ name: String) -> [String] { filter { ASCII.isSame($0.name, name) }.map(\.value) }

    /// The value of a field that may occur once.
    ///
    /// - Throws: `unusableForm` when it occurs twice.
    public func single(_ name: String) throws(HTTPError) -> String? {
        let values = values(name)
        guard values.count < 2 else { throw .unusableForm(.repeatedField(name: name)) }
        return values.first
    }

    /// The value of an OAuth parameter: one without a value counts as absent (HTTP-04).
    ///
    /// - Throws: `unusableForm` when it occurs twice, empty or not.
    public func parameter(_ name: String) throws(HTTPError) -> String? {
        guard let value = try single(name), !value.isEmpty else { return nil }
        return value
    }

    func refuseRepeats() throws(HTTPError) {
        var seen: Set<[UInt8]> = []
        for (index, field) in enumerated() where !seen.insert(Array<UInt8>(field.name.utf8)).inserted {
            throw .unusableForm(.repeatedFieldNumber(index + 1))
        }
    }
}
