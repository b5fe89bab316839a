import CredentialModel
import JSON
import Rules
import SDJWTVC
import TestSupport
import Testing

/// What type metadata says about transactions that credentials sign.
@Suite struct TransactionTypesTests {
    private static let payment = "urn:eudi:sca:payment:1"
    private static let labels: JSONValue = ["affirmative_action_label": [["lang": "en", "value": "Pay"]]]

    private func read(_ type: JSONValue) throws(TypeMetadataError) -> TransactionType? {
        let document = TypeDocuments.document("urn:a", more: ["transaction_data_types": [Self.payment: type]])
        return try TypeMetadata(parsing: document.serialized(), about: "urn:a").transactionTypes?.first
    }

    private func fault(_ type: JSONValue) -> String? {
        refused { () throws(TypeMetadataError) in _ = try read(type) }
    }

    private func claim(_ more: JSONObject = [:]) -> JSONValue {
        var claim: JSONObject = ["path": ["payload", "amount"], "display": [["lang": "en", "label": "Amount"]]]
        for (name, value) in more { claim[name] = value }
        return .object(claim)
    }

    @Test(arguments: ["schema", "claims", "ui_labels"])
    func `PAY-03 NT-11 of a member and its address only one may be there`(member: String) throws {
        let values: [String: JSONValue] = [
            "schema": .string(Self.payment), "claims": [claim()], "ui_labels": Self.labels,
        ]
        let value = try #require(values[member])
        #expect(fault([member: value]) == nil)
        #expect(fault([member + "_uri": "https://a.example/x"]) == nil)
        #expect(
            fault(.object(JSONObject([(member, value), (member + "_uri", "https://a.example/x")])))
                == "PAY-03 type_metadata_malformed")
    }

    @Test(
        arguments: [
            ["schema": 1], ["schema_uri": 1], ["claims": [:]], ["claims": [1]], ["claims_uri": []],
            ["ui_labels_uri": ""],
            ["claims": [["display": []]]], "x", [],
        ] as [JSONValue])
    func `PAY-03 an entry of another form is refused`(type: JSONValue) {
        #expect(fault(type) == "PAY-03 type_metadata_malformed")
        #expect(fault([:]) == nil)
    }

    @Test func `PAY-03 the schema is named, stands there, or is that of the type`() throws {
        #expect(try read([:])?.schema == .own)
        #expect(try read(["schema": "urn:x"])?.schema == .named("urn:x"))
        #expect(try read(["schema_uri": "urn:x"])?.schema == .named("urn:x"))
        #expect(try read(["schema": ["type": "object"]])?.schema == .embedded)
    }

    @Test func `PAY-03 sixteen types are read, not seventeen, and nothing else than an object of them`() throws {
        func types(_ count: Int) -> String? {
            let members = (0..<count).map { ("urn:\($0)", [:] as JSONValue) }
            let document = TypeDocuments.document(
                "urn:a", more: ["transaction_data_types": .object(JSONObject(members))])
            return refused { () throws(TypeMetadataError) in
                _ = try TypeMetadata(parsing: document.serialized(), about: "urn:a")
            }
        }
        #expect(types(16) == nil)
        #expect(types(17) == "SEC-03 type_metadata_too_large")
        let list = TypeDocuments.document("urn:a", more: ["transaction_data_types": []])
        #expect(
            refused { () throws(TypeMetadataError) in
                _ = try TypeMetadata(parsing: list.serialized(), about: "urn:a")
            } == "PAY-03 type_metadata_malformed")
    }

    @Test(
        arguments: [
            (nil, .further), (1, .prominent), (2, .main), (3, .further), (4, .omissible),
        ] as [(Int64?, TransactionClaim.Visualisation)])
    func `PAY-10 there are four levels, and the third is meant where nothing is said`(
        level: Int64?, meant: TransactionClaim.Visualisation
    ) throws {
        let claim = claim(level.map { ["visualisation": .integer($0)] } ?? [:])
        let read = try #require(try read(["claims": [claim]])?.claims?.first)
        #expect(read.visualisation == meant)
        #expect(read.names == ["amount"])
        #expect(read.display.first?.name.description == "Amount")
    }

    @Test(arguments: [0, 5, -1, "1", .null] as [JSONValue])
    func `PAY-10 any other level is refused`(level: JSONValue) {
        #expect(fault(["claims": [claim(["visualisation": level])]]) == "PAY-03 type_metadata_malformed")
        #expect(fault(["claims": [claim(["visualisation": 1])]]) == nil)
    }

    @Test func `PAY-10 a path begins in the payload, with or without its name, and goes through no array`() throws {
        func names(_ path: JSONValue) throws -> [String]? {
            try read(["claims": [claim(["path": path])]])?.claims?.first?.names
        }
        #expect(try names(["payload", "payee", "name"]) == ["payee", "name"])
        #expect(try names(["payee", "name"]) == ["payee", "name"])
        #expect(try names(["payload", .null]) == nil)
    }

    @Test(arguments: [
        ("affirmative_action_label", 30), ("denial_action_label", 30), ("transaction_title", 50),
        ("security_hint", 250),
    ])
    func `PAY-11 NT-15 a word has as many characters as are allowed, and not one more`(name: String, most: Int) throws {
        func labels(_ text: String) -> JSONValue {
            var labels = Self.labels.object ?? [:]
            labels[name] = [["lang": "en", "value": .string(text)]]
            return ["ui_labels": .object(labels)]
        }
        // Characters, not bytes.
        let longest = String(repeating: "é", count: most)
        let element = try #require(TransactionLabels.Element(rawValue: name))
        #expect(try read(labels(longest))?.labels?.text(of: element, in: "en")?.description == longest)
        #expect(fault(labels(longest + "é")) == "PAY-11 type_metadata_malformed")
        #expect(fault(labels("")) == "PAY-11 type_metadata_malformed")
        #expect(fault(labels("\u{202E}\n")) == "PAY-11 type_metadata_malformed", "nothing of it can be shown")
    }

    @Test func `PAY-11 without a word for yes, or a language, words are refused`() throws {
        #expect(fault(["ui_labels": Self.labels]) == nil)
        let wrong: [JSONValue] = [
            [:], ["denial_action_label": [["lang": "en", "value": "No"]]], ["affirmative_action_label": []],
            ["affirmative_action_label": "Pay"], ["affirmative_action_label": [["value": "Pay"]]],
            ["affirmative_action_label": [["lang": "en"]]],
            ["affirmative_action_label": [["lang": 1, "value": "Pay"]]],
            "Pay",
        ]
        for labels in wrong {
            #expect(fault(["ui_labels": labels]) == "PAY-11 type_metadata_malformed", "\(labels.text)")
        }
    }

    @Test func `PAY-11 words are cleaned, and chosen by the language`() throws {
        let labels: JSONValue = [
            "affirmative_action_label": [
                ["lang": "el", "value": "Πληρωμή"], ["locale": "fr", "value": "Pa\u{202E}yer\n"],
            ]
        ]
        let read = try #require(try read(["ui_labels": labels])?.labels)
        #expect(read.text(of: .affirmation, in: "fr-CA")?.description == "Payer")
        #expect(read.text(of: .affirmation, in: "el")?.description == "Πληρωμή")
        #expect(read.text(of: .affirmation, in: "de") == nil, "neither her language nor English")
        #expect(read.text(of: .affirmation, in: nil) != nil)
        #expect(read.text(of: .denial, in: "fr") == nil)
    }

    @Test func `PAY-02 PAY-03 category and types of the nearest document that has them count`() throws {
        let own: JSONObject = ["category": "urn:x", "transaction_data_types": ["urn:own": [:]]]
        let base: JSONObject = [
            "category": .string(ResolvedTypeMetadata.strongAuthentication),
            "transaction_data_types": ["urn:base": [:]],
        ]
        func resolved(_ more: JSONObject) throws -> ResolvedTypeMetadata {
            var child: JSONObject = ["extends": "urn:b"]
            for (name, value) in more { child[name] = value }
            return try TypeDocuments([
                "urn:a": TypeDocuments.document("urn:a", more: child),
                "urn:b": TypeDocuments.document("urn:b", more: base),
            ]).resolved("urn:a")
        }
        #expect(try resolved([:]).isStrongAuthentication)
        #expect(try resolved([:]).transactionTypes?.map(\.name) == ["urn:base"])
        #expect(try !resolved(own).isStrongAuthentication)
        #expect(try resolved(own).transactionTypes?.map(\.name) == ["urn:own"])
        #expect(try TypeDocuments(["urn:b": TypeDocuments.document("urn:b")]).resolved("urn:b").transactionTypes == nil)
    }

    @Test func `PAY-03 a verifier looks up no words, which only a wallet shows`() throws {
        let type: JSONValue = ["ui_labels_uri": "https://a.example/words"]
        let documents = TypeDocuments(list: [
            ("urn:a", TypeDocuments.document("urn:a", more: ["transaction_data_types": ["urn:t": type]])),
            ("https://a.example/words", Self.labels),
        ])
        let aside = try TypeMetadataResolver(source: documents, transactionDocuments: .leftAside)
            .resolved("urn:a", integrity: nil, at: TestPost.time)
        #expect(aside.transactionTypes?.first?.labels == nil)
        #expect(documents.asked.value == 1)
        #expect(try documents.resolved("urn:a").transactionTypes?.first?.labels != nil)
        #expect(documents.asked.value == 3)
    }

    @Test func `PAY-03 a document that is referred to is held to its hash, and a wrong one refuses the type`() throws {
        let words = Self.labels.serialized()
        func type(_ document: JSONValue?, integrity: String? = nil) throws(TypeMetadataError) -> TransactionType? {
            var type: JSONObject = ["ui_labels_uri": "https://a.example/words"]
            type["ui_labels_uri#integrity"] = integrity.map(JSONValue.string)
            var documents = [
                ("urn:a", TypeDocuments.document("urn:a", more: ["transaction_data_types": ["urn:t": .object(type)]]))
            ]
            if let document { documents.append(("https://a.example/words", document)) }
            return try TypeDocuments(list: documents).resolved("urn:a").transactionTypes?.first
        }
        #expect(try type(Self.labels)?.labels != nil)
        #expect(try type(Self.labels)?.lack == nil)
        #expect(try type(nil)?.labels == nil)
        #expect(try type(nil)?.lack != nil)
        let hash = SubresourceIntegrity(of: words).text
        #expect(try type(Self.labels, integrity: hash)?.labels != nil)
        let other: JSONValue = ["affirmative_action_label": [["lang": "en", "value": "Give"]]]
        #expect(try type(other, integrity: hash)?.labels == nil)
        #expect(
            refused { () throws(TypeMetadataError) in _ = try type([:]) } == "PAY-11 type_metadata_malformed")
    }
}
