import JSON
import SDJWT
import TestSupport
import Testing

@Suite struct DisclosedClaimTests {
    private func credential() throws -> ProcessedSDJWT {
        let issued = try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(3)).issue(
            ["iss": "x", "list": ["a", ["b", "c"], "d"], "place": ["street": "s", "country": "DE"]],
            template: .init(disclosable: [["list", 0], ["list", 1], ["list", 1, 1], ["place", "street"]]), header: [:])
        return try CompactSDJWT(parsing: issued.text).processed()
    }

    @Test func `SDJWT-51 elements keep the issuer's positions, with gaps for what is withheld`() throws {
        let presented = try CompactSDJWT(parsing: credential().presentation(disclosing: [1]).text).processed()
        #expect(presented.payload["list"] == [["b"], "d"])
        let list = try #require(elements(of: "list", in: presented))
        #expect(list.count == 3)
        #expect(list[0] == nil)
        #expect(list[1]?.disclosure == 0)
        #expect(list[1]?.value == ["b"])
        #expect(list[2]?.disclosure == nil)
        guard case .array(let inner)? = list[1]?.content else {
            Issue.record("the inner array is not an array")
            return
        }
        #expect(inner.count == 2)
        #expect(inner[0]?.value == "b")
        #expect(inner[1] == nil)
    }

    @Test func `SDJWT-51 a tree of everything has the number of each Disclosure`() throws {
        let credential = try credential()
        let list = try #require(elements(of: "list", in: credential))
        #expect(list.map { $0?.disclosure } == [0, 1, nil])
        guard case .object(let members) = credential.claims().content,
            case .object(let place)? = members.first(where: { $0.name == "place" })?.claim.content
        else {
            Issue.record("place is not an object")
            return
        }
        #expect(place.map(\.name) == ["country", "street"])
        #expect(place.map(\.claim.disclosure) == [nil, 3])
        #expect(credential.claims().value == .object(credential.payload))
    }

    @Test func `SDJWT-42 what the issuer hid nothing in stays in one piece`() throws {
        let credential = try CompactSDJWT(parsing: credential().presentation(disclosing: []).text).processed()
        guard case .object(let members) = credential.claims().content,
            case .plain(let issuer)? = members.first(where: { $0.name == "iss" })?.claim.content
        else {
            Issue.record("iss is not plain")
            return
        }
        #expect(issuer == "x")
        #expect(!members.contains { $0.name.hasPrefix("_sd") })
    }

    private func elements(of name: String, in credential: ProcessedSDJWT) -> [DisclosedClaim?]? {
        guard case .object(let members) = credential.claims().content,
            case .array(let elements)? = members.first(where: { $0.name == name })?.claim.content
        else { return nil }
        return elements
    }
}
