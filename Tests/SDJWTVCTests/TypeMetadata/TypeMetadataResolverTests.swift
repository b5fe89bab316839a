import CredentialModel
import JSON
import Rules
import SDJWTVC
import TestSupport
import Testing

@Suite struct TypeMetadataResolverTests {
    private func chain(_ count: Int, closing: Int? = nil) -> TypeDocuments {
        let documents = (0..<count).map { index -> (String, JSONValue) in
            let next = index + 1 < count ? index + 1 : closing
            return (
                "urn:\(index)",
                TypeDocuments.document(
                    "urn:\(index)", more: next.map { ["extends": .string("urn:\($0)")] } ?? JSONObject())
            )
        }
        return TypeDocuments(list: documents)
    }

    @Test func `VC-54 a chain is followed to its end, nearest first`() throws {
        #expect(try chain(3).resolved("urn:0").extends == ["urn:1", "urn:2"])
        #expect(try chain(1).resolved("urn:0").extends.isEmpty)
    }

    @Test(arguments: [1, 2, 5])
    func `VC-54 NEG-124 a type that extends itself over some steps is refused`(steps: Int) {
        let documents = chain(steps, closing: 0)
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents.resolved("urn:0") }
                == "VC-54 type_metadata_cycle")
        #expect(documents.asked.value == steps)
    }

    @Test func `VC-54 NEG-124 a circle that begins above the type is refused`() {
        #expect(
            refused { () throws(TypeMetadataError) in _ = try chain(4, closing: 2).resolved("urn:0") }
                == "VC-54 type_metadata_cycle")
    }

    @Test func `VC-54 NEG-124 eight types may stand above a type, of a hundred no more than nine are fetched`() throws {
        #expect(try chain(9).resolved("urn:0").extends.count == 8)
        let documents = chain(101)
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents.resolved("urn:0") }
                == "VC-54 type_metadata_too_deep")
        #expect(documents.asked.value == 9)
        #expect(
            refused { () throws(TypeMetadataError) in _ = try chain(10).resolved("urn:0") }
                == "VC-54 type_metadata_too_deep")
    }

    @Test func `VC-52 a document about another type is refused anywhere in the chain`() {
        let documents = TypeDocuments([
            "urn:a": TypeDocuments.document("urn:a", more: ["extends": "urn:b"]),
            "urn:b": TypeDocuments.document("urn:c"),
        ])
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents.resolved("urn:a") }
                == "VC-52 type_metadata_other_type")
    }

    @Test func `VC-50 without every document of the chain there is none`() {
        let documents = TypeDocuments(["urn:a": TypeDocuments.document("urn:a", more: ["extends": "urn:b"])])
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents.resolved("urn:a") }
                == "VC-50 type_metadata_unavailable")
    }

    @Test func `TMETA-02 VC-60 NEG-123 each document that is meant is taken, one with another hash is refused`() throws
    {
        let base = TypeDocuments.document("urn:b")
        func documents(_ hash: SubresourceIntegrity) -> TypeDocuments {
            TypeDocuments([
                "urn:a": TypeDocuments.document(
                    "urn:a", more: ["extends": "urn:b", "extends#integrity": .string(hash.text)]), "urn:b": base,
            ])
        }
        let right = SubresourceIntegrity(of: base.serialized())
        let wrong = SubresourceIntegrity(of: base.serialized() + [0x20])
        #expect(try documents(right).resolved("urn:a").extends == ["urn:b"])
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents(wrong).resolved("urn:a") }
                == "VC-60 integrity_mismatch")
        let own = SubresourceIntegrity(of: documents(right).documents[0].bytes)
        #expect(try documents(right).resolved("urn:a", integrity: own).type == "urn:a")
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents(right).resolved("urn:a", integrity: wrong) }
                == "VC-60 integrity_mismatch")
    }

    private func merged(parent: JSONObject, child: JSONObject) throws(TypeMetadataError) -> TypeClaim? {
        func claims(_ members: JSONObject) -> JSONValue {
            var claim: JSONObject = ["path": ["seat"]]
            for (name, value) in members { claim[name] = value }
            return [.object(claim)]
        }
        return try TypeDocuments([
            "urn:a": TypeDocuments.document("urn:a", claims(child), more: ["extends": "urn:b"]),
            "urn:b": TypeDocuments.document("urn:b", claims(parent)),
        ]).resolved("urn:a").claims.first
    }

    @Test func `VC-59 members that a type does not state are inherited, those that it states are its own`() throws {
        let parent: JSONObject = [
            "display": [["locale": "en", "label": "Seat"], ["locale": "fr", "label": "Place"]], "svg_id": "seat",
            "mandatory": true, "sd": "always",
        ]
        let inherited = try #require(try merged(parent: parent, child: [:]))
        #expect(inherited.display.count == 2)
        #expect(inherited.templateName == "seat" && inherited.isMandatory && inherited.disclosure == .always)
        let own = try #require(
            try merged(parent: parent, child: ["display": [["locale": "en", "label": "Place"]], "svg_id": "place"]))
        #expect(own.display.map(\.name.description) == ["Place"])
        #expect(own.templateName == "place" && own.isMandatory && own.disclosure == .always)
    }

    @Test(arguments: [
        ("allowed", "always", true), ("allowed", "never", true), ("always", "always", true), ("never", "never", true),
        ("never", "always", false), ("always", "never", false), ("never", "allowed", false),
        ("always", "allowed", false),
    ])
    func `VC-59 NEG-125 only what is left open may be settled`(from: String, to: String, isFine: Bool) {
        let code = refused { () throws(TypeMetadataError) in
            _ = try merged(parent: ["sd": .string(from)], child: ["sd": .string(to)])
        }
        #expect(code == (isFine ? nil : "VC-59 type_metadata_sd_changed"))
    }

    @Test(arguments: [(false, true, true), (true, true, true), (false, false, true), (true, false, false)])
    func `VC-59 NEG-125 what is mandatory stays so`(from: Bool, to: Bool, isFine: Bool) {
        let code = refused { () throws(TypeMetadataError) in
            _ = try merged(parent: ["mandatory": .bool(from)], child: ["mandatory": .bool(to)])
        }
        #expect(code == (isFine ? nil : "VC-59 type_metadata_mandatory_changed"))
    }

    @Test func `VC-59 a change is refused over several steps too`() {
        let documents = TypeDocuments([
            "urn:a": TypeDocuments.document(
                "urn:a", [["path": ["seat"], "sd": "always"]], more: ["extends": "urn:b"]),
            "urn:b": TypeDocuments.document("urn:b", [["path": ["row"]]], more: ["extends": "urn:c"]),
            "urn:c": TypeDocuments.document("urn:c", [["path": ["seat"], "sd": "never"]]),
        ])
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents.resolved("urn:a") }
                == "VC-59 type_metadata_sd_changed")
    }

    @Test func `VC-56 a display of its own takes the place of the inherited one, of which nothing stays`() throws {
        let base = TypeDocuments.document(
            "urn:b", more: ["display": [["locale": "en", "name": "Base"], ["locale": "fr", "name": "Socle"]]])
        func resolved(_ more: JSONObject) throws -> ResolvedTypeMetadata {
            var members: JSONObject = ["extends": "urn:b"]
            for (name, value) in more { members[name] = value }
            return try TypeDocuments(["urn:a": TypeDocuments.document("urn:a", more: members), "urn:b": base])
                .resolved("urn:a")
        }
        #expect(try resolved([:]).name(in: "fr") == "Socle")
        #expect(try resolved(["display": [["locale": "en", "name": "Own"]]]).name(in: "fr") == "Own")
        #expect(try resolved(["display": []]).name(in: "fr") == nil)
    }

    @Test func `VC-57 a name for pictures stands once, also over a chain`() {
        let documents = TypeDocuments([
            "urn:a": TypeDocuments.document(
                "urn:a", [["path": ["seat"], "svg_id": "x"]], more: ["extends": "urn:b"]),
            "urn:b": TypeDocuments.document("urn:b", [["path": ["row"], "svg_id": "x"]]),
        ])
        #expect(
            refused { () throws(TypeMetadataError) in _ = try documents.resolved("urn:a") }
                == "VC-57 type_metadata_svg_id_twice")
    }

    @Test func `SEC-03 the claims of a chain count together`() throws {
        var limits = TypeMetadataLimits()
        limits.claims = 2
        func documents(_ base: JSONValue) -> TypeDocuments {
            TypeDocuments([
                "urn:a": TypeDocuments.document("urn:a", [["path": ["a"]]], more: ["extends": "urn:b"]),
                "urn:b": TypeDocuments.document("urn:b", base),
            ])
        }
        #expect(try documents([["path": ["b"]]]).resolved("urn:a", limits: limits).claims.count == 2)
        #expect(
            refused { () throws(TypeMetadataError) in
                _ = try documents([["path": ["b"]], ["path": ["c"]]]).resolved("urn:a", limits: limits)
            } == "SEC-03 type_metadata_too_large")
    }

    @Test func `TMETA-04 VC-60 nobody further is asked when what is near has the stated hash`() throws {
        let (near, far) = (
            TypeDocuments(["urn:a": TypeDocuments.document("urn:a")]),
            TypeDocuments(["urn:a": TypeDocuments.document("urn:a", more: ["name": "newer"])])
        )
        let sources = TypeMetadataSources([near, far])
        let meant = SubresourceIntegrity(of: near.documents[0].bytes)
        let found = try sources.document(about: "urn:a", matching: meant, at: TestPost.time, within: .test)
        #expect(found == near.documents[0].bytes)
        #expect(far.asked.value == 0)
        let newer = SubresourceIntegrity(of: far.documents[0].bytes)
        #expect(
            try sources.document(about: "urn:a", matching: newer, at: TestPost.time, within: .test)
                == far.documents[0].bytes)
    }

    @Test func `TMETA-04 what is near is asked first, and the network only for what nothing nearer has`() throws {
        let document = TypeDocuments.document("urn:a")
        let (near, far) = (TypeDocuments(["urn:a": document]), TypeDocuments(["urn:a": document]))
        let sources = TypeMetadataSources([near, far])
        _ = try TypeMetadataResolver(source: sources).resolved("urn:a", integrity: nil, at: TestPost.time)
        #expect(near.asked.value == 1 && far.asked.value == 0)
    }

    @Test func `VC-60 a source with another version does not hide the one that is meant`() throws {
        let meant = TypeDocuments.document("urn:a", [["path": ["a"]]])
        let sources = TypeMetadataSources([
            TypeDocuments([:]), TypeDocuments(["urn:a": TypeDocuments.document("urn:a")]),
            TypeDocuments(["urn:a": meant]),
        ])
        let resolver = TypeMetadataResolver(source: sources)
        let hash = SubresourceIntegrity(of: meant.serialized())
        #expect(try resolver.resolved("urn:a", integrity: hash, at: TestPost.time).claims.count == 1)
        let other = SubresourceIntegrity(of: [])
        #expect(throws: TypeMetadataError.integrityMismatch(type: "urn:a")) {
            try resolver.resolved("urn:a", integrity: other, at: TestPost.time)
        }
        #expect(throws: TypeMetadataError.unavailable(type: "urn:b", why: "test; test; test")) {
            try resolver.resolved("urn:b", integrity: nil, at: TestPost.time)
        }
    }
}
