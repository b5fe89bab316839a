/// What a member of a described object may hold.
public enum MemberForm: Sendable {
    /// Text; `pattern` and `format` are for the readers of the schema, whoever uses the value checks them.
    case text(String, pattern: String? = nil, format: String? = nil)
    /// One of a few words.
    case words([String])
    /// A whole number.
    case integer(ClosedRange<Int64>)
    /// `true` or `false`.
    case boolean
    /// Several values of one form.
    case list(String, of: [MemberForm], atLeast: Int = 0)
    /// An object with members of its own.
    case object(MemberTable)
    /// An object whose members are described elsewhere.
    case anyObject(String)

    /// The form in words, after "must be".
    public var words: String {
        switch self {
        case .text(let words, _, _), .list(let words, _, _), .anyObject(let words): words
        case .words(let words): words.joined(separator: " or ")
        case .integer(let range):
            range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .object: "an object"
        }
    }

    /// Whether a value has the form, as far as the form says; members of nested objects are not looked at.
    func fits(_ value: JSONValue) -> Bool {
        switch self {
        case .text: value.string != nil
        case .words(let words): value.string.map(words.contains) ?? false
        case .integer(let range): value.integer.map(range.contains) ?? false
        case .boolean: value.bool != nil
        case .list(_, let forms, let least):
            value.array.map { array in
                array.count >= least && array.allSatisfy { element in forms.contains { $0.fits(element) } }
            } ?? false
        case .object, .anyObject: value.object != nil
        }
    }

    /// The form in JSON Schema 2020-12.
    var schema: JSONObject {
        switch self {
        case .text(_, let pattern, let format):
            var schema: JSONObject = ["type": "string"]
            schema["pattern"] = pattern.map(JSONValue.string)
            schema["format"] = format.map(JSONValue.string)
            return schema
        case .words(let words): return ["enum": .array(words.map(JSONValue.string))]
        case .integer(let range):
            return ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .boolean: return ["type": "boolean"]
        case .list(_, let forms, let least):
            var schema: JSONObject = ["type": "array"]
            if let form = forms.first, forms.count == 1 { schema["items"] = .object(form.schema) }
            if forms.count > 1 { schema["items"] = ["anyOf": .array(forms.map { .object($0.schema) })] }
            if least > 0 { schema["minItems"] = .integer(Int64(least)) }
            return schema
        case .object(let table): return table.objectSchema
        case .anyObject: return ["type": "object"]
        }
    }
}
