import CredentialModel
import JSON
import SDJWT
import SDJWTVC
import TestSupport
import Testing

@Suite struct TypeMetadataCheckingTests {
    /// A credential with these claims, of which those are disclosable, and of those only some are seen.
    private func tree(
        _ claims: JSONValue, disclosable: [ClaimPath] = [], seen: [Int]? = nil
    ) throws -> ClaimTree {
        let tree = try ClaimTree(claims: claims, disclosable: disclosable)
        return seen.map { tree.revealing(DisclosureSet($0)) } ?? tree
    }

    private func check(
        _ claims: JSONValue, _ tree: ClaimTree, _ view: ResolvedTypeMetadata.View = .whole
    ) -> String? {
        refused { () throws(TypeMetadataError) in
            try TypeDocuments(["urn:a": TypeDocuments.document("urn:a", claims)]).resolved("urn:a").check(
                tree, view: view)
        }
    }

    private static let person: JSONValue = [
        "name": "Ada", "address": ["town": "Ioulis", "country": "GR"], "ids": ["x", "y", "z"],
    ]

    @Test func `VC-58 a credential that is as its type says is taken`() throws {
        let tree = try tree(Self.person, disclosable: [["address"], ["address", "town"], ["ids", 1]])
        let claims: JSONValue = [
            ["path": ["name"], "sd": "never", "mandatory": true], ["path": ["address"], "sd": "always"],
            ["path": ["address", "town"], "sd": "always", "mandatory": true], ["path": ["ids", 1], "sd": "always"],
            ["path": ["ids", 0], "sd": "never"], ["path": ["ids", .null]], ["path": ["nothing"]],
        ]
        #expect(check(claims, tree) == nil)
    }

    @Test func `VC-58 NEG-126 a claim that must be disclosable and is in the open is refused`() throws {
        let claims: JSONValue = [["path": ["name"], "sd": "always"]]
        #expect(check(claims, try tree(Self.person)) == "VC-58 claim_not_disclosable")
        #expect(check(claims, try tree(Self.person, disclosable: [["name"]])) == nil)
    }

    @Test func `VC-58 NEG-126 a claim that must be in the open and has a Disclosure is refused`() throws {
        let claims: JSONValue = [["path": ["name"], "sd": "never"]]
        #expect(check(claims, try tree(Self.person, disclosable: [["name"]])) == "VC-58 claim_disclosable")
        #expect(check(claims, try tree(Self.person)) == nil)
    }

    @Test func `VC-58 being inside of a Disclosure is no Disclosure of its own`() throws {
        let inside = try tree(Self.person, disclosable: [["address"]])
        #expect(check([["path": ["address", "town"], "sd": "always"]], inside) == "VC-58 claim_not_disclosable")
        #expect(check([["path": ["address", "town"], "sd": "never"]], inside) == nil)
    }

    @Test func `VC-58 each element that a path selects is looked at`() throws {
        let some = try tree(Self.person, disclosable: [["ids", 0], ["ids", 2]])
        #expect(check([["path": ["ids", .null], "sd": "always"]], some) == "VC-58 claim_not_disclosable")
        #expect(check([["path": ["ids", .null], "sd": "never"]], some) == "VC-58 claim_disclosable")
        #expect(check([["path": ["ids", 2], "sd": "always"]], some) == nil)
    }

    @Test func `VC-58 SDJWT-51 positions count elements that were not disclosed`() throws {
        let part = try tree(Self.person, disclosable: [["ids", 0], ["ids", 2]], seen: [1])
        #expect(check([["path": ["ids", 2], "sd": "always"]], part, .part) == nil)
        #expect(check([["path": ["ids", 1], "sd": "never"]], part, .part) == nil)
        #expect(check([["path": ["ids", 1], "sd": "always"]], part, .part) == "VC-58 claim_not_disclosable")
    }

    @Test func `VC-61 a path that selects nothing is no fault, one that goes through something else is`() throws {
        let tree = try tree(Self.person)
        #expect(
            check([["path": ["address", "street"]], ["path": ["ids", 9]], ["path": ["x", .null, "y"]]], tree) == nil)
        #expect(check([["path": ["name", "first"]]], tree) == "VC-58 type_metadata_path")
        #expect(check([["path": ["address", .null]]], tree) == "VC-58 type_metadata_path")
        #expect(check([["path": ["name", 0]]], tree) == "VC-58 type_metadata_path")
    }

    @Test func `VC-58 a mandatory claim that is missing from the whole is refused`() throws {
        let tree = try tree(Self.person, disclosable: [["name"]])
        #expect(check([["path": ["surname"], "mandatory": true]], tree) == "VC-58 mandatory_claim_missing")
        #expect(check([["path": ["address", "street"], "mandatory": true]], tree) == "VC-58 mandatory_claim_missing")
        #expect(check([["path": ["surname"], "mandatory": false]], tree) == nil)
    }

    @Test func `VC-58 NEG-127 from a claim that was not disclosed nobody concludes that it is missing`() throws {
        let part = try tree(Self.person, disclosable: [["name"], ["address"]], seen: [])
        #expect(check([["path": ["name"], "mandatory": true, "sd": "always"]], part, .part) == nil)
        #expect(check([["path": ["name"], "mandatory": true]], part, .part) == nil)
        #expect(check([["path": ["address", "town"], "mandatory": true, "sd": "never"]], part, .part) == nil)
    }

    @Test func `VC-58 a claim that cannot be kept back is known to be missing`() throws {
        let part = try tree(Self.person, disclosable: [["name"], ["address"]], seen: [1])
        #expect(
            check([["path": ["surname"], "mandatory": true, "sd": "never"]], part, .part)
                == "VC-58 mandatory_claim_missing")
        #expect(
            check([["path": ["address", "street"], "mandatory": true, "sd": "never"]], part, .part)
                == "VC-58 mandatory_claim_missing")
        #expect(check([["path": ["address", "town"], "mandatory": true, "sd": "never"]], part, .part) == nil)
    }
}
