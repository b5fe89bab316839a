// Every reader exists twice: the plain one asks for the member, the one with `IfPresent` gives nil when it is absent.
// Both refuse another type, and `null` is another type: a member that is there and wrong never counts as absent.

extension JSONObject {
    /// The string of that name.
    public func string(_ name: String) throws(JSONMemberError) -> String {
        try present(name, stringIfPresent(name))
    }

    /// The string of that name, nil when absent.
    public func stringIfPresent(_ name: String) throws(JSONMemberError) -> String? {
        try read(name, .string) { $0.string }
    }

    /// The integer of that name; one with a fraction or an exponent is refused.
    public func integer(_ name: String) throws(JSONMemberError) -> Int64 {
        try present(name, integerIfPresent(name))
    }

    /// The integer of that name, nil when absent; one with a fraction or an exponent is refused.
    public func integerIfPresent(_ name: String) throws(JSONMemberError) -> Int64? {
        try read(name, .integer) { $0.integer }
    }

    /// The number of that name.
    public func number(_ name: String) throws(JSONMemberError) -> JSONNumber {
        try present(name, numberIfPresent(name))
    }

    /// The number of that name, nil when absent.
    public func numberIfPresent(_ name: String) throws(JSONMemberError) -> JSONNumber? {
        try read(name, .number) { $0.number }
    }

    /// The boolean of that name.
    public func bool(_ name: String) throws(JSONMemberError) -> Bool {
        try present(name, boolIfPresent(name))
    }

    /// The boolean of that name, nil when absent.
    public func boolIfPresent(_ name: String) throws(JSONMemberError) -> Bool? {
        try read(name, .boolean) { $0.bool }
    }

    /// The object of that name.
    public func object(_ name: String) throws(JSONMemberError) -> JSONObject {
        try present(name, objectIfPresent(name))
    }

    /// The object of that name, nil when absent.
    public func objectIfPresent(_ name: String) throws(JSONMemberError) -> JSONObject? {
        try read(name, .object) { $0.object }
    }

    /// The array of that name.
    public func array(_ name: String) throws(JSONMemberError) -> [JSONValue] {
        try present(name, arrayIfPresent(name))
    }

    /// The array of that name, nil when absent.
    public func arrayIfPresent(_ name: String) throws(JSONMemberError) -> [JSONValue]? {
        try read(name, .array) { $0.array }
    }

    /// The array of strings of that name; one other element makes the whole refused.
    public func strings(_ name: String) throws(JSONMemberError) -> [String] {
        try present(name, stringsIfPresent(name))
    }

    /// The array of strings of that name, nil when absent; one other element makes the whole refused.
    public func stringsIfPresent(_ name: String) throws(JSONMemberError) -> [String]? {
        try read(name, .strings) { value in
            guard let elements = value.array else { return nil }
            let strings = elements.compactMap(\.string)
            return strings.count == elements.count ? strings : nil
        }
    }

    private func read<Value>(
        _ name: String, _ expected: JSONMemberError.Expected, _ convert: (JSONValue) -> Value?
    ) throws(JSONMemberError) -> Value? {
        guard let member = self[name] else { return nil }
        guard let value = convert(member) else {
            throw .wrongType(member: name, expected: expected, found: member.kind)
        }
        return value
    }

    private func present<Value>(_ name: String, _ value: Value?) throws(JSONMemberError) -> Value {
        guard let value else { throw .missing(member: name) }
        return value
    }
}
