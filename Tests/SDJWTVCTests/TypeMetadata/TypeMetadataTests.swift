import CredentialModel
import JSON
import Rules
import SDJWTVC
import Testing

@Suite struct TypeMetadataTests {
    private static let type = "urn:example:ticket"

    private func read(
        _ object: JSONObject, limits: TypeMetadataLimits = .default
    ) throws(TypeMetadataError) -> TypeMetadata {
        var whole: JSONObject = ["vct": .string(Self.type)]
        for (name, value) in object { whole[name] = value }
        return try TypeMetadata(parsing: JSONValue.object(whole).serialized(), about: Self.type, limits: limits)
    }

    private func claim(_ members: JSONObject) -> JSONObject {
        var claim: JSONObject = ["path": ["seat"]]
        for (name, value) in members { claim[name] = value }
        return ["claims": [.object(claim)]]
    }

    private func display(_ members: JSONObject) -> JSONObject {
        var entry: JSONObject = ["locale": "en", "name": "Ticket"]
        for (name, value) in members { entry[name] = value }
        return ["display": [.object(entry)]]
    }

    @Test func `VC-51 VC-55 VC-57 a document is read with all its members, unknown ones are passed over`() throws {
        let metadata = try read([
            "name": "ticket", "description": "for developers", "extends": "urn:example:base", "x": [1],
            "extends#integrity": "sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
            "display": [
                [
                    "locale": "en", "name": "Ticket", "description": "A seat",
                    "rendering": [
                        "simple": [
                            "logo": ["uri": "https://example.com/l.png", "alt_text": "Logo"],
                            "background_image": ["uri": "data:image/png;base64,AAAA"],
                            "background_color": "#003E7E", "text_color": "rgb(255, 255, 255)",
                        ],
                        "svg_templates": [
                            ["uri": "https://example.com/a.svg", "properties": ["orientation": "portrait"]],
                            [
                                "uri": "https://example.com/b.svg",
                                "properties": ["color_scheme": "dark", "contrast": "high"],
                            ],
                        ],
                    ],
                ],
                ["lang": "fr", "name": "Billet"],
            ],
            "claims": [
                [
                    "path": ["seat"], "sd": "never", "mandatory": true, "svg_id": "_seat1",
                    "display": [["locale": "en", "label": "Seat", "description": "Where"]],
                ],
                ["path": ["stops", .null, 0]],
            ],
        ])
        #expect(metadata.extends == "urn:example:base")
        #expect(metadata.name?.description == "ticket")
        #expect(metadata.display?.map(\.names.locale) == ["en", "fr"])
        #expect(metadata.display?.first?.simple?.logo?.alternativeText?.description == "Logo")
        #expect(metadata.display?.first?.templates.map(\.contrast) == [nil, "high"])
        #expect(metadata.claims.map(\.disclosure) == [.never, .allowed])
        #expect(metadata.claims.map(\.isMandatory) == [true, false])
        #expect(metadata.claims.first?.templateName == "_seat1")
        #expect(metadata.claims.first?.display.first?.name.description == "Seat")
    }

    @Test(arguments: ["", "{", "{} x", #"{"vct":"a","vct":"a"}"#])
    func `VC-51 what is no JSON is refused`(text: String) {
        #expect(
            refused { () throws(TypeMetadataError) in
                _ = try TypeMetadata(parsing: Array(text.utf8), about: Self.type)
            } == "VC-51 type_metadata_not_json")
    }

    @Test(arguments: ["[]", "\"urn:example:ticket\"", "null"])
    func `VC-51 what is no object is refused`(text: String) {
        #expect(
            refused { () throws(TypeMetadataError) in
                _ = try TypeMetadata(parsing: Array(text.utf8), about: Self.type)
            } == "VC-51 type_metadata_not_object")
    }

    @Test(
        arguments: [
            ["vct": 1], ["vct": ""], ["name": 1], ["description": []], ["extends": 1], ["extends": ""],
            ["display": [:]],
            ["claims": [:]], ["extends": .null],
        ] as [JSONObject])
    func `VC-51 a member of another form is refused`(object: JSONObject) {
        #expect(refused { () throws(TypeMetadataError) in _ = try read(object) } == "VC-51 type_metadata_malformed")
    }

    @Test func `VC-51 a document without vct is refused`() {
        #expect(
            refused { () throws(TypeMetadataError) in
                _ = try TypeMetadata(parsing: Array("{}".utf8), about: Self.type)
            } == "VC-51 type_metadata_malformed")
    }

    @Test(arguments: ["urn:example:ticket2", "URN:example:ticket", "urn:example:ticke\u{301}t", "urn:example:ticket "])
    func `VC-52 a document about another type is refused`(type: String) {
        let document = TypeDocuments.document(type).serialized()
        #expect(
            refused { () throws(TypeMetadataError) in _ = try TypeMetadata(parsing: document, about: Self.type) }
                == "VC-52 type_metadata_other_type")
    }

    @Test(
        arguments: [
            ["locale": 1], ["locale": ""], ["locale": .string(String(repeating: "a", count: 65))],
            ["rendering": ["simple": ["logo": ["uri": .string("data:," + String(repeating: "a", count: 131_067))]]]],
            ["name": 1],
            ["description": 1], ["rendering": 1],
            ["rendering": ["simple": 1]],
            ["rendering": ["simple": ["logo": [:]]]],
            ["rendering": ["simple": ["logo": ["uri": "http://example.com/x"]]]],
            ["rendering": ["simple": ["logo": ["uri": "javascript:alert(1)"]]]],
            ["rendering": ["simple": ["logo": ["uri": "https://example.com/ö"]]]],
            ["rendering": ["simple": ["logo": ["uri": "https://example.com/a b"]]]],
            ["rendering": ["simple": ["background_color": "red;background:url(//x)"]]],
            ["rendering": ["svg_templates": [:]]], ["rendering": ["svg_templates": [["uri": "file:///etc/passwd"]]]],
            ["rendering": ["svg_templates": [["uri": "data:,a", "properties": [:]]]]],
            ["rendering": ["svg_templates": [["uri": "data:,a", "properties": ["contrast": "low"]]]]],
            [
                "rendering": [
                    "svg_templates": [["uri": "data:,a"], ["uri": "data:,b", "properties": ["contrast": "high"]]]
                ]
            ],
        ] as [JSONObject])
    func `VC-55 a malformed display is refused`(members: JSONObject) {
        #expect(
            refused { () throws(TypeMetadataError) in _ = try read(display(members)) }
                == "VC-55 type_metadata_malformed")
    }

    @Test(arguments: ["locale", "name"])
    func `VC-55 a display without language or name is refused`(member: String) {
        var entry: JSONObject = ["locale": "en", "name": "Ticket"]
        entry[member] = nil
        #expect(
            refused { () throws(TypeMetadataError) in _ = try read(["display": [.object(entry)]]) }
                == "VC-55 type_metadata_malformed")
    }

    @Test(
        arguments: [
            ["path": []], ["path": "seat"], ["path": [-1]], ["path": [true]], ["mandatory": "yes"],
            ["mandatory": .null], ["sd": "sometimes"], ["sd": true], ["svg_id": "1st"], ["svg_id": ""],
            ["svg_id": "a-b"], ["svg_id": .string(String(repeating: "a", count: 129))],
            ["svg_id": "é"], ["svg_id": 1], ["display": [["label": "Seat"]]], ["display": [["locale": "en"]]],
            ["display": [["locale": "en", "label": 1]]], ["display": "Seat"],
        ] as [JSONObject])
    func `VC-57 a malformed claim is refused`(members: JSONObject) {
        #expect(
            refused { () throws(TypeMetadataError) in _ = try read(claim(members)) } == "VC-57 type_metadata_malformed")
    }

    @Test func `VC-57 a claim without path, and two with one path, are refused`() {
        #expect(
            refused { () throws(TypeMetadataError) in _ = try read(["claims": [["sd": "never"]]]) }
                == "VC-57 type_metadata_malformed")
        #expect(
            refused { () throws(TypeMetadataError) in _ = try read(["claims": [["path": ["a"]], ["path": ["a"]]]]) }
                == "VC-57 type_metadata_malformed")
    }

    @Test func `VC-63 NEG-128 texts of strangers are cut and cleaned`() throws {
        let hostile = "A\u{1B}[2J\u{202E}B<script>" + String(repeating: "c", count: 200_000)
        let metadata = try read(
            [
                "name": .string(hostile), "display": [["locale": "en", "name": .string(hostile)]],
                "claims": [["path": ["seat"], "display": [["locale": "en", "label": .string(hostile)]]]],
            ],
            limits: {
                var limits = TypeMetadataLimits(); limits.bytes = 1 << 20; return limits
            }())
        for text in [
            metadata.name?.description, metadata.display?.first?.names.name.description,
            metadata.claims.first?.display.first?.name.description,
        ] {
            #expect(text?.hasPrefix("A[2JB<script>c") == true)
            #expect(text?.count == 128)
        }
    }

    @Test func `SEC-03 a document at each limit is read, and one beyond is not`() throws {
        var limits = TypeMetadataLimits()
        (limits.claims, limits.languages, limits.templates) = (3, 2, 1)
        func claims(_ count: Int) -> JSONObject { ["claims": .array((0..<count).map { ["path": [.string("\($0)")]] })] }
        func names(_ count: Int) -> JSONObject {
            ["display": .array([JSONValue](repeating: ["locale": "en", "name": "x"], count: count))]
        }
        func pictures(_ count: Int) -> JSONObject {
            let picture: JSONValue = ["uri": "data:,x", "properties": ["contrast": "high"]]
            return display(["rendering": ["svg_templates": .array([JSONValue](repeating: picture, count: count))]])
        }
        for (make, limit) in [(claims, 3), (names, 2), (pictures, 1)] as [((Int) -> JSONObject, Int)] {
            #expect(throws: Never.self) { try read(make(limit), limits: limits) }
            #expect(
                refused { () throws(TypeMetadataError) in _ = try read(make(limit + 1), limits: limits) }
                    == "SEC-03 type_metadata_too_large")
        }
        let size = TypeDocuments.document(Self.type).serialized().count
        limits.bytes = size
        #expect(throws: Never.self) {
            try TypeMetadata(parsing: TypeDocuments.document(Self.type).serialized(), about: Self.type, limits: limits)
        }
        limits.bytes = size - 1
        #expect(
            refused { () throws(TypeMetadataError) in
                _ = try TypeMetadata(
                    parsing: TypeDocuments.document(Self.type).serialized(), about: Self.type, limits: limits)
            } == "VC-51 type_metadata_not_json")
    }
}
