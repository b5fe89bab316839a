/// The name of one rule of the catalogue `spec/rules.json`, such as `SDJWT-43`.
///
/// Rule IDs are the common language of errors, tests, vectors and reports: `grep -r SDJWT-43` finds all of them.
public struct RuleID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The ID as the catalogue spells it.
    public let description: String

    /// Names a rule in code.
    public init(stringLiteral value: String) { description = value }

    /// Names a rule that was read from a file.
    public init(_ name: String) { description = name }
}
