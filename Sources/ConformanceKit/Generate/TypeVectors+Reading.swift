import JSON

extension TypeVectors {
    func read() -> [VectorTest] {
        let names: JSONValue = [["locale": "en", "name": "Ticket"], ["locale": "fr", "name": "Billet"]]
        let card: JSONValue = [
            [
                "locale": "en", "name": "Ticket",
                "rendering": [
                    "simple": ["logo": ["uri": "data:image/png;base64,AAAA"], "background_color": "#003E7E"],
                    "svg_templates": [["uri": "https://example.com/t.svg"]],
                ],
            ]
        ]
        let seat: JSONValue = [
            "path": ["seat"], "sd": "never", "mandatory": true, "svg_id": "seat_1",
            "display": [["locale": "en", "label": "Seat"]],
        ]
        func output(_ languages: JSONValue = [], _ claims: JSONValue = []) -> JSONValue {
            ["type": .string(Self.type), "languages": languages, "claims": claims]
        }
        return [
            valid("least", "nothing but the type", ["VC-51"], ["document": text(document())], output()),
            valid(
                "unknown-member", "a member that nobody knows", ["VC-51"],
                ["document": text(document(["colour": "x", "claims": [["path": ["a"], "value": 1]]]))],
                output([], [claim(["a"])])),
            valid(
                "names", "two languages", ["VC-55"], ["document": text(document(["display": names]))],
                output(["en", "fr"])),
            valid(
                "card", "colours and a picture", ["VC-55"], ["document": text(document(["display": card]))],
                output(["en"])),
            valid(
                "claim", "a claim with all its members", ["VC-57"], ["document": text(document(["claims": [seat]]))],
                output([], [claim(["seat"], "never", mandatory: true, ["svg_id": "seat_1", "labels": ["en": "Seat"]])])),
            valid(
                "paths", "paths with positions and all elements", ["VC-57", "PATH-03"],
                ["document": text(document(["claims": [["path": ["a", .null, 0]], ["path": ["a"]]]]))],
                output([], [claim(["a", .null, 0]), claim(["a"])])),
        ]
    }

    func malformed() -> [VectorTest] {
        var tests = [
            refused("broken", "no JSON", ["VC-51"], ["document": "{"], "type_metadata_not_json"),
            refused(
                "name-twice", "a member twice", ["VC-51", "SEC-01"],
                ["document": .string("{\"vct\":\"\(Self.type)\",\"vct\":\"\(Self.type)\"}")], "type_metadata_not_json"),
            refused("array", "an array", ["VC-51"], ["document": "[]"], "type_metadata_not_object"),
            refused("no-type", "no vct", ["VC-51"], ["document": "{}"], "type_metadata_malformed"),
            refused(
                "other-type", "about another type", ["VC-52"], ["document": text(document(about: "urn:example:other"))],
                "type_metadata_other_type"),
            refused(
                "other-case", "the type in another case", ["VC-52"],
                ["document": text(document(about: Self.type.uppercased()))], "type_metadata_other_type"),
            refused(
                "too-many-claims", "1025 claims", ["SEC-03"],
                [
                    "document": text(
                        document(["claims": .array((0...1024).map { ["path": [.string("c\($0)")]] })]))
                ], "type_metadata_too_large"),
        ]
        let members: [(String, String, String, JSONObject)] = [
            ("extends-number", "extends is a number", "VC-51", ["extends": 1]),
            ("display-object", "display is an object", "VC-51", ["display": [:]]),
            ("display-no-locale", "a name without a language", "VC-55", ["display": [["name": "Ticket"]]]),
            ("display-no-name", "a language without a name", "VC-55", ["display": [["locale": "en"]]]),
            (
                "logo-http", "a logo over plain HTTP", "VC-55",
                display(["simple": ["logo": ["uri": "http://example.com/l.png"]]])
            ),
            ("logo-no-uri", "a logo without address", "VC-55", display(["simple": ["logo": [:]]])),
            (
                "templates-no-properties", "two pictures, one without properties", "VC-55",
                display([
                    "svg_templates": [
                        ["uri": "https://example.com/a.svg"],
                        ["uri": "https://example.com/b.svg", "properties": ["contrast": "high"]],
                    ]
                ])
            ),
            ("claims-object", "claims is an object", "VC-51", ["claims": [:]]),
            ("claim-no-path", "a claim without path", "VC-57", ["claims": [["sd": "never"]]]),
            ("claim-empty-path", "an empty path", "VC-57", ["claims": [["path": []]]]),
            ("claim-negative", "a negative position", "VC-57", ["claims": [["path": ["a", -1]]]]),
            ("claim-twice", "one path twice", "VC-57", ["claims": [["path": ["a"]], ["path": ["a"]]]]),
            ("claim-sd", "sd is of none of the three values", "VC-57", ["claims": [["path": ["a"], "sd": "maybe"]]]),
            ("claim-mandatory", "mandatory is text", "VC-57", ["claims": [["path": ["a"], "mandatory": "true"]]]),
            (
                "claim-svg-digit", "an svg_id that begins with a digit", "VC-57",
                ["claims": [["path": ["a"], "svg_id": "1a"]]]
            ),
            ("claim-svg-dash", "an svg_id with a dash", "VC-57", ["claims": [["path": ["a"], "svg_id": "a-b"]]]),
            (
                "label-no-locale", "a label without language", "VC-57",
                ["claims": [["path": ["a"], "display": [["label": "A"]]]]]
            ),
        ]
        for (id, comment, rule, object) in members {
            tests.append(
                refused(id, comment, [rule], ["document": text(document(object))], "type_metadata_malformed"))
        }
        return tests
    }

    private func display(_ rendering: JSONValue) -> JSONObject {
        ["display": [["locale": "en", "name": "Ticket", "rendering": rendering]]]
    }
}
