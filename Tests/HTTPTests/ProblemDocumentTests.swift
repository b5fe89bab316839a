import JSON
import Rules
import Testing

@testable import HTTP

@Suite struct ProblemDocumentTests {
    @Test func `a refusal becomes a problem document with its rule`() {
        let refusal = HTTPError.unusableForm(.repeatedField(name: "state")).refusal
        let response = HTTPResponse.problem(ProblemDocument(refusal, status: 400))
        let expected: JSONValue = [
            "type": "urn:carnet:problem:form_repeated_field", "title": "Bad Request", "status": 400,
            "detail": "state occurs twice", "rule": "HTTP-04", "code": "form_repeated_field",
            "hint": "send each parameter once",
        ]
        #expect(response.status == 400)
        #expect(response.headers["content-type"] == "application/problem+json")
        #expect((try? JSONValue(parsing: response.body)) == expected)
    }

    @Test func `members without a value are left out`() {
        let problem = ProblemDocument(status: 404, code: "not_found", detail: "nothing here")
        #expect(problem.json.object?.names == ["type", "title", "status", "detail", "code"])
    }
}
