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

/// Which credential signs, when not everything is known of its type, and what is looked up and told for that.
@Suite struct SignerChoiceTests {
    private static let methods = AuthenticationMethods(passphraseCharacters: 28, isDigits: false)
    private static let payment = "urn:eudi:sca:payment:1"
    private static let login = "urn:eudi:sca:login_risk_transaction:1"
    static let place = "https://types.example/pay"
    private static let other = "https://types.example/other"
    let test: TestWallet
    let bank: TestBank
    let kept = TestDocuments()
    let fetched = TestDocuments()
    let wallet: Wallet

    init() throws {
        test = try TestWallet()
        bank = try TestBank()
        wallet = Wallet(
            vault: test.wallet.vault, trust: bank.trust(test.post, types: [TestPost.type, Self.place, Self.other]),
            client: test.network, status: NoStatusSource(why: "test"),
            types: WalletTypes(onReceipt: fetched, kept: kept, language: "en"), network: .secure,
            clock: .fixed(TestPost.time), random: test.wallet.random)
    }

    static func document(
        _ type: String = place, category: String? = ResolvedTypeMetadata.strongAuthentication,
        types: JSONObject? = [payment: .object(StrongAuthenticationTests.described())]
    ) -> JSONValue {
        StrongAuthenticationTests.document(category: category, types: types, more: ["vct": .string(type)])
    }

    /// Metadata by which logins are signed and nothing else.
    private static func logins(_ type: String = place) -> JSONValue {
        let claims = ["transaction_id", "action", "service", "date_time"].map { name -> JSONValue in
            ["path": ["payload", .string(name)], "display": [["lang": "en", "label": .string(name)]]]
        }
        let labels: JSONValue = ["affirmative_action_label": [["lang": "en", "value": "Log in"]]]
        return document(
            type, types: [login: ["schema": .string(login), "claims": .array(claims), "ui_labels": labels]])
    }

    static let silent = document(category: nil, types: nil)

    @discardableResult
    private func hold(_ type: String = place, seed: UInt64 = 1) throws -> HeldCredential {
        var claims = TestPost.claims
        claims["vct"] = .string(type)
        return try wallet.add(try test.post.credential(claims: claims, seed: seed), key: test.post.holder).credential
    }

    /// What a person is proposed who lets the wallet look up whatever it does not know.
    private func proposal(_ name: String = "payment", of type: String = place) throws -> PresentationProposal {
        let link = try bank.link([try TestBank.entry(name)], queries: [TestBank.query("person", type: type)]).link
        let proposal = try wallet.proposal(for: link)
        return proposal.lookUps.isEmpty ? proposal : try wallet.lookingUp(proposal)
    }

    /// Why nothing is signed; nil when it is.
    private func fault(_ name: String = "payment", of type: String = place) throws -> Refusal? {
        let proposal = try proposal(name, of: type)
        #expect((proposal.recommendation == nil) == (proposal.fault != nil))
        return proposal.fault?.refusal
    }

    @Test func `PAY-02 PAY-04 NT-11 a type that could not be looked up on receipt is looked up before it signs`() throws
    {
        try hold()
        #expect(try wallet.credentials().first?.transactions == nil)
        let unknown = try #require(try fault())
        #expect(unknown.rule == "PAY-02")
        #expect(unknown.problem.contains("is not known"))
        #expect(unknown.hint.contains("try again when"))
        #expect(try fault("login")?.rule == "PAY-02")
        #expect(try fault("money-order") == nil, "asks for no strong authentication")
        fetched.set([Self.place: Self.logins()])
        #expect(try fault()?.rule == "PAY-03", "it names only logins")
        #expect(try fault("login") == nil)
    }

    @Test func `PAY-02 a type that is looked up late and says nothing of transactions signs what any other does`()
        throws
    {
        try hold()
        #expect(try fault()?.rule == "PAY-02")
        fetched.set([Self.place: Self.silent])
        #expect(try fault() == nil)
        fetched.set([:])
        #expect(try fault() == nil, "remembered")
    }

    @Test func `PAY-03 a name that is no address and that nobody describes says nothing of transactions`() throws {
        try hold(TestPost.type)
        #expect(try fault(of: TestPost.type) == nil)
        kept.set([TestPost.type: Self.document(TestPost.type, category: nil)])
        #expect(try fault(of: TestPost.type)?.rule == "PAY-02", "described since")
        kept.set([TestPost.type: ["vct": .string(TestPost.type), "extends": .string(Self.other), "claims": []]])
        #expect(try fault(of: TestPost.type)?.rule == "PAY-02", "what it extends cannot be had")
    }

    @Test func `PAY-02 a name that is no address has a document all the same, where the issuer states its hash`() throws
    {
        var claims = TestPost.claims
        claims["vct#integrity"] = .string(SubresourceIntegrity(of: Array("{}".utf8)).text)
        _ = try wallet.add(try test.post.credential(claims: claims), key: test.post.holder)
        #expect(try fault(of: TestPost.type)?.rule == "PAY-02")
    }

    @Test func `PAY-02 PAY-03 what a type said on receipt outlives its documents`() throws {
        for (document, standing, rule): (JSONValue, TransactionStanding, RuleID?) in [
            (Self.document(), .attestation, "PAY-10"), (Self.document(category: nil), .mapAlone, "PAY-10"),
            (Self.silent, .nothing, nil),
        ] {
            fetched.set([Self.place: document])
            let held = try hold()
            #expect(try wallet.credentials().first?.transactions == standing, "it stays in the vault")
            fetched.set([:])
            #expect(try fault()?.rule == rule, "\(standing)")
            #expect(try fault()?.hint.contains("try again when") ?? true)
            #expect(try fault("money-order")?.rule == rule, "\(standing)")
            try wallet.delete(held)
        }
    }

    @Test func `PAY-02 what was an attestation signs nothing when its type names no transactions any more`() throws {
        for document in [Self.document(), Self.document(category: nil)] {
            fetched.set([Self.place: document])
            let held = try hold()
            fetched.set([Self.place: Self.silent])
            #expect(try fault()?.problem.contains("names none any more") == true)
            kept.set([Self.place: Self.silent])
            #expect(try fault()?.problem.contains("names none any more") == true)
            fetched.set([Self.place: Self.document()])
            #expect(try fault() == nil, "what is kept may be older")
            kept.set([:])
            try wallet.delete(held)
        }
    }

    @Test func `PAY-02 a record of before has the category alone, and is an attestation by that`() throws {
        fetched.set([Self.place: Self.document()])
        var record = try hold().json.object ?? [:]
        record["transactions"] = nil
        #expect(try HeldCredential(record: JSONValue.object(record).serialized()).transactions == .attestation)
        record["category"] = "urn:example:other"
        #expect(try HeldCredential(record: JSONValue.object(record).serialized()).transactions == nil)
    }

    @Test func `PAY-10 documents of claims and labels that are missing are looked up again before it signs`() throws {
        var type = StrongAuthenticationTests.described()
        let (claims, labels) = ("https://types.example/claims", "https://types.example/labels")
        let parts: [String: JSONValue] = [
            claims: try #require(type["claims"]), labels: try #require(type["ui_labels"]),
        ]
        (type["claims"], type["ui_labels"]) = (nil, nil)
        (type["claims_uri"], type["ui_labels_uri"]) = (.string(claims), .string(labels))
        let document = Self.document(types: [Self.payment: .object(type)])
        fetched.set([Self.place: document])
        try hold()
        kept.set([Self.place: document])
        let missing = try #require(try fault())
        #expect(missing.rule == "PAY-10")
        #expect(missing.problem.contains(labels))
        #expect(missing.hint.contains("try again when"))
        fetched.set([:])
        #expect(try fault()?.hint.contains("try again when") == true)
        fetched.set(parts.merging([Self.place: document]) { first, _ in first })
        #expect(try fault() == nil)
        fetched.asked.withLock { $0 = [] }
        #expect(try fault("login")?.rule == "PAY-03")
        #expect(fetched.asked.withLock { $0.isEmpty }, "nobody is asked for words that are of no use")
    }

    @Test func `DSEL-10 PAY-04 nobody is asked about what the person holds before she said that it may be looked up`()
        throws
    {
        let held = try hold()
        try hold(Self.other, seed: 2)
        fetched.asked.withLock { $0 = [] }
        test.network.sent.withLock { $0 = [] }
        fetched.set([Self.place: Self.document()])
        let queries = [TestBank.query("person", type: Self.place), TestBank.query("more", type: Self.other)]
        let link = try bank.link([try TestBank.entry()], queries: queries).link
        let proposal = try wallet.proposal(for: link)
        #expect(fetched.asked.withLock { $0.isEmpty } && test.network.sent.withLock { $0.isEmpty })
        #expect(proposal.lookUps == [.init(credentialID: held.id, hosts: ["types.example"])], "only what may sign")
        #expect(proposal.recommendation == nil)
        #expect(proposal.fault?.refusal.problem.contains("is not known") == true)
        let known = try wallet.lookingUp(proposal)
        #expect(Set(fetched.asked.withLock { $0 }) == [Self.place])
        #expect(known.lookUps.isEmpty && known.recommendation != nil)
    }

    @Test func `DSEL-10 PAY-10 what was kept on receipt is enough, and nothing is to be looked up`() throws {
        fetched.set([Self.place: Self.document()])
        kept.set([Self.place: Self.document()])
        try hold()
        fetched.asked.withLock { $0 = [] }
        let link = try bank.link([try TestBank.entry()], queries: [TestBank.query("person", type: Self.place)]).link
        let proposal = try wallet.proposal(for: link)
        #expect(proposal.recommendation != nil && proposal.lookUps.isEmpty)
        #expect(fetched.asked.withLock { $0.isEmpty })
    }

    @Test func `DSEL-10 where nobody can be asked, nothing is offered to be looked up`() throws {
        try hold(TestPost.type)
        kept.set([TestPost.type: Self.document(TestPost.type, category: nil)])
        #expect(try proposal(of: TestPost.type).lookUps.isEmpty)
        kept.set([TestPost.type: ["vct": .string(TestPost.type), "extends": "urn:example:gone", "claims": []]])
        #expect(try proposal(of: TestPost.type).lookUps.isEmpty)
    }

    @Test func `PAY-02 what is looked up at signing is remembered with the credential`() throws {
        let held = try hold()
        #expect(held.transactions == nil)
        fetched.set([
            Self.place: StrongAuthenticationTests.document(more: [
                "vct": .string(Self.place), "display": [["locale": "en", "name": "Account"]],
            ])
        ])
        let proposal = try proposal()
        #expect(proposal.credentials[held.id]?.labels.name(in: "en") == "Account", "the screen has the name at once")
        let now = try #require(try wallet.credentials().first)
        #expect(now.transactions == .attestation)
        #expect(now.category == ResolvedTypeMetadata.strongAuthentication)
        #expect((now.id, now.type, now.issuer, now.addedAt) == (held.id, held.type, held.issuer, held.addedAt))
        fetched.set([:])
        #expect(try fault("money-order")?.rule == "PAY-10", "it is an attestation also without its documents")
        fetched.set([Self.place: Self.silent])
        #expect(try fault()?.problem.contains("names none any more") == true)
        #expect(try wallet.credentials().first?.transactions == .attestation, "once known, it stays")
    }

    @Test func `PAY-02 VC-53 documents that are looked up at signing are in the vault for the next time`() throws {
        final class Server: HTTPFetching {
            let asked = Counter()

            func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
                asked.increment()
                return .json(SignerChoiceTests.document())
            }
        }
        try hold()
        let server = Server()
        let store = KeptTypeMetadata(vault: test.wallet.vault)
        func wallet() -> Wallet {
            Wallet(
                vault: test.wallet.vault, trust: bank.trust(test.post, types: [Self.place]), client: test.network,
                status: NoStatusSource(why: "test"),
                types: WalletTypes(
                    onReceipt: FetchedTypeMetadata(client: server, network: .secure, store: store),
                    kept: FetchedTypeMetadata(keptIn: store), language: "en"),
                network: .secure, clock: .fixed(TestPost.time), random: test.wallet.random)
        }
        let link = try bank.link([try TestBank.entry()], queries: [TestBank.query("person", type: Self.place)]).link
        let proposal = try wallet().proposal(for: link)
        #expect(server.asked.value == 0)
        #expect(try wallet().lookingUp(proposal).recommendation != nil)
        #expect(server.asked.value == 1)
        let next = try wallet().proposal(for: link)
        #expect(next.recommendation != nil && next.lookUps.isEmpty)
        #expect(server.asked.value == 1)
    }

    @Test(arguments: [true, false])
    func `DSEL-10 TXD-02 whether an attestation names a type is told to nobody before consent`(isHeld: Bool) throws {
        let address = "https://pay.example/payment-1"
        let named = Self.document(types: [address: .object(StrongAuthenticationTests.described())])
        fetched.set([Self.place: isHeld ? named : Self.document()])
        kept.set([Self.place: isHeld ? named : Self.document()])
        try hold()
        var entry = try TestBank.entry()
        entry["type"] = .string(address)
        var broken = entry
        broken["payload"] = [:]
        for (entry, isAnswered) in [(entry, isHeld), (broken, false)] {
            let link = try bank.link([entry], queries: [TestBank.query("person", type: Self.place)]).link
            let sent = test.network.forms.count
            let proposal = try wallet.proposal(for: link)
            #expect(test.network.forms.count == sent, "nothing is sent before the person was asked")
            #expect((proposal.recommendation != nil) == isAnswered)
            guard !isAnswered else { continue }
            #expect(proposal.fault?.refusal.rule.description.isEmpty == false)
            let choice = try proposal.match.choice()
            #expect(throws: WalletKitError.self) {
                try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
            }
            try wallet.decline(proposal)
            #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data")
            #expect(try wallet.history().last?.refusal != nil)
        }
    }

    @Test func `PAY-03 of two attestations that give one name to different types the one taken in first decides`()
        throws
    {
        let address = "https://pay.example/one"
        func document(_ type: String, _ schema: String) -> JSONValue {
            Self.document(type, types: [address: ["schema": .string(schema)]])
        }
        fetched.set([Self.place: document(Self.place, Self.payment), Self.other: document(Self.other, Self.login)])
        var query = try #require(TestBank.query("person").object)
        query["meta"] = ["vct_values": [.string(Self.place), .string(Self.other)]]
        var entry = try TestBank.entry()
        entry["type"] = .string(address)
        let link = try bank.link([entry], queries: [.object(query)]).link
        for round in 0..<6 {
            let held = [try hold(seed: 1), try hold(Self.other, seed: 2)]
            let proposal = try wallet.lookingUp(try wallet.proposal(for: link))
            #expect(proposal.request.transactionData.first != nil, "round \(round)")
            for credential in held { try wallet.delete(credential) }
        }
    }

    @Test(arguments: [true, false])
    func `TXD-02 PAY-03 each credential of a query that signs something else is tried`(paymentsFirst: Bool) throws {
        fetched.set([Self.place: Self.document(), Self.other: Self.logins(Self.other)])
        for type in paymentsFirst ? [Self.place, Self.other] : [Self.other, Self.place] { try hold(type) }
        var both = try #require(TestBank.query("both").object)
        both["meta"] = ["vct_values": [.string(Self.place), .string(Self.other)]]
        let entries = [
            try TestBank.entry(ids: ["both", "single"]),
            try TestBank.entry("login", ids: paymentsFirst ? ["both"] : ["both", "single"]),
        ]
        for (single, pair) in [(Self.place, [Self.other, Self.place]), (Self.other, [Self.place, Self.other])]
        where !paymentsFirst || single == Self.place {
            let queries = [JSONValue.object(both), TestBank.query("single", type: single)]
            let proposal = try wallet.lookingUp(try wallet.proposal(for: try bank.link(entries, queries: queries).link))
            let choice = proposal.recommendation
            #expect(choice?.answers.compactMap { proposal.credentials[$0.credentialID]?.type } == pair, "\(single)")
        }
    }
}
