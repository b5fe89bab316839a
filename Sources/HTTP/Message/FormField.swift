/// One name and value of a form or of a URL's query, decoded.
public struct FormField: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value.
    public let value: String

    /// Puts a name and a value together.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}
