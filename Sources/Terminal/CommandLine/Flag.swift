/// A switch: `--name`, or a letter.
public struct Flag: Parameter {
    /// What help and the parser need to know.
    public let definition: ParameterDefinition

    /// Declares a switch.
    ///
    /// - Parameters:
    ///   - name: without hyphens.
    ///   - help: one sentence without a full stop.
    ///   - letter: the short form.
    public init(_ name: String, _ help: String, letter: Character? = nil) {
        definition = ParameterDefinition(
            form: .flag, name: name, letter: letter, placeholder: "", help: help, count: .any, variable: nil,
            expected: "", isFit: { _ in true })
    }
}
