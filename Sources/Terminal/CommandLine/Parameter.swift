/// Something that may stand on a command line: a `Flag`, an `Option` or a `Positional`.
public protocol Parameter: Sendable {
    /// What help and the parser need to know.
    var definition: ParameterDefinition { get }
}

/// What help and the parser need to know of a parameter.
public struct ParameterDefinition: Sendable {
    /// How a parameter is written.
    public enum Form: Sendable, Hashable {
        /// `--name`.
        case flag
        /// `--name VALUE`.
        case option
        /// `VALUE`, known by its place.
        case positional
    }

    /// How many times a parameter may stand.
    public enum Count: Sendable, Hashable {
        /// At most once.
        case optional
        /// Exactly once.
        case required
        /// Any number of times.
        case any
        /// At least once.
        case several

        var isRequired: Bool { self == .required || self == .several }
        var isRepeatable: Bool { self == .any || self == .several }
    }

    /// How it is written.
    public let form: Form
    /// The name without hyphens; for a positional the placeholder.
    public let name: String
    /// The letter of the short form.
    public let letter: Character?
    /// What stands for the value in help, in capitals.
    public let placeholder: String
    /// One sentence without a full stop.
    public let help: String
    /// How many times it may stand.
    public let count: Count
    /// The environment variable that gives the value when the option is absent.
    public let variable: String?
    /// What a value looks like, for errors.
    let expected: String
    /// Whether a value has that form.
    let isFit: @Sendable (String) -> Bool

    /// How errors and usage lines name it.
    var shown: String { form == .positional ? placeholder : "--\(name)" }
}
