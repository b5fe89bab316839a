/// The five parts of a URI, each as written; every character has been looked at.
struct URLParts {
    /// In small letters.
    let scheme: String
    /// What stands between `//` and the path; nil when there is no `//`.
    let authority: String?
    let path: String
    let query: String?
    let fragment: String?

    init(parsing text: String, limitBytes: Int) throws(HTTPError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= limitBytes else { throw .unusableURL(.tooLong(limitBytes: limitBytes)) }
        try Self.check(bytes)
        guard let colon = bytes.firstIndex(of: 0x3A), Self.isScheme(bytes[..<colon]) else {
            throw .unusableURL(.noScheme)
        }
        var rest = bytes[(colon + 1)...]
        scheme = ASCII.lowercased(Self.text(bytes[..<colon]))
        fragment = Self.cut(&rest, at: 0x23)
        query = Self.cut(&rest, at: 0x3F)
        if rest.starts(with: [0x2F, 0x2F]) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: 0x2F) ?? rest.endIndex
            authority = Self.text(rest[..<end])
            rest = rest[end...]
        } else {
            authority = nil
        }
        path = Self.text(rest)
    }

    private static func check(_ bytes: [UInt8]) throws(HTTPError) {
        var hasFragment = false
        for (offset, byte) in bytes.enumerated() {
            guard isURICharacter(byte), byte != 0x23 || !hasFragment else {
                throw .unusableURL(.character(offset: offset))
            }
            if byte == 0x23 { hasFragment = true }
            if byte == 0x25 {
                guard offset + 2 < bytes.count, ASCII.hexValue(bytes[offset + 1]) != nil,
                    ASCII.hexValue(bytes[offset + 2]) != nil
                else { throw .unusableURL(.percentEncoding(offset: offset)) }
            }
        }
    }

    /// Unreserved characters, delimiters and the percent sign; brackets are looked at again where a host is read.
    private static func isURICharacter(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || ":/?#[]@!$&'()*+,;=%".utf8.contains(byte)
    }

    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.first.map(ASCII.isLetter) == true
            && bytes.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
    }

    private static func cut(_ bytes: inout ArraySlice<UInt8>, at separator: UInt8) -> String? {
        guard let place = bytes.firstIndex(of: separator) else { return nil }
        defer { bytes = bytes[..<place] }
        return text(bytes[(place + 1)...])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
