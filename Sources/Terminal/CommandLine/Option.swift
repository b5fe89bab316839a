/// A named parameter with a value: `--name VALUE` or `--name=VALUE`.
public struct Option<Value: Sendable>: Parameter {
    /// What help and the parser need to know.
    public let definition: ParameterDefinition
    let form: ValueForm<Value>

    /// Declares an option.
    ///
    /// - Parameters:
    ///   - name: without hyphens.
    ///   - placeholder: what stands for the value in help, in capitals.
    ///   - help: one sentence without a full stop.
    ///   - letter: the short form.
    ///   - count: how many times it may stand.
    ///   - variable: the environment variable that gives the value when the option is absent.
    ///   - form: how the value is read.
    public init(
        _ name: String, _ placeholder: String, _ help: String, letter: Character? = nil,
        count: ParameterDefinition.Count = .optional, variable: String? = nil, as form: ValueForm<Value>
    ) {
        self.form = form
        definition = ParameterDefinition(
            form: .option, name: name, letter: letter, placeholder: placeholder, help: help, count: count,
            variable: variable, expected: form.expected, isFit: { form.read($0) != nil })
    }
}

extension Option where Value == String {
    /// Declares an option whose value is any text that is not empty.
    public init(
        _ name: String, _ placeholder: String, _ help: String, letter: Character? = nil,
        count: ParameterDefinition.Count = .optional, variable: String? = nil
    ) {
        self.init(name, placeholder, help, letter: letter, count: count, variable: variable, as: .text)
    }
}
