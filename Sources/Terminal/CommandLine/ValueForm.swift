/// How a value is read from what was typed.
///
/// ```swift
/// let port = Option("port", "N", "where to listen", as: .integer(1...65_535))
/// ```
public struct ValueForm<Value: Sendable>: Sendable {
    let expected: String
    let read: @Sendable (String) -> Value?

    /// A form of one's own.
    ///
    /// - Parameters:
    ///   - expected: what a value looks like, after the word "expected".
    ///   - read: the value, or nil when the text has another form.
    public init(_ expected: String, _ read: @escaping @Sendable (String) -> Value?) {
        (self.expected, self.read) = (expected, read)
    }
}

extension ValueForm where Value == String {
    /// Any text that is not empty.
    public static var text: Self { Self("a text that is not empty") { $0.isEmpty ? nil : $0 } }

    /// One of a few words.
    public static func oneOf(_ words: [String]) -> Self {
        Self(words.joined(separator: ", ")) { words.contains($0) ? $0 : nil }
    }
}

extension ValueForm where Value == Int {
    /// A whole number in decimal.
    public static func integer(_ range: ClosedRange<Int>) -> Self {
        Self("a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }), let number = Int(text) else {
                return nil
            }
            return range.contains(number) ? number : nil
        }
    }
}
