import Bytes

/// All members that an object may have, in one table: it refuses the others, it is the JSON Schema, and the manual.
///
/// ```swift
/// let table = MemberTable("how a clerk's terminal runs", [
///     DescribedMember("seconds", .integer(1...60), standard: 5, "how long it waits for the person"),
/// ])
/// if let fault = table.fault(in: object) { … }        // seconds: must be 1 to 60
/// print(table.schema(title: "terminal.json").prettyText())
/// ```
public struct MemberTable: Sendable {
    /// What is wrong with an object.
    public struct Fault: Error, Sendable, Equatable {
        /// The member, that of a nested object behind a dot.
        public let member: String
        /// What is wrong with it, after its name.
        public let problem: String

        /// Names a member and what is wrong with it.
        public init(member: String, problem: String) { (self.member, self.problem) = (member, problem) }
    }

    /// What the object is for.
    public let meaning: String
    /// The members in the order of the manual.
    public let members: [DescribedMember]

    /// Puts a table together.
    public init(_ meaning: String, _ members: [DescribedMember]) { (self.meaning, self.members) = (meaning, members) }

    /// The first thing that is wrong with an object: a member that is not known, not there, or of another form.
    public func fault(in object: JSONObject) -> Fault? {
        for name in object.names where !members.contains(where: { haveSameBytes($0.name, name) }) {
            let near = NearestName.nearest(to: name, among: members.map(\.name))
            return Fault(
                member: String(name.prefix(64)),
                problem: "is not known" + (near.map { "; perhaps \($0) was meant" } ?? ""))
        }
        for member in members {
            guard let value = object[member.name] else {
                if member.isRequired { return Fault(member: member.name, problem: "is missing") }
                continue
            }
            guard member.form.fits(value) else {
                return Fault(member: member.name, problem: "must be \(member.form.words)")
            }
            if case .object(let table) = member.form, let inner = value.object, let fault = table.fault(in: inner) {
                return Fault(member: "\(member.name).\(fault.member)", problem: fault.problem)
            }
        }
        return nil
    }

    /// The JSON Schema (2020-12) of a file that holds such an object.
    public func schema(title: String) -> JSONValue {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title),
            "description": .string(meaning),
        ]
        for (name, value) in objectSchema { schema[name] = value }
        return .object(schema)
    }

    var objectSchema: JSONObject {
        var properties = JSONObject()
        for member in members { properties[member.name] = .object(member.schema) }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        schema["additionalProperties"] = false
        return schema
    }
}

/// One member of a described object.
public struct DescribedMember: Sendable {
    /// Its name.
    public let name: String
    /// What it may hold.
    public let form: MemberForm
    /// Whether it must be there.
    public let isRequired: Bool
    /// What holds when it is not there; nil when nothing does, or when it depends on others.
    public let standard: JSONValue?
    /// What it is for, without a full stop.
    public let meaning: String

    /// Describes a member that may be left out.
    public init(_ name: String, _ form: MemberForm, standard: JSONValue? = nil, _ meaning: String) {
        (self.name, self.form, self.standard, self.meaning, isRequired) = (name, form, standard, meaning, false)
    }

    /// Describes a member that must be there.
    public init(required name: String, _ form: MemberForm, _ meaning: String) {
        (self.name, self.form, standard, self.meaning, isRequired) = (name, form, nil, meaning, true)
    }

    /// A row of the manual's table: member, what it may hold, default, meaning.
    public var manualRow: String {
        let usual = isRequired ? "required" : standard.map { "`\($0.text)`" } ?? ""
        return "| `\(name)` | \(form.words) | \(usual) | \(meaning) |"
    }

    var schema: JSONObject {
        var schema = form.schema
        schema["description"] = .string(meaning)
        schema["default"] = standard
        return schema
    }
}
