/// The signs beyond letters that output uses, for terminals with and without Unicode.
public struct Glyphs: Sendable, Hashable {
    /// Marks a check that held.
    public let passed: String
    /// Marks a check that did not hold.
    public let failed: String
    /// Marks a check that was not made.
    public let skipped: String
    /// Stands for what was cut.
    public let ellipsis: String

    /// For terminals that show UTF-8.
    public static let unicode = Glyphs(passed: "✓", failed: "✗", skipped: "–", ellipsis: "…")
    /// For all others.
    public static let ascii = Glyphs(passed: "ok", failed: "FAIL", skipped: "-", ellipsis: "~")
}
