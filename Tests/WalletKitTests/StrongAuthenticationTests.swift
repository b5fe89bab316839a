import CredentialModel
import DCQL
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing

@testable import WalletKit

/// Payments that an attestation for strong customer authentication signs, and those that it does not sign.
@Suite struct StrongAuthenticationTests {
    private static let methods = AuthenticationMethods(passphraseCharacters: 28, isDigits: false)
    private static let category = "urn:eu:europa:ec:eudi:sua:sca"
    private static let payment = "urn:eudi:sca:payment:1"
    private let test: TestWallet
    private let bank: TestBank

    init() throws {
        test = try TestWallet()
        bank = try TestBank()
    }

    /// The metadata of the test credential's type; by default it signs payments, in English and French.
    static func document(
        category: String? = category, types: JSONObject? = [payment: .object(described())], more: JSONObject = [:]
    ) -> JSONValue {
        var object: JSONObject = ["vct": .string(TestPost.type), "claims": []]
        object["category"] = category.map(JSONValue.string)
        object["transaction_data_types"] = types.map(JSONValue.object)
        for (name, value) in more { object[name] = value }
        return .object(object)
    }

    static let fields = ["transaction_id", "payee.name", "payee.id", "amount", "currency"]

    /// How payments are shown.
    static func described(
        schema: JSONValue? = .string(payment), languages: [String] = ["en", "fr"], without missing: String? = nil,
        levels: [String: Int64] = [:]
    ) -> JSONObject {
        let claims = fields.filter { $0 != missing }.map { field -> JSONValue in
            let path = (["payload"] + field.split(separator: ".").map(String.init)).map(JSONValue.string)
            let display = languages.map { ["lang": .string($0), "label": .string("\(field) \($0)")] as JSONValue }
            var claim: JSONObject = ["path": .array(path), "display": .array(display)]
            claim["visualisation"] = levels[field].map(JSONValue.integer)
            return .object(claim)
        }
        func words(_ text: String) -> JSONValue {
            .array(languages.map { ["lang": .string($0), "value": .string("\(text) \($0)")] })
        }
        var object: JSONObject = [
            "claims": .array(claims),
            "ui_labels": [
                "affirmative_action_label": words("Pay"), "denial_action_label": words("Do not pay"),
                "transaction_title": words("Your payment"), "security_hint": words("Look twice"),
            ],
        ]
        object["schema"] = schema
        return object
    }

    private func wallet(
        _ document: JSONValue?, onReceipt: [JSONValue] = [], language: String? = "en",
        more: KeyValuePairs<String, JSONValue> = [:]
    ) -> Wallet {
        func folder(_ documents: [JSONValue]) -> TypeMetadataFolder {
            TypeMetadataFolder(
                documents: documents.map { ($0["vct"]?.string ?? "", $0.serialized()) }
                    + more.map { ($0.key, $0.value.serialized()) })
        }
        let kept = document.map { [$0] } ?? []
        return Wallet(
            vault: test.wallet.vault, trust: bank.trust(test.post, types: [TestPost.type]), client: test.network,
            status: NoStatusSource(why: "test"),
            types: WalletTypes(
                onReceipt: folder(onReceipt.isEmpty ? kept : onReceipt), kept: folder(kept), language: language),
            network: .secure, clock: .fixed(TestPost.time), random: test.wallet.random)
    }

    @discardableResult
    private func hold(_ wallet: Wallet) throws -> HeldCredential {
        try wallet.add(try test.post.credential(), key: test.post.holder).credential
    }

    private func link(_ name: String = "payment", type: String? = nil) throws -> String {
        var entry = try TestBank.entry(name)
        if let type { entry["type"] = .string(type) }
        return try bank.link([entry], queries: [TestBank.query("person")]).link
    }

    /// The rule by which nothing is signed; nil when the payment is signed. The verifier is told of the former.
    private func refusal(_ wallet: Wallet, _ name: String = "payment", type: String? = nil) throws -> String? {
        let link = try link(name, type: type)
        let proposal: PresentationProposal
        do throws(WalletKitError) {
            let first = try wallet.proposal(for: link)
            proposal = first.lookUps.isEmpty ? first : try wallet.lookingUp(first)
        } catch {
            #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data", "PAY-04")
            return "\(error.refusal.rule)"
        }
        guard let choice = proposal.recommendation else {
            try wallet.decline(proposal)
            #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data", "PAY-04")
            let fault = try #require(proposal.fault)
            let code = type == nil ? "transaction_data_attestation" : "transaction_data_unknown_type"
            #expect(fault.refusal.code == code)
            let choice = try proposal.match.choice()
            #expect(throws: fault) {
                try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
            }
            return "\(fault.refusal.rule)"
        }
        let response = try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
        #expect(try TestBank.bindings(response)["person"]?["transaction_data_hashes"]?.array?.count == 1)
        return nil
    }

    @Test func `PAY-02 PAY-03 PAY-04 an attestation signs the types that its metadata names, and no other`() throws {
        let wallet = wallet(Self.document())
        try hold(wallet)
        #expect(try refusal(wallet) == nil)
        for name in ["login", "account-access", "mandate", "money-order"] {
            #expect(try refusal(wallet, name) == "PAY-03", "NT-11 \(name)")
        }
        #expect(try refusal(wallet, type: "urn:example:unknown") == "TXD-02")
    }

    @Test(arguments: [nil, "urn:eu.europa.ec.eudi:sua:sca", "urn:eudi:sca", "URN:EU:EUROPA:EC:EUDI:SUA:SCA"])
    func `PAY-02 PAY-04 NT-11 types without the exact category sign nothing`(category: String?) throws {
        let wallet = wallet(Self.document(category: category))
        try hold(wallet)
        #expect(try refusal(wallet) == "PAY-02")
        let right = self.wallet(Self.document())
        #expect(try refusal(right) == nil)
    }

    @Test func `PAY-02 PAY-22 a credential whose type says nothing of transactions signs as before`() throws {
        for document in [Self.document(category: nil, types: nil), nil] {
            let wallet = wallet(document)
            if document != nil { try hold(wallet) }
            #expect(try refusal(wallet) == nil)
            #expect(try refusal(wallet, "money-order") == nil)
        }
    }

    @Test func `PAY-03 an attestation that names no type signs nothing`() throws {
        let wallet = wallet(Self.document(types: nil))
        try hold(wallet)
        #expect(try refusal(wallet) == "PAY-03")
        let empty = self.wallet(Self.document(types: [:]))
        #expect(try refusal(empty) == "PAY-03")
    }

    @Test func `PAY-02 PAY-03 what a type says passes on to those that extend it`() throws {
        let base = "urn:example:base"
        var parent = Self.document().object ?? [:]
        parent["vct"] = .string(base)
        let child: JSONValue = ["vct": .string(TestPost.type), "extends": .string(base), "claims": []]
        let wallet = wallet(child, more: [base: .object(parent)])
        try hold(wallet)
        #expect(try refusal(wallet) == nil)
        #expect(try refusal(wallet, "login") == "PAY-03")
        var other = child.object ?? [:]
        other["transaction_data_types"] = ["urn:eudi:sca:login_risk_transaction:1": [:]]
        let own = self.wallet(.object(other), more: [base: .object(parent)])
        #expect(try refusal(own) == "PAY-03", "its own list takes the place of the inherited one")
    }

    @Test func `PAY-03 an address as name of a type means the built-in type that its schema names`() throws {
        let address = "https://pay.example/payment-1"
        let wallet = wallet(Self.document(types: [address: .object(Self.described())]))
        try hold(wallet)
        #expect(try refusal(wallet, type: address) == nil)
        #expect(try refusal(wallet) == "PAY-03", "the type of the request must be a key")
        let unnamed = self.wallet(Self.document(types: [address: .object(Self.described(schema: nil))]))
        #expect(try refusal(unnamed, type: address) == "TXD-02")
    }

    @Test(arguments: [
        "https://pay.example/schema.json" as JSONValue, "urn:eudi:sca:emandate:1", ["type": "object"],
    ])
    func `PAY-05 PAY-03 a payload that the type describes by another schema is not signed`(schema: JSONValue) throws {
        let wallet = wallet(Self.document(types: [Self.payment: .object(Self.described(schema: schema))]))
        try hold(wallet)
        #expect(try refusal(wallet) == "PAY-05")
        let own = self.wallet(Self.document(types: [Self.payment: .object(Self.described(schema: nil))]))
        #expect(try refusal(own) == nil)
    }

    @Test(arguments: ["fr", "fr-CH", "en", "ar", nil] as [String?])
    func `PAY-10 PAY-11 the words are those of the person's language, else the English ones`(language: String?) throws {
        let wallet = wallet(Self.document(), language: language)
        try hold(wallet)
        let proposal = try wallet.proposal(for: try link())
        let content = proposal.content(0, in: proposal.recommendation)
        let tag = language?.hasPrefix("fr") == true ? "fr" : "en"
        #expect(content.words?.affirmation.description == "Pay \(tag)")
        #expect(content.words?.denial?.description == "Do not pay \(tag)")
        #expect(content.words?.title?.description == "Your payment \(tag)")
        #expect(content.words?.hint?.description == "Look twice \(tag)")
        #expect(content.fields.allSatisfy { $0.label == "\($0.name) \(tag)" })
    }

    @Test func `PAY-10 NT-15 a label that the person cannot read stops the wallet`() throws {
        let french = Self.document(types: [Self.payment: .object(Self.described(languages: ["fr"]))])
        try hold(wallet(french))
        #expect(try refusal(wallet(french, language: "fr")) == nil)
        #expect(try refusal(wallet(french, language: "de")) == "PAY-11")
        for field in ["payee.id", "payee.name", "amount", "transaction_id"] {
            let wallet = wallet(
                Self.document(types: [Self.payment: .object(Self.described(without: field))]))
            #expect(try refusal(wallet) == "PAY-10", "\(field)")
        }
        let noCurrency = Self.document(types: [Self.payment: .object(Self.described(without: "currency"))])
        #expect(try refusal(wallet(noCurrency)) == nil, "it stands with its amount")
        for member in ["claims", "ui_labels"] {
            var type = Self.described()
            type[member] = nil
            #expect(try refusal(wallet(Self.document(types: [Self.payment: .object(type)]))) == "PAY-10", "\(member)")
        }
    }

    @Test func `PAY-10 PAY-12 fields are ordered as the type says, but payee and amount lead whatever it says`() throws
    {
        let levels: [String: Int64] = ["transaction_id": 1, "payee.name": 4, "amount": 4, "payee.id": 4]
        let wallet = wallet(Self.document(types: [Self.payment: .object(Self.described(levels: levels))]))
        try hold(wallet)
        let proposal = try wallet.proposal(for: try link())
        let content = proposal.content(0, in: proposal.recommendation)
        #expect(content.fields.map(\.name) == ["payee.name", "amount", "transaction_id", "payee.id"])
        #expect(content.fields.prefix(3).allSatisfy { $0.level == .prominent })
        #expect(content.fields.last?.level == .omissible)
        #expect(content.fields.prefix(2).map(\.value) == ["Post Office Nairobi", "23.58 EUR"], "from the payload")
        let plain = proposal.request.transactionData[0].content
        #expect(Set(plain.fields.map(\.value)) == Set(content.fields.map(\.value)), "TXD-07 nothing is left out")
    }

    @Test func `PAY-04 PAY-10 what was known to be an attestation stays one when its type is known no more`() throws {
        let described = Self.document()
        let held = try hold(wallet(described))
        #expect(held.category == Self.category)
        #expect(try wallet(described).credentials().first?.category == Self.category, "it stays in the vault")
        #expect(try refusal(wallet(nil)) == "PAY-10", "it does not become a credential that signs anything")
    }

    @Test func `PAY-03 PAY-10 claims and labels may stand in documents of their own`() throws {
        var type = Self.described()
        let claims = try #require(type["claims"])
        let labels = try #require(type["ui_labels"])
        (type["claims"], type["ui_labels"]) = (nil, nil)
        let (place, words) = ("https://pay.example/claims.json", "https://pay.example/labels.json")
        type["claims_uri"] = .string(place)
        type["ui_labels_uri"] = .string(words)
        func signed(_ type: JSONObject, _ more: KeyValuePairs<String, JSONValue>) throws -> String? {
            try refusal(wallet(Self.document(types: [Self.payment: .object(type)]), more: more))
        }
        _ = try wallet(nil).add(try test.post.credential(), key: test.post.holder)
        // A folder finds documents by `vct`; the source does not matter here.
        #expect(try signed(type, [place: claims, words: labels]) == nil)
        #expect(try signed(type, [place: claims]) == "PAY-10", "what cannot be had leaves the screen without words")
        #expect(try signed(type, [words: labels]) == "PAY-10")
        type["claims_uri#integrity"] = .string(SubresourceIntegrity(of: claims.serialized()).text)
        #expect(try signed(type, [place: claims, words: labels]) == nil)
        #expect(try signed(type, [place: [], words: labels]) == "PAY-10", "another document than is meant")
        #expect(try signed(type, [place: claims, words: [:]]) == "PAY-10", "PAY-11")
    }

    @Test func `PAY-03 PAY-04 of two entries an attestation signs the one that it names, another credential the other`()
        throws
    {
        let wallet = wallet(Self.document())
        let attestation = try hold(wallet)
        let other = "urn:example:other"
        var claims = TestPost.claims
        claims["vct"] = .string(other)
        let trusting = Wallet(
            vault: test.wallet.vault, trust: bank.trust(test.post, types: [TestPost.type, other]),
            client: test.network, status: NoStatusSource(why: "test"), types: wallet.types, network: .secure,
            clock: .fixed(TestPost.time), random: test.wallet.random)
        let text = try test.post.credential(claims: claims, seed: 2)
        let plain = try trusting.add(text, key: test.post.holder).credential
        let queries = [TestBank.query("person"), TestBank.query("other", type: other)]
        func proposal(_ ids: [String]) throws -> PresentationProposal {
            let entries = [try TestBank.entry(ids: ["person"]), try TestBank.entry("login", ids: ids)]
            return try trusting.proposal(for: try bank.link(entries, queries: queries).link)
        }
        let both = try proposal(["person", "other"])
        let choice = try #require(both.recommendation)
        #expect(choice.answers.map(\.credentialID) == [attestation.id, plain.id])
        #expect(try both.signing(choice).shares.map(\.positions) == [[0], [1]])
        #expect(both.content(0, in: choice).words != nil)
        #expect(both.content(1, in: choice).words == nil)
        let alone = try proposal(["person"])
        #expect(alone.recommendation == nil)
        #expect(alone.fault?.refusal.rule == "PAY-03")
    }

    @Test func `PAY-03 PAY-22 of two credentials the one that signs the type is chosen`() throws {
        let wallet = wallet(Self.document())
        let attestation = try hold(wallet)
        var query = try #require(TestBank.query("person").object)
        query["multiple"] = true
        let link = try bank.link([try TestBank.entry()], queries: [.object(query)]).link
        let proposal = try wallet.proposal(for: link)
        #expect(proposal.recommendation?.answers.map(\.credentialID) == [attestation.id])
    }
}
