import CredentialModel
import JSON
import Rules
import Testing

@Suite struct CredentialFactsTests {
    private let description = """
        {"id":"c1","format":"dc+sd-jwt","type":"t","other_types":["u"],"holder_bound":true,"issued_at":7,
         "authority_key_identifiers":["_wA"],"trusted_lists":["l"],"federation_entities":["f"],
         "claims":{"name":"Ana","ids":["x","y"]},"disclosable":[["name"],["ids",0],["ids",1]]}
        """

    @Test func `a description gives the facts`() throws {
        let facts = try CredentialFacts(json: JSONValue(parsing: description))
        #expect((facts.id, facts.format, facts.type) == ("c1", .sdJWTVC, "t"))
        #expect((facts.otherTypes, facts.isHolderBound) == (["u"], true))
        #expect(facts.authorityKeyIdentifiers == [[0xFF, 0]])
        #expect((facts.trustedLists, facts.federationEntities) == (["l"], ["f"]))
        #expect(facts.issuedAt == UnixTime(seconds: 7))
        #expect(facts.claims.json == ["name": "Ana", "ids": ["x", "y"]])
        #expect(facts.claims.disclosures == [0, 1, 2])
    }

    @Test func `PATH-08 what was not disclosed leaves a hole`() throws {
        var json = try #require(JSONValue(parsing: description).object)
        json["disclosed"] = [["ids", 1]]
        let facts = try CredentialFacts(json: .object(json))
        #expect(facts.claims.json == ["ids": ["y"]])
        #expect(try facts.claims.selections(of: ["ids", 1]).map(\.value) == ["y"])
    }

    @Test(
        arguments: [
            (nil, nil, "credential"), ("id", nil, "id"), ("format", 1, "format"), ("type", .some(.null), "type"),
            ("holder_bound", "yes", "holder_bound"),
            ("claims", [], "claims"), ("disclosable", "name", "disclosable"), ("issued_at", "7", "issued_at"),
            ("authority_key_identifiers", ["=="], "authority_key_identifiers"),
        ] as [(String?, JSONValue?, String)])
    func `a description that lacks something is refused`(member: String?, value: JSONValue?, place: String) throws {
        var object = try #require(JSONValue(parsing: description).object)
        if let member { object[member] = value }
        let json: JSONValue = member == nil ? [] : .object(object)
        do {
            _ = try CredentialFacts(json: json)
            Issue.record("accepted")
        } catch {
            guard case .facts(let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(reason.member == place)
        }
    }
}
