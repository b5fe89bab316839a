import CredentialModel
import DCQL
import JSON
import Rules
import Testing

@Suite struct DCQLCheckingTests {
    private let query: DCQLQuery

    init() throws {
        query = try DCQLQuery(
            json: [
                "credentials": [
                    ["id": "p", "format": "dc+sd-jwt", "meta": ["vct_values": ["t"]], "claims": [["path": ["a"]]]],
                    ["id": "q", "format": "dc+sd-jwt", "meta": ["vct_values": ["t"]], "multiple": true],
                ]
            ])
    }

    @Test func `DSEL-12 the shape of an answer is checked before its presentations`() throws {
        try query.checkShape(of: [("q", 3), ("p", 1)])
        try query.checkShape(of: [])
        #expect(throws: DCQLError.answerNotAsked(queryID: "x")) { try query.checkShape(of: [("p", 1), ("x", 1)]) }
        #expect(throws: DCQLError.answerTwice(queryID: "p")) { try query.checkShape(of: [("p", 1), ("p", 1)]) }
        #expect(throws: DCQLError.answerEmpty(queryID: "q")) { try query.checkShape(of: [("p", 1), ("q", 0)]) }
        #expect(throws: DCQLError.answerNotSingle(queryID: "p", count: 2)) { try query.checkShape(of: [("p", 2)]) }
    }

    private func facts(_ id: String, claims: JSONValue, type: String = "t") -> CredentialFacts {
        CredentialFacts(
            id: id, format: .sdJWTVC, type: type, isHolderBound: true, claims: ClaimTree(plain: claims))
    }

    @Test func `DSEL-11 every check is a step of the log`() throws {
        var log = StepLog()
        let answers = [
            DCQLPresented(queryID: "p", presentations: [facts("1", claims: ["a": 1])]),
            DCQLPresented(queryID: "q", presentations: [facts("2", claims: [:], type: "u"), facts("3", claims: [:])]),
        ]
        let satisfaction = try query.satisfaction(by: answers, log: &log)
        #expect(satisfaction.accepted.map(\.credentialID) == ["1", "3"])
        #expect(satisfaction.discarded.map(\.reason) == [.answerType(queryID: "q")])
        #expect(log.steps.map(\.rule.description).contains("DSEL-07"))
        #expect(log.steps.filter { $0.subject == "presentation 'q'" }.count == 6)
        #expect(log.firstFailure?.code == "answer_type")
    }

    @Test func `DSEL-11 the reason that decides is the one of the presentation that is missing`() {
        var log = StepLog()
        let answers = [
            DCQLPresented(queryID: "p", presentations: [facts("1", claims: ["b": 1])]),
            DCQLPresented(queryID: "q", presentations: [facts("2", claims: [:])]),
        ]
        #expect(throws: DCQLError.answerClaims(queryID: "p", paths: [["a"]])) {
            try query.satisfaction(by: answers, log: &log)
        }
        #expect(throws: DCQLError.answersMissing(queryIDs: ["p"])) {
            try query.satisfaction(by: [answers[1]], log: &log)
        }
    }

    @Test func `DCQL-09 the work of a check is limited`() {
        var log = StepLog()
        let answers = [DCQLPresented(queryID: "p", presentations: [facts("1", claims: ["a": 1])])]
        #expect(throws: DCQLError.tooMuchWork(steps: 1)) {
            try query.satisfaction(by: answers, policy: DCQLPolicy(steps: 1), log: &log)
        }
    }
}
