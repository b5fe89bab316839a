public import JSON

/// A claims path pointer: which claim, or claims, of a credential are meant.
///
/// ```swift
/// let path = try ClaimPath(json: ["degrees", nil, "type"])     // as it comes in a query
/// let same: ClaimPath = ["degrees", nil, "type"]               // in code
/// path.description                                             // "degrees[*].type"
/// ```
///
/// Source: OpenID4VP §7 (PATH-01 to PATH-10, DCQL-04, DCQL-10). `ClaimTree.selections(of:)` evaluates it.
public struct ClaimPath: Sendable, Hashable {
    /// The components, outermost first.
    public let components: [ClaimPathComponent]

    /// How many components a path from outside may have (DCQL-09).
    public static let longest = 16

    /// The greatest position that all JSON readers agree about.
    private static let greatestIndex: Int64 = 1 << 53 - 1

    /// Takes components that our own code made; one without components means the whole credential.
    public init(_ components: [ClaimPathComponent]) { self.components = components }

    /// Reads a path that came from outside.
    ///
    /// - Throws: `pathNotArray`, `pathEmpty`, `pathTooLong`, `pathComponent`, `pathNumber`, `pathIndexNegative`.
    public init(json: JSONValue, limit: Int = ClaimPath.longest) throws(CredentialModelError) {
        guard let elements = json.array else { throw .pathNotArray(found: json.kind) }
        guard !elements.isEmpty else { throw .pathEmpty }
        guard elements.count <= limit else { throw .pathTooLong(count: elements.count, limit: limit) }
        var components: [ClaimPathComponent] = []
        components.reserveCapacity(elements.count)
        for (position, element) in elements.enumerated() {
            switch element {
            case .string(let name): components.append(.name(name))
            case .null: components.append(.all)
            case .number(let number): components.append(.index(try Self.index(number, at: position)))
            case .bool, .array, .object: throw .pathComponent(position: position, found: element.kind)
            }
        }
        self.components = components
    }

    private static func index(_ number: JSONNumber, at position: Int) throws(CredentialModelError) -> Int {
        guard let value = number.integer, value <= greatestIndex else { throw .pathNumber(position: position) }
        guard value >= 0 else { throw .pathIndexNegative(position: position) }
        return Int(value)
    }

    /// The path as in a query.
    public var json: JSONValue { .array(components.map(\.json)) }

    /// Whether every claim that the other path can mean is this one or lies inside it.
    ///
    /// `degrees` covers `degrees[0].type`, and `degrees[*]` covers `degrees[0]`, but not the other way round.
    public func covers(_ other: ClaimPath) -> Bool {
        guard components.count <= other.components.count else { return false }
        for (mine, theirs) in zip(components, other.components) {
            if case (.all, .index) = (mine, theirs) { continue }
            guard mine == theirs else { return false }
        }
        return true
    }
}

extension ClaimPath: ExpressibleByArrayLiteral {
    /// Writes a path in code.
    public init(arrayLiteral elements: ClaimPathComponent...) { components = elements }
}
