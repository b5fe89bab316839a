import JSON
import Testing

@Suite struct MemberTableTests {
    private let table = MemberTable(
        "what a test reads",
        [
            DescribedMember(required: "url", .text("a URL", format: "uri"), "where"),
            DescribedMember("seconds", .integer(1...60), standard: 5, "how long"),
            DescribedMember("mode", .words(["fast", "slow"]), standard: "fast", "how"),
            DescribedMember("loud", .boolean, standard: false, "whether"),
            DescribedMember("names", .list("a list of names", of: [.text("a name")], atLeast: 1), "who"),
            DescribedMember(
                "limits", .object(MemberTable("numbers", [DescribedMember("count", .integer(1...2), "how many")])),
                "much"),
            DescribedMember("extra", .anyObject("an object"), "more"),
        ])

    private func fault(_ change: (inout JSONObject) -> Void) -> String? {
        var object: JSONObject = ["url": "https://a.example"]
        change(&object)
        return table.fault(in: object).map { "\($0.member) \($0.problem)" }
    }

    @Test func `what the table describes has no fault`() {
        #expect(fault { _ in } == nil)
        for seconds in [1, 60] as [JSONValue] { #expect(fault { $0["seconds"] = seconds } == nil) }
        #expect(
            fault {
                ($0["mode"], $0["loud"], $0["names"]) = ("slow", true, ["a"])
                ($0["limits"], $0["extra"]) = (["count": 2], ["anything": []])
            } == nil)
    }

    @Test(
        arguments: [
            ("seconds", 0, "must be 1 to 60"), ("seconds", 61, "must be 1 to 60"), ("seconds", "5", "must be 1 to 60"),
            ("mode", "Fast", "must be fast or slow"), ("mode", .null, "must be fast or slow"),
            ("loud", "true", "must be true or false"), ("names", [], "must be a list of names"),
            ("names", ["a", 1], "must be a list of names"), ("url", 7, "must be a URL"),
            ("extra", [], "must be an object"),
            ("limits", 3, "must be an object"),
        ] as [(String, JSONValue, String)])
    func `a member of another form is named with what it must be`(name: String, value: JSONValue, problem: String) {
        #expect(fault { $0[name] = value } == "\(name) \(problem)")
    }

    @Test func `a member that is missing, unknown or deep inside is named`() {
        #expect(fault { $0["url"] = nil } == "url is missing")
        #expect(fault { $0["secconds"] = 5 } == "secconds is not known; perhaps seconds was meant")
        #expect(fault { $0["zzzzzz"] = 5 } == "zzzzzz is not known")
        #expect(fault { $0["URL"] = "x" } == "URL is not known", "letters of another case are another name")
        #expect(fault { $0["limits"] = ["count": 3] } == "limits.count must be 1 to 2")
        #expect(fault { $0["limits"] = ["cuont": 1] } == "limits.cuont is not known; perhaps count was meant")
    }

    @Test func `the schema says all of it`() {
        let schema = table.schema(title: "t.json")
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["required"] == ["url"])
        #expect(schema["additionalProperties"] == false)
        let properties = schema["properties"]
        #expect(properties?["url"] == ["type": "string", "format": "uri", "description": "where"])
        #expect(
            properties?["seconds"]
                == ["type": "integer", "minimum": 1, "maximum": 60, "description": "how long", "default": 5])
        #expect(properties?["names"]?["items"] == ["type": "string"])
        #expect(properties?["names"]?["minItems"] == 1)
        #expect(properties?["limits"]?["additionalProperties"] == false)
        #expect(table.members[1].manualRow == "| `seconds` | 1 to 60 | `5` | how long |")
        #expect(table.members[0].manualRow == "| `url` | a URL | required | where |")
    }
}
