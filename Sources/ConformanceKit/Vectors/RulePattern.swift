/// A pattern over rule IDs, where `*` stands for any number of characters, such as `SDJWT-*`.
public struct RulePattern: Sendable {
    private let parts: [[UInt8]]

    /// Reads a pattern; without `*` it matches one rule.
    public init(_ pattern: String) {
        parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// Whether it matches a rule.
    public func matches(_ rule: String) -> Bool {
        var rest = Array(rule.utf8)[...]
        guard let first = parts.first, rest.starts(with: first) else { return false }
        rest = rest.dropFirst(first.count)
        guard parts.count > 1, let last = parts.last else { return rest.isEmpty }
        for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
            while !rest.starts(with: part) {
                guard !rest.isEmpty else { return false }
                rest = rest.dropFirst()
            }
            rest = rest.dropFirst(part.count)
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
