/// Text of a stranger, cut and cleaned so that it can stand on a screen.
///
/// Control characters and those that change the direction of writing are removed: an offer or a metadata document could
/// otherwise redraw the question that a person is asked. Source: OFFER-10, META-14.
public struct DisplayText: Sendable, Hashable, CustomStringConvertible {
    /// The cleaned text.
    public let description: String

    /// Cleans a text.
    ///
    /// - Parameters:
    ///   - text: as it was received.
    ///   - limit: how many characters (Unicode scalars) are kept at most.
    public init(_ text: String, limit: Int) {
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars where !Self.isUnsafe(scalar) {
            guard count < limit else { break }
            kept.append(scalar)
            count += 1
        }
        description = String(kept)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Bidirectional controls and zero-width characters are of category format, line separators of their own two.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
