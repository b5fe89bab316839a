import CMicrohttpd

/// The head of a request as libmicrohttpd hands it over, with the places where its parts lie.
struct RawHead {
    struct Field {
        let name: String
        let value: String
    }

    let method: String
    let target: String
    let version: String
    /// Octets from the method to the end of the empty line.
    let headBytes: Int
    /// Whether the parts follow each other with exactly the separators that RFC 9112 asks for.
    let isContiguous: Bool
    let fields: [Field]

    @unsafe init(
        connection: OpaquePointer, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>, target: RawTarget
    ) {
        let methodText = unsafe String(cString: method)
        let versionText = unsafe String(cString: version)
        let size = unsafe carnet_mhd_head_size(connection)
        var reader = FieldReader(expected: UInt(bitPattern: version) &+ UInt(versionText.utf8.count) &+ 2)
        unsafe withUnsafeMutablePointer(to: &reader) { reader in
            _ = unsafe MHD_get_connection_values_n(connection, .HEADER_KIND, readField, reader)
        }
        let begin = UInt(bitPattern: method)
        self.method = methodText
        self.target = target.text
        self.version = versionText
        headBytes = Int(size)
        fields = reader.fields
        isContiguous =
            reader.isContiguous
            && target.place == begin &+ UInt(methodText.utf8.count) &+ 1
            && UInt(bitPattern: version) == target.place &+ UInt(target.byteCount) &+ 1
            && reader.expected &+ 2 == begin &+ UInt(size)
    }
}

/// The request target with the place where it lay.
struct RawTarget {
    let text: String
    let place: UInt
    let byteCount: Int

    @unsafe init(_ pointer: UnsafePointer<CChar>) {
        text = unsafe String(cString: pointer)
        place = UInt(bitPattern: pointer)
        byteCount = unsafe String(cString: pointer).utf8.count
    }
}

/// Collects header fields and watches that each begins where the one before must have ended.
private struct FieldReader {
    var fields: [RawHead.Field] = []
    var expected: UInt
    var isContiguous = true

    init(expected: UInt) { self.expected = expected }

    @unsafe mutating func read(
        _ name: UnsafePointer<CChar>, _ nameSize: Int, _ value: UnsafePointer<CChar>?, _ valueSize: Int
    ) {
        let nameBytes = unsafe UnsafeRawBufferPointer(start: name, count: nameSize)
        let valueBytes = unsafe UnsafeRawBufferPointer(start: value, count: valueSize)
        unsafe fields.append(
            RawHead.Field(
                name: String(decoding: nameBytes, as: UTF8.self), value: String(decoding: valueBytes, as: UTF8.self)))
        let colon = UInt(bitPattern: name) &+ UInt(nameSize)
        let valuePlace = UInt(bitPattern: value)
        // Between the colon and the value there is white space only: libmicrohttpd skips nothing else there.
        if UInt(bitPattern: name) != expected || valuePlace <= colon { isContiguous = false }
        expected = valuePlace &+ UInt(valueSize) &+ 2
    }
}

private func readField(
    _ context: UnsafeMutableRawPointer?, _ kind: MHD_ValueKind, _ name: UnsafePointer<CChar>?, _ nameSize: Int,
    _ value: UnsafePointer<CChar>?, _ valueSize: Int
) -> MHD_Result {
    guard let context = unsafe context, let name = unsafe name else { return .NO }
    unsafe context.assumingMemoryBound(to: FieldReader.self).pointee.read(name, nameSize, value, valueSize)
    return .YES
}
