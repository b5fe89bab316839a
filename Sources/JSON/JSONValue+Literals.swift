// Not by `nil`: an optional that is absent would become a `null` that is there. Write `.null`.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Writes `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Writes an integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// Writes a string.
    public init(stringLiteral value: String) { self = .string(value) }

    /// Writes an array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Writes an object in the order of the literal; a name that is repeated keeps its place and takes the last value.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
