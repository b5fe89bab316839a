public import JSON
import Rules

/// The presentations of one response, each under the `id` of the credential query that it answers.
///
/// ```json
/// { "address": ["eyJhbGciOi…~WyJ…~eyJ0eXAi…"] }
/// ```
///
/// Source: OpenID4VP 1.0 §8.1 (RSP-01).
public struct VPToken: Sendable, Equatable {
    /// The answers in the order in which they came; no array is empty.
    public let answers: [(queryID: String, presentations: [String])]

    /// Puts a response together on the wallet's side; a query without presentation gets no entry.
    public init(_ answers: [(queryID: String, presentations: [String])]) {
        self.answers = answers.filter { !$0.presentations.isEmpty }
    }

    /// Reads the JSON form.
    ///
    /// - Throws: `response` when it is not an object of non-empty arrays of strings.
    public init(_ json: JSONValue) throws(OpenID4VPError) {
        guard let object = json.object else {
            throw .response(rule: "RSP-01", problem: "vp_token is \(json.kind.phrase), it must be an object")
        }
        var answers: [(queryID: String, presentations: [String])] = []
        for (queryID, value) in object {
            guard let entries = value.array, !entries.isEmpty else {
                throw .response(rule: "RSP-01", problem: "vp_token has no array of presentations for '\(queryID)'")
            }
            let presentations = entries.compactMap(\.string)
            guard presentations.count == entries.count else {
                throw .response(rule: "RSP-01", problem: "vp_token has an entry for '\(queryID)' that is no string")
            }
            answers.append((queryID, presentations))
        }
        self.answers = answers
    }

    /// The JSON form.
    public var json: JSONValue {
        .object(JSONObject(answers.map { ($0.queryID, .array($0.presentations.map { .string($0) })) }))
    }

    /// Whether both hold the same presentations under the same queries, in the same order.
    public static func == (left: Self, right: Self) -> Bool {
        left.answers.count == right.answers.count
            && zip(left.answers, right.answers).allSatisfy {
                $0.queryID == $1.queryID && $0.presentations == $1.presentations
            }
    }
}
