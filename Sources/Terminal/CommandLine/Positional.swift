/// A parameter that is known by its place.
public struct Positional<Value: Sendable>: Parameter {
    /// What help and the parser need to know.
    public let definition: ParameterDefinition
    let form: ValueForm<Value>

    /// Declares a positional parameter; one that may stand several times comes last.
    ///
    /// - Parameters:
    ///   - placeholder: what stands for it in help, in capitals.
    ///   - help: one sentence without a full stop.
    ///   - count: how many times it may stand.
    ///   - form: how the value is read.
    public init(
        _ placeholder: String, _ help: String, count: ParameterDefinition.Count = .required, as form: ValueForm<Value>
    ) {
        self.form = form
        definition = ParameterDefinition(
            form: .positional, name: placeholder, letter: nil, placeholder: placeholder, help: help, count: count,
            variable: nil, expected: form.expected, isFit: { form.read($0) != nil })
    }
}

extension Positional where Value == String {
    /// Declares a positional parameter whose value is any text that is not empty.
    public init(_ placeholder: String, _ help: String, count: ParameterDefinition.Count = .required) {
        self.init(placeholder, help, count: count, as: .text)
    }
}
