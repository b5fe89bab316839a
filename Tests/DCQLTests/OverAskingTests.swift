import CredentialModel
import DCQL
import JSON
import Testing

@Suite struct OverAskingTests {
    private func query(_ paths: [ClaimPath], types: [JSONValue] = ["t"]) throws -> DCQLQuery {
        let claims = JSONValue.array(paths.map { ["path": $0.json] })
        let credential: JSONValue = [
            "id": "q", "format": "dc+sd-jwt", "meta": ["vct_values": .array(types)], "claims": claims,
        ]
        return try DCQLQuery(json: ["credentials": [credential]])
    }

    private let intent = RegisteredIntent([
        .init(format: .sdJWTVC, type: "t", paths: [["name"], ["ids", nil]]),
        .init(format: .sdJWTVC, type: "t", paths: [["address"]]), .init(format: .sdJWTVC, type: "all", paths: nil),
    ])

    @Test func `DSEL-14 what is registered is not over-asked`() throws {
        #expect(try query([["name"], ["ids", 0], ["address", "town"]]).overAsking(beyond: intent).isEmpty)
        #expect(try query([["anything"]], types: ["all"]).overAsking(beyond: intent).isEmpty)
    }

    @Test func `DSEL-14 NEG-180 claims beyond the registration are listed`() throws {
        #expect(
            try query([["name"], ["birthdate"], ["ids"]]).overAsking(beyond: intent) == [
                OverAsking(queryID: "q", path: ["birthdate"], isForbidden: false),
                OverAsking(queryID: "q", path: ["ids"], isForbidden: false),
            ])
    }

    @Test func `DSEL-14 a type that is not registered is listed with all of its claims`() throws {
        let expected = [
            OverAsking(queryID: "q", path: nil, isForbidden: false),
            OverAsking(queryID: "q", path: ["name"], isForbidden: false),
        ]
        #expect(try query([["name"]], types: ["u"]).overAsking(beyond: intent) == expected)
        #expect(try query([["name"]], types: ["t", "u"]).overAsking(beyond: intent) == expected)
        #expect(try query([["name"]]).overAsking(beyond: RegisteredIntent([])) == expected)
    }

    @Test func `DSEL-14 forbidden claims stop a request without registration, whole or inside another claim`() throws {
        let forbidden: [ClaimPath] = [["portrait"], ["biometric", "face"]]
        #expect(try query([["name"]]).overAsking(beyond: nil, forbidden: forbidden).isEmpty)
        for path in [["portrait"], ["portrait", "data"], ["biometric"], ["biometric", "face"]] as [ClaimPath] {
            #expect(
                try query([path]).overAsking(beyond: nil, forbidden: forbidden)
                    == [OverAsking(queryID: "q", path: path, isForbidden: true)])
            #expect(
                try query([path]).overAsking(beyond: intent, forbidden: forbidden)
                    == [OverAsking(queryID: "q", path: path, isForbidden: true)])
            #expect(try query([path], types: ["all"]).overAsking(beyond: intent, forbidden: forbidden).isEmpty)
        }
        #expect(try query([["biometric", "height"]]).overAsking(beyond: nil, forbidden: forbidden).isEmpty)
    }
}
