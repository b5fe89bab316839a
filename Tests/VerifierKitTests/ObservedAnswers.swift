import HTTP
import JSON

@testable import VerifierKit

/// Calls routes and keeps which answers they gave, and those JSON answers that their schema does not describe.
final class ObservedAnswers {
    /// One kind of answer of one operation.
    struct Answer: Hashable, CustomStringConvertible {
        let operation: String
        let status: Int
        /// The type of the body; empty when there is none.
        let type: String

        var description: String { "\(operation) \(status) \(type)" }
    }

    let document: JSONValue
    private(set) var answers: Set<Answer> = []
    private(set) var complaints: Set<String> = []
    /// The codes of refusals, by operation and status.
    private(set) var codes: [String: Set<String>] = [:]
    /// The names of header fields that not all answers have: those of each answer, by operation and status.
    private(set) var headers: [String: Set<Set<String>>] = [:]
    /// The names of the members of JSON answers, by operation and status.
    private(set) var members: [String: Set<[String]>] = [:]

    init(_ document: JSONValue) { self.document = document }

    /// The answers that the document has.
    var documented: Set<Answer> {
        var found: Set<Answer> = []
        for (path, item) in document["paths"]?.object?.members ?? [] {
            for (method, operation) in item.object?.members ?? [] {
                for (status, answer) in operation["responses"]?.object?.members ?? [] {
                    let types = answer["content"]?.object?.names ?? [""]
                    for type in types {
                        found.insert(
                            Answer(operation: "\(method.uppercased()) \(path)", status: Int(status) ?? 0, type: type))
                    }
                }
            }
        }
        return found
    }

    @discardableResult
    func send(
        _ router: Router, _ method: String, _ path: String, _ body: String = "", type: String? = nil,
        query: [FormField] = [], key: String? = TestService.apiKey.text, cookie: String? = nil,
        around template: String? = nil
    ) -> HTTPResponse {
        var headers = HTTPHeaders()
        if let key { headers.set("Authorization", "Bearer \(key)") }
        if let type { headers.set("Content-Type", type) }
        if let cookie { headers.set("Cookie", cookie) }
        let request = HTTPRequest(
            method: method, path: path, query: query, headers: headers, body: Array(body.utf8), clientAddress: "a")
        let response = router.respond(to: request)
        if let template { return keep(response, of: method, template) }
        let head = HTTPRequest(method: method, path: path)
        guard case .route(let route, _) = router.decision(for: head, announcedBytes: 0) else {
            complaints.insert("no route for \(method) \(path)")
            return response
        }
        return keep(response, of: method, "\(route.template)")
    }

    private func keep(_ response: HTTPResponse, of method: String, _ template: String) -> HTTPResponse {
        let operation = "\(method) \(template)"
        let type = response.mediaType?.essence ?? ""
        answers.insert(Answer(operation: operation, status: response.status, type: type))
        let key = "\(operation) \(response.status)"
        headers[key, default: []].insert(Set(Self.watched.filter { response.headers[$0] != nil }))
        if type.hasSuffix("json"), let value = try? JSONValue(parsing: response.body) {
            members[key, default: []].insert(value.object?.names.sorted() ?? [])
            if let code = (value["code"] ?? value["error"])?.string { codes[key, default: []].insert(code) }
            let answer = document["paths"]?[template]?[method.lowercased()]?["responses"]
            let schema = answer?["\(response.status)"]?["content"]?[type]?["schema"]
            if let fault = fault(of: value, by: schema ?? .null) {
                complaints.insert("\(operation) \(response.status): \(fault)")
            }
        }
        return response
    }

    private static let watched = ["Allow", "Link", "Location", "Retry-After", "Set-Cookie", "WWW-Authenticate"]

    /// What a value has that a schema does not allow; as much of JSON Schema as the document uses.
    func fault(of value: JSONValue, by schema: JSONValue) -> String? {
        if let reference = schema["$ref"]?.string {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            guard let target = document["components"]?["schemas"]?[name] else { return "\(reference) is not there" }
            return fault(of: value, by: target)
        }
        guard let keywords = schema.object else { return "there is no schema for \(value.text)" }
        if let constant = schema["const"] { return value == constant ? nil : "\(value.text) is not \(constant.text)" }
        if let values = schema["enum"]?.array { return values.contains(value) ? nil : "\(value.text) is not listed" }
        if let type = schema["type"] {
            let types = type.array?.compactMap(\.string) ?? type.string.map { [$0] } ?? []
            guard types.contains(where: { isOfType(value, $0) }) else { return "\(value.text) is no \(types)" }
        }
        if let pattern = schema["pattern"]?.string, let text = value.string {
            guard let regex = try? Regex(pattern), text.wholeMatch(of: regex) != nil else {
                return "\(text) does not match \(pattern)"
            }
        }
        if let alternatives = schema["oneOf"]?.array {
            let count = alternatives.count { fault(of: value, by: $0) == nil }
            guard count == 1 else { return "\(value.text) fits \(count) of oneOf" }
        }
        if let alternatives = schema["anyOf"]?.array {
            guard alternatives.contains(where: { fault(of: value, by: $0) == nil }) else {
                return "\(value.text) fits none of anyOf"
            }
        }
        if let least = schema["minItems"]?.integer, let count = value.array?.count, count < least {
            return "\(value.text) has less than \(least) items"
        }
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where value[name] == nil {
            return "\(name) is missing"
        }
        let properties = schema["properties"]?.object
        if properties != nil || keywords.contains("additionalProperties"), let object = value.object {
            for (name, member) in object.members {
                guard let schema = properties?[name] ?? schema["additionalProperties"], schema.object != nil else {
                    return "\(name) is not described"
                }
                if let fault = fault(of: member, by: schema) { return "\(name): \(fault)" }
            }
        }
        for element in value.array ?? [] {
            if let items = schema["items"], let fault = fault(of: element, by: items) { return fault }
        }
        return nil
    }

    private func isOfType(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "object": value.object != nil
        case "array": value.array != nil
        case "string": value.string != nil
        case "integer": value.integer != nil
        case "boolean": value.bool != nil
        case "null": value.isNull
        default: false
        }
    }
}
