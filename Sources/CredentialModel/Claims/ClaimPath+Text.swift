import JSON

extension ClaimPath: CustomStringConvertible {
    /// The form for people: `address.postcode`, `nationalities[1]`, `degrees[*].type`, `["a.b"].c`.
    ///
    /// Names that hold other characters than letters, digits, `_`, `-` and `:` are written as JSON strings in brackets;
    /// they came from outside, so the text is still to be escaped for where it is shown.
    public var description: String {
        var text = ""
        for component in components {
            switch component {
            case .index(let index): text += "[\(index)]"
            case .all: text += "[*]"
            case .name(let name) where Self.isPlain(name): text += text.isEmpty ? name : ".\(name)"
            case .name(let name): text += "[\(JSONValue.string(name).text)]"
            }
        }
        return text
    }

    /// Reads the form for people.
    ///
    /// - Throws: `pathText` with the place, `pathEmpty`, `pathTooLong`, `pathNumber`.
    public init(text: String, limit: Int = ClaimPath.longest) throws(CredentialModelError) {
        var reader = ClaimPathReader(bytes: Array(text.utf8))
        let components = try reader.components()
        guard !components.isEmpty else { throw .pathEmpty }
        guard components.count <= limit else { throw .pathTooLong(count: components.count, limit: limit) }
        self.init(components)
    }

    static func isPlain(_ name: String) -> Bool { !name.isEmpty && name.utf8.allSatisfy(isPlain) }

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x80...: true
        default: false
        }
    }
}

/// Reads the form for people from left to right.
private struct ClaimPathReader {
    let bytes: [UInt8]
    var position = 0

    mutating func components() throws(CredentialModelError) -> [ClaimPathComponent] {
        var components: [ClaimPathComponent] = []
        while position < bytes.count {
            if bytes[position] == 0x5B {
                components.append(try bracket(component: components.count))
            } else {
                if !components.isEmpty {
                    guard bytes[position] == 0x2E else { throw .pathText(offset: position) }
                    position += 1
                }
                let name = take(while: ClaimPath.isPlain)
                guard !name.isEmpty else { throw .pathText(offset: position) }
                components.append(.name(String(decoding: name, as: UTF8.self)))
            }
        }
        return components
    }

    private mutating func bracket(component: Int) throws(CredentialModelError) -> ClaimPathComponent {
        let start = position
        position += 1
        guard position < bytes.count else { throw .pathText(offset: start) }
        let result: ClaimPathComponent
        switch bytes[position] {
        case 0x2A:
            position += 1
            result = .all
        case 0x22:
            result = .name(try quotedName(from: start))
        default:
            let digits = take { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { throw .pathText(offset: start) }
            guard digits.count <= 15, let index = Int(String(decoding: digits, as: UTF8.self)) else {
                throw .pathNumber(position: component)
            }
            result = .index(index)
        }
        guard position < bytes.count, bytes[position] == 0x5D else { throw .pathText(offset: start) }
        position += 1
        return result
    }

    private mutating func quotedName(from start: Int) throws(CredentialModelError) -> String {
        let first = position
        position += 1
        while position < bytes.count, bytes[position] != 0x22 {
            position += bytes[position] == 0x5C ? 2 : 1
        }
        guard position < bytes.count else { throw .pathText(offset: start) }
        position += 1
        guard case .string(let name)? = try? JSONValue(parsing: bytes[first..<position]) else {
            throw .pathText(offset: start)
        }
        return name
    }

    private mutating func take(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, belongs(bytes[position]) { position += 1 }
        return bytes[start..<position]
    }
}
