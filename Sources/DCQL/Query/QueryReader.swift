import JSON
import Rules

/// Reads the members of one object of a query, and knows its place.
struct QueryReader {
    let object: JSONObject
    let place: String
    let rule: RuleID

    init(_ value: JSONValue, place: String, rule: RuleID) throws(DCQLError) {
        guard case .object(let object) = value else {
            throw .wrongType(place: place, expected: .object, found: value.kind, rule: rule)
        }
        (self.object, self.place, self.rule) = (object, place, rule)
    }

    func place(of member: String) -> String { place == "query" ? member : "\(place).\(member)" }

    func value(_ member: String, rule: RuleID? = nil) throws(DCQLError) -> JSONValue {
        guard let value = object[member] else { throw .missing(place: place(of: member), rule: rule ?? self.rule) }
        return value
    }

    func string(_ member: String, rule: RuleID? = nil) throws(DCQLError) -> String {
        let value = try value(member, rule: rule)
        guard let string = value.string else { throw wrongType(value, member, .string, rule) }
        return string
    }

    func bool(_ member: String, default standard: Bool) throws(DCQLError) -> Bool {
        guard let value = object[member] else { return standard }
        guard let bool = value.bool else { throw wrongType(value, member, .boolean, nil) }
        return bool
    }

    /// A non-empty array of at most `limit` elements.
    func elements(_ member: String, limit: Int, rule: RuleID? = nil) throws(DCQLError) -> [JSONValue] {
        guard let elements = try elementsIfPresent(member, limit: limit, rule: rule) else {
            throw .missing(place: place(of: member), rule: rule ?? self.rule)
        }
        return elements
    }

    func elementsIfPresent(_ member: String, limit: Int, rule: RuleID? = nil) throws(DCQLError) -> [JSONValue]? {
        guard let value = object[member] else { return nil }
        guard let elements = value.array else { throw wrongType(value, member, .array, rule) }
        guard !elements.isEmpty else { throw .empty(place: place(of: member), rule: rule ?? self.rule) }
        guard elements.count <= limit else {
            throw .tooMany(place: place(of: member), count: elements.count, limit: limit)
        }
        return elements
    }

    /// A non-empty array of strings.
    func strings(_ member: String, limit: Int, rule: RuleID? = nil) throws(DCQLError) -> [String] {
        var strings: [String] = []
        for (index, element) in try elements(member, limit: limit, rule: rule).enumerated() {
            guard let string = element.string else { throw wrongType(element, "\(member)[\(index)]", .string, rule) }
            strings.append(string)
        }
        return strings
    }

    func identifier(_ member: String) throws(DCQLError) -> String {
        let id = try string(member)
        guard !id.isEmpty else { throw .empty(place: place(of: member), rule: rule) }
        for byte in id.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: break
            default: throw .badIdentifier(place: place(of: member), rule: rule)
            }
        }
        return id
    }

    /// A non-empty array of non-empty arrays of identifiers, as the positions that `known` gives them.
    func identifierSets(
        _ member: String, limit: Int, innerLimit: Int, known: [String: Int]
    ) throws(DCQLError) -> [[Int]]? {
        guard let sets = try elementsIfPresent(member, limit: limit) else { return nil }
        var result: [[Int]] = []
        for (index, set) in sets.enumerated() {
            let inner = "\(member)[\(index)]"
            guard let ids = set.array else { throw wrongType(set, inner, .array, nil) }
            guard !ids.isEmpty else { throw .empty(place: place(of: inner), rule: rule) }
            guard ids.count <= innerLimit else {
                throw .tooMany(place: place(of: inner), count: ids.count, limit: innerLimit)
            }
            var positions: [Int] = []
            for (position, id) in ids.enumerated() {
                let innermost = "\(inner)[\(position)]"
                guard let id = id.string else { throw wrongType(id, innermost, .string, nil) }
                guard let known = known[id] else { throw .unknownIdentifier(place: place(of: innermost), rule: rule) }
                positions.append(known)
            }
            result.append(positions)
        }
        return result
    }

    private func wrongType(
        _ value: JSONValue, _ member: String, _ expected: JSONMemberError.Expected, _ rule: RuleID?
    ) -> DCQLError {
        .wrongType(place: place(of: member), expected: expected, found: value.kind, rule: rule ?? self.rule)
    }
}
