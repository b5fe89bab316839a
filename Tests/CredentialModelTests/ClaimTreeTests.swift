import CredentialModel
import JSON
import Testing

@Suite struct ClaimTreeTests {
    /// Disclosures: 0 the degrees, 1 the second degree, 2 its type, 3 and 4 the nationalities, 5 the street.
    private let tree: ClaimTree

    init() throws {
        let claims = try JSONValue(
            parsing: """
                {"vct":"t","degrees":[{"type":"B"},{"type":"M","year":3}],"nationalities":["x","y"],
                 "address":{"street":"s","town":{"name":"n","codes":[1,2]}}}
                """)
        tree = try ClaimTree(
            claims: claims,
            disclosable: [
                ["degrees"], ["degrees", 1], ["degrees", 1, "type"], ["nationalities", 0], ["nationalities", 1],
                ["address", "street"],
            ])
    }

    private func values(_ path: ClaimPath, in tree: ClaimTree) throws -> JSONValue {
        .array(try tree.selections(of: path).map(\.value))
    }

    @Test(
        arguments: [
            (["vct"], #"["t"]"#),
            (["degrees", nil, "type"], #"["B","M"]"#),
            (["degrees", nil, "year"], "[3]"),
            (["degrees", 1], #"[{"type":"M","year":3}]"#),
            (["nationalities", 1], #"["y"]"#),
            (["nationalities", 2], "[]"),
            (["nationalities", nil], #"["x","y"]"#),
            (["address", "town", "codes", 0], "[1]"),
            (["address", "town", "codes", nil], "[1,2]"),
            (["absent"], "[]"),
            (["absent", "below", nil], "[]"),
        ] as [(ClaimPath, String)])
    func `PATH-01 PATH-02 PATH-03 PATH-04 a path selects`(path: ClaimPath, expected: String) throws {
        #expect(try values(path, in: tree) == JSONValue(parsing: expected))
        #expect(try values(path, in: ClaimTree(plain: tree.json)) == JSONValue(parsing: expected))
    }

    @Test(
        arguments: [
            (["degrees", "type"], .notAnObject(component: 1)),
            (["vct", "x"], .notAnObject(component: 1)),
            (["address", 0], .notAnArray(component: 1)),
            (["address", nil], .notAnArray(component: 1)),
            (["address", "street", nil], .notAnArray(component: 2)),
            (["address", "town", "codes", "x"], .notAnObject(component: 3)),
            (["address", "town", "name", 0], .notAnArray(component: 3)),
            ([0], .notAnArray(component: 0)),
        ] as [(ClaimPath, ClaimSelectionError)])
    func `PATH-02 to PATH-04 a component of the wrong kind is an error`(
        path: ClaimPath, error: ClaimSelectionError
    ) {
        #expect(throws: error) { try tree.selections(of: path) }
        #expect(throws: error) { try ClaimTree(plain: tree.json).selections(of: path) }
    }

    @Test func `PATH-02 one element of another kind makes the whole an error`() throws {
        let mixed = ClaimTree(plain: ["a": [["b": 1], "text"]])
        #expect(throws: ClaimSelectionError.notAnObject(component: 2)) {
            try mixed.selections(of: ["a", nil, "b"])
        }
    }

    @Test(
        arguments: [
            (["vct"], []),
            (["degrees"], [0, 1, 2]),
            (["degrees", 0], [0]),
            (["degrees", 0, "type"], [0]),
            (["degrees", 1, "year"], [0, 1]),
            (["degrees", 1, "type"], [0, 1, 2]),
            (["degrees", 1], [0, 1, 2]),
            (["nationalities"], [3, 4]),
            (["nationalities", 1], [4]),
            (["address"], [5]),
            (["address", "town", "codes", 1], []),
        ] as [(ClaimPath, DisclosureSet)])
    func `PATH-07 a claim needs its own Disclosure, its ancestors' and all in it`(
        path: ClaimPath, needed: DisclosureSet
    ) throws {
        #expect(try tree.selections(of: path).map(\.disclosures) == [needed])
    }

    @Test func `PATH-07 the selections of one path know their positions`() throws {
        let selections = try tree.selections(of: ["degrees", nil, "type"])
        #expect(selections.map(\.position) == [["degrees", 0, "type"], ["degrees", 1, "type"]])
        #expect(selections.map(\.disclosures) == [[0], [0, 1, 2]])
        #expect(selections.map(\.node.disclosure) == [nil, 2])
    }

    @Test func `PATH-08 positions stay when earlier elements are undisclosed`() throws {
        let received = tree.revealing([4])
        #expect(try values(["nationalities", 1], in: received) == ["y"])
        #expect(try values(["nationalities", 0], in: received) == [])
        #expect(try values(["nationalities", nil], in: received) == ["y"])
        #expect(received.json["nationalities"] == ["y"])
    }

    @Test func `PATH-08 nothing is selected when all elements are undisclosed`() throws {
        #expect(try values(["nationalities", nil], in: tree.revealing([])) == [])
    }

    @Test func `DSEL-12 revealing shows what those Disclosures show and no more`() {
        #expect(
            tree.revealing([]).json
                == ["vct": "t", "nationalities": [], "address": ["town": ["name": "n", "codes": [1, 2]]]])
        #expect(tree.revealing([0, 1]).json["degrees"] == [["type": "B"], ["year": 3]])
        #expect(tree.revealing([1, 2]).json["degrees"] == nil)
        #expect(tree.revealing(tree.disclosures).json == tree.json)
    }

    @Test func `DSEL-12 a tree is pruned to exact positions, with what is around them and in them`() {
        func kept(_ positions: ClaimPath...) -> JSONValue { tree.keeping(positions).json }
        #expect(kept(["vct"]) == ["vct": "t"])
        #expect(kept(["degrees", 1]) == ["degrees": [["type": "M", "year": 3]]])
        #expect(kept(["degrees", 1, "year"], ["degrees", 0, "type"]) == ["degrees": [["type": "B"], ["year": 3]]])
        #expect(kept(["degrees", 1, "year"], ["degrees"]) == .object(["degrees": tree.json["degrees"] ?? .null]))
        #expect(kept(["nationalities", 1]) == ["nationalities": ["y"]])
        #expect(kept(["vct", "deeper"], ["nothing"], ["degrees", 7]) == ["degrees": []])
        #expect(kept() == [:])
        #expect(tree.keeping([["degrees", 1, "type"]]).disclosures == [0, 1, 2])
    }

    @Test func `the positions of Disclosures are told in the order of the tree`() {
        #expect(tree.disclosures == [0, 1, 2, 3, 4, 5])
        #expect(
            tree.positions(of: [5, 2, 0]) == [["degrees"], ["degrees", 1, "type"], ["address", "street"]])
    }

    @Test func `DCQL-09 the steps of a walk are counted and limited`() throws {
        var steps = 6
        #expect(try tree.selections(of: ["degrees", nil, "type"], steps: &steps).count == 2)
        #expect(steps == 0)
        var few = 5
        #expect(throws: ClaimSelectionError.tooManySteps) {
            try tree.selections(of: ["degrees", nil, "type"], steps: &few)
        }
    }

    @Test func `a position that the claims do not have cannot be disclosable`() {
        #expect(throws: CredentialModelError.noSuchClaim(path: ["a", 1])) {
            try ClaimTree(claims: ["a": ["x"]], disclosable: [["a", 0], ["a", 1]])
        }
        #expect(throws: CredentialModelError.noSuchClaim(path: ["a", "b"])) {
            try ClaimTree(claims: ["a": "x"], disclosable: [["a", "b"]])
        }
    }
}
