public import JSON
public import Rules

/// What an API says when it refuses: a problem document with the rule that was broken.
///
/// ```json
/// {"type":"urn:carnet:problem:index_out_of_range","title":"Bad Request","status":400,
///  "detail":"status_list.idx is 9, the list has 8 entries","rule":"TSL-43","code":"index_out_of_range","hint":"…"}
/// ```
///
/// Source: RFC 9457 §3. No member ever holds a claim value, a token or a key (SEC-32).
public struct ProblemDocument: Sendable, Hashable {
    /// A URI that names the kind of problem.
    public var type: String
    /// The reason phrase of the status.
    public var title: String
    /// The status of the answer.
    public var status: Int
    /// What was wrong in this case.
    public var detail: String
    /// The broken rule, when one was.
    public var rule: RuleID?
    /// The stable name of the problem.
    public var code: String
    /// What the caller can do about it.
    public var hint: String?

    /// Says what is wrong.
    public init(status: Int, code: String, detail: String, rule: RuleID? = nil, hint: String? = nil) {
        type = "urn:carnet:problem:\(code)"
        title = HTTPStatus.phrase(status)
        self.status = status
        self.code = code
        self.detail = detail
        self.rule = rule
        self.hint = hint
    }

    /// Passes a refusal on.
    public init(_ refusal: Refusal, status: Int) {
        self.init(
            status: status, code: refusal.code, detail: refusal.problem, rule: refusal.rule, hint: refusal.hint)
    }

    /// The document.
    public var json: JSONValue {
        var object = JSONObject()
        object["type"] = .string(type)
        object["title"] = .string(title)
        object["status"] = .integer(Int64(status))
        object["detail"] = .string(detail)
        object["rule"] = rule.map { .string($0.description) }
        object["code"] = .string(code)
        object["hint"] = hint.map { .string($0) }
        return .object(object)
    }
}
