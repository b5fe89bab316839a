/// What a piece of text means; a terminal shows it in colour, everything else in plain letters.
public enum Style: Sendable, Hashable {
    /// Nothing special.
    case plain
    /// A heading or a name that matters.
    case strong
    /// Something beside the point.
    case faint
    /// Something that holds.
    case good
    /// Something that needs a look.
    case caution
    /// Something that does not hold.
    case bad

    /// The parameters of ISO 6429's "select graphic rendition".
    var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .caution: "33"
        case .bad: "1;31"
        }
    }
}
