/// A command line that was understood: the values of the parameters, and where to print.
public struct Invocation: Sendable {
    /// Where to print, report and ask.
    public let console: Console
    /// The variables of the process, for the commands; nothing below them looks at them.
    public let environment: [String: String]
    let values: ParsedValues

    /// Whether a flag was given.
    public subscript(flag: Flag) -> Bool { values.texts[flag.definition.shown] != nil }

    /// The value of an option.
    public subscript<Value>(option: Option<Value>) -> Value? { self.values(of: option).first }

    /// The value of a positional parameter.
    public subscript<Value>(positional: Positional<Value>) -> Value? { self.values(of: positional).first }

    /// All values of an option.
    public func values<Value>(of option: Option<Value>) -> [Value] {
        (values.texts[option.definition.shown] ?? []).compactMap(option.form.read)
    }

    /// All values of a positional parameter.
    public func values<Value>(of positional: Positional<Value>) -> [Value] {
        (values.texts[positional.definition.shown] ?? []).compactMap(positional.form.read)
    }

    /// The value of an option that must be there.
    ///
    /// - Throws: `parameterMissing`.
    public func required<Value>(_ option: Option<Value>) throws(TerminalError) -> Value {
        guard let value = self[option] else { throw .parameterMissing(name: option.definition.shown) }
        return value
    }

    /// The value of a positional parameter that must be there.
    ///
    /// - Throws: `parameterMissing`.
    public func required<Value>(_ positional: Positional<Value>) throws(TerminalError) -> Value {
        guard let value = self[positional] else { throw .parameterMissing(name: positional.definition.shown) }
        return value
    }

    /// Refuses two parameters that were both given.
    ///
    /// - Throws: `exclusive`.
    public func refuseBoth(_ one: any Parameter, _ other: any Parameter) throws(TerminalError) {
        let (one, other) = (one.definition.shown, other.definition.shown)
        if values.texts[one] != nil, values.texts[other] != nil { throw .exclusive(one: one, other: other) }
    }
}

/// What was typed for each parameter, by `ParameterDefinition.shown`; a flag has an empty list of texts or more.
struct ParsedValues: Sendable, Equatable {
    var texts: [String: [String]] = [:]
}
