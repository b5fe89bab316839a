import CredentialModel
import JSON
import Rules
import Testing

@testable import DCQL

@Suite struct DCQLMatchTests {
    private func facts(_ id: String, _ claims: JSONObject, _ more: JSONObject = [:]) throws -> CredentialFacts {
        var json: JSONObject = [
            "id": .string(id), "format": "dc+sd-jwt", "type": "t", "holder_bound": true, "claims": .object(claims),
            "disclosable": .array(claims.names.map { [.string($0)] }),
        ]
        for (name, value) in more { json[name] = value }
        return try CredentialFacts(json: .object(json))
    }

    private func query(_ id: String, _ claims: [JSONValue], _ more: JSONObject = [:]) -> JSONValue {
        var json: JSONObject = [
            "id": .string(id), "format": "dc+sd-jwt", "meta": ["vct_values": ["t"]], "claims": .array(claims),
        ]
        for (name, value) in more { json[name] = value }
        return .object(json)
    }

    private func match(_ queries: [JSONValue], sets: JSONValue? = nil, _ stored: [CredentialFacts]) throws -> DCQLMatch
    {
        var json: JSONObject = ["credentials": .array(queries)]
        json["credential_sets"] = sets
        return try DCQLQuery(json: .object(json)).match(stored)
    }

    @Test func `DSEL-03 every claim set that is satisfied is offered with its cost`() throws {
        let claims: [JSONValue] = [
            ["id": "x", "path": ["a"]], ["id": "y", "path": ["b"]], ["id": "z", "path": ["c"]],
        ]
        let sets: JSONValue = [["x", "y"], ["y", "z"], ["x"], ["y"]]
        let result = try match([query("q", claims, ["claim_sets": sets])], [facts("c", ["a": 1, "b": 2])])
        let candidate = try #require(result.queries.first?.candidates.first)
        #expect(candidate.alternatives.map(\.claimSet) == [0, 2, 3])
        #expect(candidate.alternatives.map(\.cost) == [2, 1, 1])
        #expect(candidate.preferred.claimSet == 2)
        #expect(candidate.revealed(by: candidate.alternatives[0]) == [["a"], ["b"]])
        #expect(candidate.alternatives[0].claims.map(\.position) == [0, 1])
        #expect(candidate.alternatives[0].claims[0].selections.map(\.value) == [1])
    }

    @Test func `DSEL-07 every option of a set is offered with its cost`() throws {
        let result = try match(
            [query("p", [["path": ["a"]]]), query("q", [["path": ["b"]]]), query("r", [["path": ["absent"]]])],
            sets: [["options": [["p", "q"], ["r"], ["p"]]], ["options": [["r"]], "required": false]],
            [facts("c", ["a": 1, "b": 2])])
        let sets = try #require(result.sets)
        #expect(sets[0].options.map(\.cost) == [2, nil, 1])
        #expect(sets.map(\.isRequired) == [true, false])
        #expect(sets.map(\.isSatisfiable) == [true, false])
        #expect(result.recommendation?.options == [2, nil])
    }

    @Test func `HAIP-04 DSEL-01 near misses tell the holder why a credential does not do`() throws {
        let claims: [JSONValue] = [["path": ["a"]], ["path": ["b"], "values": [1]]]
        let authority: JSONValue = [["type": "aki", "values": ["AQID"]]]
        let known: JSONObject = ["authority_key_identifiers": ["AQID"]]
        let result = try match(
            [query("q", claims, ["trusted_authorities": authority])],
            [
                facts("other", ["a": 1, "b": 1]),
                facts("unbound", ["a": 1, "b": 1], ["holder_bound": false, "authority_key_identifiers": ["AQID"]]),
                facts("value", ["a": 1, "b": 2], known), facts("absent", [:], known),
                facts("type", ["a": 1, "b": 1], ["type": "u"]),
            ])
        #expect(
            result.queries[0].nearMisses == [
                .init(credentialID: "other", reason: .otherAuthority),
                .init(credentialID: "unbound", reason: .notBound),
                .init(credentialID: "value", reason: .claims([["b"]])),
                .init(credentialID: "absent", reason: .claims([["a"], ["b"]])),
            ])
        #expect(result.queries[0].candidates.isEmpty)
    }

    @Test func `DSEL-10 NEG-178 an absent claim, another value and an empty wallet give the same error`() throws {
        let claim: JSONValue = ["path": ["a"], "values": [1]]
        var errors: [DCQLError] = []
        for stored in [[], [try facts("c", ["a": 2])], [try facts("c", ["b": 1])]] {
            do {
                _ = try match([query("q", [claim])], stored).choice()
            } catch let error as DCQLError {
                errors.append(error)
            }
        }
        #expect(errors == [.notSatisfiable, .notSatisfiable, .notSatisfiable])
    }

    @Test func `DCQL-09 the work of a matching is limited`() throws {
        let json: JSONValue = ["credentials": [query("q", [["path": ["l", .null]]])]]
        let stored = [try facts("c", ["l": .array(Array(repeating: 1, count: 100))])]
        let parsed = try DCQLQuery(json: json)
        #expect(try parsed.match(stored, policy: DCQLPolicy(steps: 103)).recommendation != nil)
        #expect(throws: DCQLError.tooMuchWork(steps: 102)) {
            try parsed.match(stored, policy: DCQLPolicy(steps: 102))
        }
    }

    @Test func `DCQL-09 values and stored credentials count as work`() throws {
        let values = JSONValue.array((0..<50).map { .integer($0) })
        let parsed = try DCQLQuery(json: ["credentials": [query("q", [["path": ["a"], "values": values]])]])
        let stored = try (0..<10).map { try facts("c\($0)", ["a": 1]) }
        let steps = 10 * (1 + 2 + 50)
        #expect(try parsed.match(stored, policy: DCQLPolicy(steps: steps)).queries[0].candidates.count == 10)
        #expect(throws: DCQLError.tooMuchWork(steps: steps - 1)) {
            try parsed.match(stored, policy: DCQLPolicy(steps: steps - 1))
        }
    }

    private func offer() throws -> DCQLMatch {
        let claims: [JSONValue] = [["id": "x", "path": ["a"]], ["id": "y", "path": ["b"]]]
        return try match(
            [
                query("p", claims, ["claim_sets": [["x"], ["y"]]]), query("q", [["path": ["b"]]], ["multiple": true]),
                query("r", [["path": ["a"]]]),
            ],
            sets: [["options": [["p"], ["q"]]], ["options": [["r", "q"]], "required": false]],
            [facts("c", ["a": 1, "b": 2]), facts("d", ["a": 1, "b": 2])])
    }

    @Test func `DSEL-13 a person's picks replace the recommendation`() throws {
        let choice = try offer().choice([DCQLPick(queryID: "p", credentialID: "d", claimSet: 1)])
        #expect(choice.answers.map(\.credentialID) == ["d"])
        #expect(choice.answers.map(\.revealed) == [[["b"]]])
        #expect(choice.options == [0, nil])
        let more = try offer().choice([
            DCQLPick(queryID: "r", credentialID: "c"), DCQLPick(queryID: "q", credentialID: "d"),
            DCQLPick(queryID: "q", credentialID: "c"),
        ])
        #expect(more.answers.map(\.queryID) == ["q", "q", "r"])
        #expect(more.options == [1, 0])
        #expect(more.cost == 3)
    }

    @Test(
        arguments: [
            ([("p", "x", nil)], DCQLError.pickNotOffered(queryID: "p", credentialID: "x")),
            ([("z", "c", nil)], .pickNotOffered(queryID: "z", credentialID: "c")),
            ([("p", "c", 2)], .pickNotOffered(queryID: "p", credentialID: "c")),
            ([("q", "c", 0)], .pickNotOffered(queryID: "q", credentialID: "c")),
            ([], .picksNotSatisfying(queryIDs: ["p", "q", "r"])),
            ([("r", "c", nil)], .picksNotSatisfying(queryIDs: ["p"])),
            ([("p", "c", nil), ("p", "d", nil)], .picksNotSatisfying(queryIDs: ["p"])),
            ([("q", "c", nil), ("q", "c", nil)], .picksNotSatisfying(queryIDs: ["q"])),
            ([("p", "c", nil), ("r", "c", nil)], .picksNotSatisfying(queryIDs: ["r"])),
        ] as [([(String, String, Int?)], DCQLError)])
    func `DSEL-07, DSEL-08, DSEL-09 picks that do not fit are refused`(
        picks: [(String, String, Int?)], error: DCQLError
    ) throws {
        let match = try offer()
        #expect(throws: error) {
            try match.choice(picks.map { DCQLPick(queryID: $0.0, credentialID: $0.1, claimSet: $0.2) })
        }
    }

    @Test func `DSEL-07 without sets every query must be picked`() throws {
        let result = try match([query("p", [["path": ["a"]]]), query("q", [["path": ["a"]]])], [facts("c", ["a": 1])])
        #expect(throws: DCQLError.picksNotSatisfying(queryIDs: ["q"])) {
            try result.choice([DCQLPick(queryID: "p", credentialID: "c")])
        }
        let both = [DCQLPick(queryID: "q", credentialID: "c"), DCQLPick(queryID: "p", credentialID: "c")]
        #expect(try result.choice(both).answers.map(\.queryID) == ["p", "q"])
    }
}
