/// A media type such as `application/json; charset=utf-8`.
///
/// Equality is that of type and subtype; parameters are kept beside them. Source: RFC 9110 §8.3.1 (HTTP-03).
public struct MediaType: Sendable, Hashable, CustomStringConvertible {
    /// Type and subtype in small letters, such as `application/json`.
    public let essence: String
    /// The parameters in their order, names in small letters.
    public let parameters: [FormField]

    // A type is read on the thread that serves all sockets, and each parameter is compared with those before it. Types
    // in use have one or two; the longest registered ones stay below 300 octets.
    private static let mostBytes = 1024
    private static let mostParameters = 8

    /// Names a type in code.
    public init(_ essence: String, parameters: [FormField] = []) {
        (self.essence, self.parameters) = (ASCII.lowercased(essence), parameters)
    }

    /// Reads a `Content-Type`.
    ///
    /// - Returns: nil when the text has another form, a parameter occurs twice, there are more than eight of them, or
    ///   more than 1,024 octets (SEC-03).
    public init?(parsing text: String) {
        guard text.utf8.count <= Self.mostBytes else { return nil }
        var pieces = Self.pieces(text)[...]
        guard let first = pieces.popFirst(), pieces.count <= Self.mostParameters else { return nil }
        let names = first.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, names.allSatisfy(HTTPHeaders.isToken) else { return nil }
        var parameters: [FormField] = []
        for piece in pieces {
            guard let equals = piece.firstIndex(of: "=") else { return nil }
            let name = ASCII.lowercased(String(piece[..<equals]))
            guard HTTPHeaders.isToken(name), let value = Self.value(piece[equals...].dropFirst()),
                parameters.values(name).isEmpty
            else { return nil }
            parameters.append(FormField(name, value))
        }
        self.init(first, parameters: parameters)
    }

    /// `application/json`.
    public static let json = MediaType("application/json")
    /// `application/problem+json`.
    public static let problem = MediaType("application/problem+json")
    /// `application/x-www-form-urlencoded`.
    public static let form = MediaType("application/x-www-form-urlencoded")
    /// `application/jwt`.
    public static let jwt = MediaType("application/jwt")
    /// `text/plain` in UTF-8.
    public static let plainText = MediaType("text/plain", parameters: [FormField("charset", "utf-8")])
    /// `text/html` in UTF-8.
    public static let html = MediaType("text/html", parameters: [FormField("charset", "utf-8")])
    /// `text/css` in UTF-8.
    public static let css = MediaType("text/css", parameters: [FormField("charset", "utf-8")])
    /// `text/javascript` in UTF-8.
    public static let javascript = MediaType("text/javascript", parameters: [FormField("charset", "utf-8")])
    /// `image/svg+xml`.
    public static let svg = MediaType("image/svg+xml")

    /// Whether the text is in UTF-8 as far as the parameters tell: no `charset`, or that one.
    public var isUTF8: Bool { parameters.values("charset").allSatisfy { ASCII.isSameIgnoringCase($0, "utf-8") } }

    /// Whether both name the same type; parameters do not count.
    public static func == (left: Self, right: Self) -> Bool { left.essence == right.essence }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(essence) }

    /// The text of a `Content-Type`.
    public var description: String {
        parameters.reduce(essence) { "\($0); \($1.name)=\($1.value)" }
    }

    /// The parts between semicolons, trimmed; a semicolon inside quotation marks does not part.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in text.utf8 {
            if byte == 0x22 { isQuoted.toggle() }
            if byte == 0x3B && !isQuoted { pieces.append([]) } else { pieces[pieces.count - 1].append(byte) }
        }
        return pieces.map { piece in
            let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
            let start = piece.drop(while: isSpace)
            return String(decoding: start.reversed().drop(while: isSpace).reversed(), as: UTF8.self)
        }
    }

    private static func value(_ text: Substring) -> String? {
        guard text.first == "\"" else { return HTTPHeaders.isToken(String(text)) ? String(text) : nil }
        let inner = text.dropFirst().dropLast()
        return text.count >= 2 && text.last == "\"" && !inner.contains("\"") && !inner.contains("\\")
            ? String(inner) : nil
    }
}
