/// The strict reader of RFC 8259 texts behind `JSONValue.init(parsing:)`.
///
/// It reads bytes once, from left to right, and counts its depth.
struct JSONParser {
    let limits: JSONLimits
    private let depthLimit: Int
    var position = 0

    init(limits: JSONLimits) {
        self.limits = limits
        depthLimit = min(limits.depth, JSONLimits.deepest)
    }

    /// Reads one value with nothing but white space around it.
    mutating func document(_ text: Span<UInt8>) throws(JSONError) -> JSONValue {
        guard text.count <= limits.totalBytes else { throw .textTooLong(bytes: text.count, limit: limits.totalBytes) }
        guard text.count < 3 || text[0] != 0xEF || text[1] != 0xBB || text[2] != 0xBF else { throw .byteOrderMark }
        let value = try value(text, depth: 0)
        skipWhiteSpace(text)
        guard position == text.count else { throw .trailingCharacters(offset: position) }
        return value
    }

    private mutating func value(_ text: Span<UInt8>, depth: Int) throws(JSONError) -> JSONValue {
        skipWhiteSpace(text)
        guard position < text.count else { throw .unexpectedEnd(expected: "a value", offset: position) }
        switch text[position] {
        case 0x22:
            return .string(try string(text))
        case 0x7B:
            return .object(try object(text, depth: depth + 1))
        case 0x5B:
            return .array(try array(text, depth: depth + 1))
        case 0x2D, 0x30...0x39:
            return .number(try number(text))
        case 0x74:
            try word("true", text)
            return .bool(true)
        case 0x66:
            try word("false", text)
            return .bool(false)
        case 0x6E:
            try word("null", text)
            return .null
        default:
            throw .unexpectedCharacter(expected: "the beginning of a value", offset: position)
        }
    }

    private mutating func object(_ text: Span<UInt8>, depth: Int) throws(JSONError) -> JSONObject {
        guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit, offset: position) }
        position += 1
        if next(text) == 0x7D {
            position += 1
            return JSONObject()
        }
        let start = position
        var names = NameRegister()
        var members: [(name: String, value: JSONValue)] = []
        // Room for most objects of our protocols, so that they cost one allocation.
        members.reserveCapacity(8)
        while true {
            guard members.count < limits.objectCount else {
                throw .tooManyMembers(limit: limits.objectCount, offset: start)
            }
            guard try required(text, "a member name") == 0x22 else {
                throw .unexpectedCharacter(expected: "the quote of a member name", offset: position)
            }
            let place = position
            let name = try string(text)
            guard names.isNew(name, among: members) else {
                throw .duplicateName(name: name, offset: place)
            }
            guard try required(text, "a colon") == 0x3A else {
                throw .unexpectedCharacter(expected: "a colon", offset: position)
            }
            position += 1
            members.append((name, try value(text, depth: depth)))
            switch try required(text, "a comma or a closing brace") {
            case 0x2C: position += 1
            case 0x7D:
                position += 1
                return JSONObject(unique: members)
            default: throw .unexpectedCharacter(expected: "a comma or a closing brace", offset: position)
            }
        }
    }

    private mutating func array(_ text: Span<UInt8>, depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth <= depthLimit else { throw .tooDeep(limit: depthLimit, offset: position) }
        position += 1
        if next(text) == 0x5D {
            position += 1
            return []
        }
        let start = position
        var elements: [JSONValue] = []
        elements.reserveCapacity(4)
        while true {
            guard elements.count < limits.arrayCount else {
                throw .tooManyElements(limit: limits.arrayCount, offset: start)
            }
            elements.append(try value(text, depth: depth))
            switch try required(text, "a comma or a closing bracket") {
            case 0x2C: position += 1
            case 0x5D:
                position += 1
                return elements
            default: throw .unexpectedCharacter(expected: "a comma or a closing bracket", offset: position)
            }
        }
    }

    private mutating func word(_ word: StaticString, _ text: Span<UInt8>) throws(JSONError) {
        let expected = word.description
        for byte in expected.utf8 {
            guard position < text.count else {
                throw .unexpectedEnd(expected: "the end of \(expected)", offset: position)
            }
            guard text[position] == byte else {
                throw .unexpectedCharacter(expected: "part of \(expected)", offset: position)
            }
            position += 1
        }
    }

    /// The byte after white space, nil at the end; it is not consumed.
    private mutating func next(_ text: Span<UInt8>) -> UInt8? {
        skipWhiteSpace(text)
        return position < text.count ? text[position] : nil
    }

    private mutating func required(_ text: Span<UInt8>, _ expected: String) throws(JSONError) -> UInt8 {
        guard let byte = next(text) else { throw .unexpectedEnd(expected: expected, offset: position) }
        return byte
    }

    private mutating func skipWhiteSpace(_ text: Span<UInt8>) {
        while position < text.count {
            let byte = text[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }
}
