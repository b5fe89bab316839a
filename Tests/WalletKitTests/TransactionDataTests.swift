import Bytes
import Certificates
import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing
import Trust

@testable import WalletKit

/// A verifier that has transactions confirmed, and a wallet that trusts it.
@Suite struct TransactionDataTests {
    private static let methods = AuthenticationMethods(passphraseCharacters: 28, isDigits: false)
    private static let nonce = TestBank.nonce
    private let test: TestWallet
    private let bank: TestBank
    private let wallet: Wallet

    init() throws {
        test = try TestWallet()
        bank = try TestBank()
        wallet = test.wallet(trust: bank.trust(test.post, types: [TestPost.type, "urn:eudi:pid:1"]))
    }

    private var client: String { bank.client }

    private func entry(_ name: String = "payment", ids: [String] = ["person"]) throws -> JSONObject {
        try TestBank.entry(name, ids: ids)
    }

    private static func query(_ id: String, type: String = TestPost.type, claims: [String] = ["given_name"])
        -> JSONValue
    {
        TestBank.query(id, type: type, claims: claims)
    }

    private func link(
        _ entries: [JSONObject], queries: [JSONValue] = [TransactionDataTests.query("person")], sets: JSONValue? = nil
    ) throws -> (link: String, sent: [String]) {
        try bank.link(entries, queries: queries, sets: sets)
    }

    @discardableResult
    private func hold(type: String = TestPost.type, bound: Bool = true, seed: UInt64 = 1) throws -> HeldCredential {
        var claims = TestPost.claims
        claims["vct"] = .string(type)
        let text = try test.post.credential(claims: claims, bound: bound, seed: seed)
        return try wallet.add(text, key: bound ? test.post.holder : nil).credential
    }

    private func bindings(_ response: AuthorizationResponse) throws -> [String: JSONObject] {
        try TestBank.bindings(response)
    }

    @Test func `TXD-04 TXD-07 the wallet signs the hash of what was sent, and the verifier accepts it`() throws {
        try hold()
        let (link, sent) = try link([try entry(), try entry("money-order")])
        let proposal = try wallet.proposal(for: link)
        #expect(proposal.request.transactionData.map(\.content.payee) == ["Post Office Nairobi", "Amina Otieno"])
        let choice = try #require(proposal.recommendation)
        let response = try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
        let claims = try #require(try bindings(response)["person"])
        let hashes = sent.map { JSONValue.string(Base64URL.encode(HashAlgorithm.sha256.hash(Array($0.utf8)))) }
        #expect(claims["transaction_data_hashes"] == .array(hashes), "TXD-05")
        #expect(claims["transaction_data_hashes_alg"] == "sha-256")

        guard case .presentations(let token) = response.content else { return }
        let verifier = PresentationVerifier(trust: test.post.trust(), status: NoStatusSource(why: "test"))
        func report(_ entries: [TransactionData], _ seconds: Int64 = 0) -> Report {
            let expectation = PresentationExpectation(
                audience: client, nonce: Self.nonce, query: proposal.request.query, transactionData: entries)
            return verifier.report(on: token, expectation: expectation, at: TestPost.time + seconds)
        }
        let both = report(proposal.request.transactionData)
        #expect(both.isAccepted, "\(both.refusals)")
        #expect(both.steps.contains { $0.rule == "VFY-09" && $0.outcome == .passed })
        #expect(
            report(Array(proposal.request.transactionData.prefix(1))).refusal?.rule == "TXD-05", "one more than asked")
        #expect(report([]).refusal?.rule == "KB-11", "VFY-09: nothing was asked")
        #expect(report(proposal.request.transactionData, 60).isAccepted, "TXD-09")
        #expect(!report(proposal.request.transactionData, 61).isAccepted, "TXD-09")
    }

    @Test func `TXD-01 of two presentations exactly one signs`() throws {
        try hold()
        let queries = [Self.query("person"), Self.query("again")]
        let proposal = try wallet.proposal(for: try link([try entry(ids: ["again", "person"])], queries: queries).link)
        let choice = try #require(proposal.recommendation)
        let bindings = try bindings(try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods))
        #expect(bindings["again"]?["transaction_data_hashes"]?.array?.count == 1)
        #expect(bindings["person"]?.contains("transaction_data_hashes") == false)
        #expect(bindings["person"]?.contains("transaction_data_hashes_alg") == false)
    }

    @Test func `TXD-02 TXD-03 a credential that is bound to no key signs nothing`() throws {
        try hold(bound: false)
        let proposal = try wallet.proposal(for: try link([try entry()]).link)
        #expect(proposal.recommendation == nil)
        try wallet.decline(proposal)
        #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data")
    }

    @Test func `TXD-02 DSEL-10 that a credential to sign with is missing is told only after the person was asked`()
        throws
    {
        let proposal = try wallet.proposal(for: try link([try entry()]).link)
        #expect(test.network.forms.isEmpty)
        try wallet.decline(proposal)
        #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data")
        try hold()
        let answerable = try wallet.proposal(for: try link([try entry()]).link)
        try wallet.decline(answerable)
        #expect(try test.network.forms.last?.single("error") == "access_denied")
    }

    @Test func `PAY-13 PAY-14 a payment is signed with a fresh code, the response mode and honest methods`() throws {
        try hold()
        var codes: Set<String> = []
        for _ in 0..<2 {
            let proposal = try wallet.proposal(for: try link([try entry()]).link)
            let choice = try #require(proposal.recommendation)
            let response = try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
            let claims = try #require(try bindings(response)["person"])
            #expect(claims["response_mode"] == "direct_post")
            #expect(claims["amr"] == [["knowledge": "passphrase_12_or_more_chars"], ["possession": "other"]])
            codes.insert(try #require(claims["jti"]?.string))
        }
        #expect(codes.count == 2)
        #expect(codes.allSatisfy { $0.utf8.count == 22 })
    }

    @Test func `PAY-13 without an authenticated person no payment is signed, a money order is not held to it`() throws {
        try hold()
        let payment = try wallet.proposal(for: try link([try entry()]).link)
        let choice = try #require(payment.recommendation)
        #expect(throws: WalletKitError.authenticationMissing) { try wallet.response(to: payment, choice: choice) }
        let order = try wallet.proposal(for: try link([try entry("money-order")]).link)
        let response = try wallet.response(to: order, choice: try #require(order.recommendation))
        #expect(try bindings(response)["person"]?.contains("amr") == false)
    }

    @Test func `PAY-22 an identity card of a state signs nothing, and another credential is chosen for it`() throws {
        let card = try hold(type: "urn:eudi:pid:1")
        var query = try #require(Self.query("person").object)
        query["meta"] = ["vct_values": ["urn:eudi:pid:1", .string(TestPost.type)]]
        let (link, _) = try link([try entry()], queries: [.object(query)])
        let alone = try wallet.proposal(for: link)
        #expect(alone.recommendation == nil)
        #expect(alone.fault?.refusal.code == "transaction_data_not_available")
        let choice = try alone.match.choice()
        #expect(throws: WalletKitError.openID4VP(.transactionData(.notAvailable(entry: 0)))) {
            try wallet.response(to: alone, choice: choice, authenticatedBy: Self.methods)
        }
        try wallet.decline(alone)
        #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data")

        let other = try hold(seed: 2)
        let both = try wallet.proposal(for: link)
        #expect(both.recommendation?.answers.map(\.credentialID) == [other.id])
        let pick = try both.match.choice([DCQLPick(queryID: "person", credentialID: card.id)])
        #expect(throws: WalletKitError.self) { try both.signing(pick) }
    }

    @Test func `PAY-22 beside an identity card the other credential signs, in one query or in two`() throws {
        let card = try hold(type: "urn:eudi:pid:1")
        let other = try hold(seed: 2)
        var query = try #require(Self.query("person").object)
        query["meta"] = ["vct_values": ["urn:eudi:pid:1", .string(TestPost.type)]]
        let (two, _) = try link([try entry()], queries: [.object(query), Self.query("card", type: "urn:eudi:pid:1")])
        let answers = try #require(try wallet.proposal(for: two).recommendation?.answers)
        #expect(answers.map(\.queryID) == ["person", "card"])
        #expect(answers.map(\.credentialID) == [other.id, card.id])

        query["multiple"] = true
        let proposal = try wallet.proposal(for: try link([try entry()], queries: [.object(query)]).link)
        let choice = try proposal.match.choice([
            DCQLPick(queryID: "person", credentialID: card.id), DCQLPick(queryID: "person", credentialID: other.id),
        ])
        #expect(proposal.signer(of: "person", in: choice) == other.id)
        let response = try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
        guard case .presentations(let token) = response.content else { return }
        let signs = try #require(token.answers.first?.presentations).map { text in
            let payload = text.split(separator: "~").last?.split(separator: ".").dropFirst().first ?? ""
            return String(decoding: try Base64URL.decode(String(payload)), as: UTF8.self).contains("transaction_data")
        }
        #expect(signs == [false, true])
    }

    @Test func `TXD-02 of several options one is chosen whose credential can sign`() throws {
        try hold()
        let queries = [Self.query("cheap", claims: []), Self.query("dear", claims: ["given_name", "family_name"])]
            .map { query in
                var object = query.object ?? [:]
                if object["claims"] == [] { object["claims"] = nil }
                return JSONValue.object(object)
            }
        let sets: JSONValue = [["options": [["cheap"], ["dear"]]]]
        let (link, _) = try link([try entry(ids: ["dear"])], queries: queries, sets: sets)
        let proposal = try wallet.proposal(for: link)
        #expect(proposal.match.recommendation?.answers.map(\.queryID) == ["cheap"])
        #expect(proposal.recommendation?.answers.map(\.queryID) == ["dear"])
    }

    @Test func `TXD-02 of optional credentials as many are chosen as are needed to sign, and no more`() throws {
        try hold()
        let queries = ["left", "right", "other"].map { Self.query($0) }
        let sets: JSONValue = .array(
            ["left", "right", "other"].map { ["required": false, "options": [[.string($0)]]] })
        let (both, _) = try link(
            [try entry(ids: ["left"]), try entry("money-order", ids: ["right"])], queries: queries, sets: sets)
        #expect(try wallet.proposal(for: both).recommendation?.answers.map(\.queryID) == ["left", "right"])
        let (one, _) = try link([try entry(ids: ["other"])], queries: queries, sets: sets)
        #expect(try wallet.proposal(for: one).recommendation?.answers.map(\.queryID) == ["other"])
    }

    /// So many credentials that may be shown or left out, and entries that each of them is named in, in turn.
    private func wide(
        _ count: Int, entries: Int, from first: Int = 0, type: String = TestPost.type
    ) throws -> String {
        let names = (0..<count).map { "q\($0)" }
        return try link(
            (0..<entries).map { number in
                var entry = try entry("money-order", ids: [names[first + number % (count - first)]])
                var payload = entry["payload"]?.object ?? [:]
                payload["transaction_id"] = .string("MO-\(number)")
                entry["payload"] = .object(payload)
                return entry
            },
            queries: names.map { Self.query($0, type: type) },
            sets: .array(names.map { ["required": false, "options": [[.string($0)]]] })
        ).link
    }

    @Test(arguments: [(10, 1, 9, false), (11, 1, 10, true), (5, 16, 0, false), (7, 16, 0, true)])
    func `TXD-02 when there are too many combinations the wallet says so, and an answer can be chosen by hand`(
        count: Int, entries: Int, first: Int, gaveUp: Bool
    ) throws {
        let held = try hold()
        let proposal = try wallet.proposal(for: try wide(count, entries: entries, from: first))
        let picks = (first..<count).map { DCQLPick(queryID: "q\($0)", credentialID: held.id) }
        #expect(proposal.gaveUp == gaveUp)
        #expect(proposal.recommendation?.answers.map(\.queryID) == (gaveUp ? nil : picks.map(\.queryID)))
        #expect(proposal.fault == (gaveUp ? .tooManyCombinations : nil))
        let choice = try proposal.match.choice(picks)
        #expect(try proposal.signing(choice).shares.map(\.queryID) == picks.map(\.queryID))
        try wallet.decline(proposal)
        #expect(try test.network.forms.last?.single("error") == "access_denied", "nothing is missing")
    }

    @Test func `TXD-02 when no credential may sign an entry no combination has to be looked at`() throws {
        try hold(type: "urn:eudi:pid:1")
        let proposal = try wallet.proposal(for: try wide(11, entries: 1, type: "urn:eudi:pid:1"))
        #expect(proposal.match.recommendation != nil)
        #expect(!proposal.gaveUp && proposal.recommendation == nil)
        try wallet.decline(proposal)
        #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data")
    }

    @Test func `TXD-02 DSEL-10 an unknown type refuses the whole request, which is told after the person was asked`()
        throws
    {
        try hold()
        var unknown = try entry()
        unknown["type"] = "urn:example:unknown"
        let proposal = try wallet.proposal(for: try link([try entry(), unknown]).link)
        #expect(test.network.forms.isEmpty)
        #expect(proposal.recommendation == nil)
        #expect(proposal.fault?.refusal.code == "transaction_data_unknown_type")
        let choice = try proposal.match.choice()
        #expect(throws: WalletKitError.self) {
            try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
        }
        #expect(proposal.isUnanswerable)
        let lines = try wallet.history().count
        wallet.noteUnanswered(proposal)
        #expect(try wallet.history().last?.refusal?.code == "transaction_data_unknown_type", "of whom nothing was told")
        try wallet.decline(proposal)
        #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data")
        #expect(try wallet.history().last?.refusal?.code == "transaction_data_unknown_type")
        let readable = try wallet.proposal(for: try link([try entry()]).link)
        wallet.noteUnanswered(readable)
        #expect(try wallet.history().count == lines + 2, "what can be read leaves no such line")
    }

    @Test func `TXD-02 what every wallet would refuse is refused at once`() throws {
        var broken = try entry()
        broken["payload"] = [:]
        let bad = try link([broken]).link
        #expect(throws: WalletKitError.self) { try wallet.proposal(for: bad) }
        #expect(try test.network.forms.last?.single("error") == "invalid_transaction_data")
        #expect(throws: WalletKitError.self) { try wallet.proposal(for: bad, tellsVerifier: false) }
        #expect(test.network.forms.count == 1, "a trial tells nobody")
    }

    @Test func `PAY-18 a payment in a request that nobody signed is refused`() throws {
        try hold()
        let text = TransactionData.encoded(try entry())
        let link = try TestWallet.request { $0.append(FormField("transaction_data", "[\"\(text)\"]")) }
        #expect(throws: WalletKitError.openID4VP(.transactionData(.unsignedRequest))) { try wallet.proposal(for: link) }
    }

    @Test func `PAY-21 the history names the payment service too, and not what else was sent`() throws {
        try hold()
        var entry = try entry()
        var payload = entry["payload"]?.object ?? [:]
        payload["pisp"] = ["legal_name": "Pay Service SA", "brand_name": "PayS", "domain_name": "pays.example"]
        entry["payload"] = .object(payload)
        let proposal = try wallet.proposal(for: try link([entry, try self.entry("login")]).link)
        try wallet.decline(proposal)
        let line = try #require(try wallet.history().last)
        #expect(line.event == .declined)
        #expect(line.details.first?.hasSuffix(": Post Office Nairobi, Pay Service SA") == true)
        #expect(line.details.last?.hasSuffix(": Harbour Bank Online") == true)
        for other in ["23.58", "KE-POST-0001", "pays.example", "daily limit"] {
            #expect(!line.json.text.contains(other), "\(other)")
        }
    }

    @Test func `PAY-21 the history names the transaction and the payee, whether it was taken or not`() throws {
        try hold()
        let (link, _) = try link([try entry()])
        let proposal = try wallet.proposal(for: link)
        let choice = try #require(proposal.recommendation)
        let response = try wallet.response(to: proposal, choice: choice, authenticatedBy: Self.methods)
        _ = try wallet.send(response, for: proposal, choice: choice)
        test.network.answer.withLock { $0 = .json([:], status: 400) }
        #expect(throws: WalletKitError.self) { try wallet.send(response, for: proposal, choice: choice) }
        let line = "Payment Confirmation 8D8AC610-566D-4EF0-9C22-186B2A5ED793: Post Office Nairobi"
        let entries = try wallet.history().suffix(2)
        #expect(entries.map(\.event) == [.presented, .refused])
        #expect(entries.allSatisfy { $0.details.first == line })
        #expect(entries.allSatisfy { !$0.json.text.contains("23.58") }, "PAY-21 names no amount")
    }
}
