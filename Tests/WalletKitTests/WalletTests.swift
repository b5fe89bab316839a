import CredentialModel
import Cryptography
import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VCI
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import Synchronization
import TestSupport
import Testing
import Trust

@testable import WalletKit

@Suite struct WalletTests {
    private let test: TestWallet

    init() throws { test = try TestWallet() }

    private func holdOne() throws -> HeldCredential {
        try test.wallet.add(try test.post.credential(), key: test.post.holder).credential
    }

    /// Makes and sends the recommended answer to a request.
    private func present(_ link: String) throws -> PresentationProposal {
        let proposal = try test.wallet.proposal(for: link)
        let choice = try proposal.match.choice()
        _ = try test.wallet.send(try test.wallet.response(to: proposal, choice: choice), for: proposal, choice: choice)
        return proposal
    }

    /// What a page calls the Digital Credentials API with, unsigned.
    private func call(_ claims: [String] = ["given_name"]) throws -> DigitalCredentialRequest {
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                    "claims": .array(claims.map { ["path": [.string($0)]] }),
                ]
            ]
        ]
        return try DigitalCredentialRequest(
            .unsigned,
            data: [
                "response_type": "vp_token", "response_mode": "dc_api", "nonce": "n-0S6_WzA2MjAAAAAA",
                "dcql_query": query,
            ])
    }

    @Test func `DP-05 DP-06 a page gets an answer that is bound to its origin, and nothing is sent anywhere`() throws {
        _ = try holdOne()
        let origin = try WebOrigin("https://shop.example")
        let proposal = try test.wallet.proposal(for: try call(), from: origin)
        let choice = try proposal.match.choice()
        let response = try test.wallet.response(to: proposal, choice: choice)
        try test.wallet.noteHandedOver(choice, for: proposal)
        let answer = try DigitalCredentialAnswer(response, to: .unsigned, encryptedTo: proposal.request.encryption)
        let text = answer.data["vp_token"]?["person"]?[0]?.string ?? ""
        let claims = try #require(KeyBindingJWT.uncheckedClaims(in: Array(text.utf8), limits: .default))
        #expect(claims["aud"] == "origin:https://shop.example")
        #expect(answer.data["state"] == nil, "DP-03")
        #expect(test.network.sent.withLock { $0.isEmpty })
        #expect(try test.wallet.history().last?.event == .handedOver)
        #expect(throws: WalletKitError.self, "there is no URL to send it to") {
            try test.wallet.send(response, for: proposal, choice: choice)
        }
        #expect(test.network.sent.withLock { $0.isEmpty })
    }

    @Test func `ERR-03 DSEL-10 a page learns neither of a refusal nor of what is missing: it is as if cancelled`()
        throws
    {
        _ = try holdOne()
        let origin = try WebOrigin("https://shop.example")
        let broken = try DigitalCredentialRequest(.unsigned, data: ["response_mode": "dc_api"])
        #expect(throws: WalletKitError.self) { try test.wallet.proposal(for: broken, from: origin) }
        let missing = try test.wallet.proposal(for: try call(["none"]), from: origin)
        #expect(missing.recommendation == nil)
        for proposal in [missing, try test.wallet.proposal(for: try call(), from: origin)] {
            let redirect = try test.wallet.decline(proposal)
            #expect(redirect == nil)
        }
        #expect(test.network.sent.withLock { $0.isEmpty })
        #expect(try test.wallet.history().map(\.event) == [.added, .refused, .declined, .declined])
    }

    @Test func `CRED-26 a credential is verified before it is stored`() throws {
        let held = try holdOne()
        #expect(held.type == TestPost.type)
        #expect(try test.wallet.credentials().map(\.id) == [held.id])
        #expect(try test.wallet.credential(String(held.id.prefix(4))).id == held.id)
        #expect(try test.wallet.report(on: held).isAccepted)
        #expect(try test.wallet.keys().map(\.credentialID) == [held.id])
        #expect(try test.wallet.history().map(\.event) == [.added])
    }

    @Test func `CRED-26 nothing is stored of a credential that does not verify`() throws {
        var claims = TestPost.claims
        claims["exp"] = 5
        let expired = try test.post.credential(claims: claims)
        #expect(throws: WalletKitError.self) { try test.wallet.add(expired, key: test.post.holder) }
        let text = try test.post.credential()
        #expect(throws: WalletKitError.keyMissing(credential: "in the file")) { try test.wallet.add(text, key: nil) }
        #expect(throws: WalletKitError.notACredential) { try test.wallet.add("hello", key: nil) }
        #expect(try test.wallet.credentials().isEmpty)
        #expect(try test.wallet.keys().isEmpty)
    }

    @Test(arguments: ["https://post.example", "https://post.example/kea"])
    func `CRED-27 a credential may come from the host of the issuer that it names`(giver: String) throws {
        let (_, verified) = try test.wallet.verifiedForKeeping(try test.post.credential())
        try test.wallet.requireIssuer(of: verified, isAt: try IssuerIdentifier(giver, hosts: .publicHosts))
    }

    @Test func `CRED-27 a credential in the name of an issuer elsewhere is refused, unless the trust folder names it`()
        throws
    {
        let giver = try IssuerIdentifier("https://printer.example", hosts: .publicHosts)
        let (_, certified) = try test.wallet.verifiedForKeeping(try test.post.credential())
        #expect(throws: WalletKitError.otherIssuer(claimed: "post.example", host: "printer.example")) {
            try test.wallet.requireIssuer(of: certified, isAt: giver)
        }
        let named = TrustEntry(
            id: "kea-post", name: "Post of Kea", purposes: [.postalIssuer], types: [TestPost.type],
            keys: [
                .keySet(
                    issuer: "https://post.example", keys: JWKSet([JWK(publicKey: test.post.key.publicKey)]))
            ], source: "test")
        // An imported list has ids of its own, and decides by the entity.
        let imported = TrustEntry(
            id: "eu.1", name: named.name, purposes: named.purposes, types: named.types, keys: named.keys,
            source: "test", entity: "Post of Kea")
        for entry in [named, imported] {
            let wallet = test.wallet(trust: TrustStore(entries: [entry]))
            let (_, listed) = try wallet.verifiedForKeeping(
                try test.post.credential(header: ["typ": "dc+sd-jwt"]))
            try wallet.requireIssuer(of: listed, isAt: giver)
        }
    }

    @Test func `SEC-33 what another process has deleted meanwhile is not found, and not called damaged`() throws {
        let held = try holdOne()
        try test.wallet.delete(held)
        let gone = WalletKitError.notFound(what: "credential", prefix: held.id)
        #expect(throws: gone) { try test.wallet.report(on: held) }
        #expect(throws: gone) { try test.wallet.text(of: held) }
    }

    @Test func `EXP-04 the same credential is not stored twice`() throws {
        let held = try holdOne()
        #expect(throws: WalletKitError.alreadyHeld(id: held.id)) { try holdOne() }
    }

    @Test func `DSEL-06 a presentation reveals what was asked and nothing else`() throws {
        _ = try holdOne()
        let proposal = try present(try TestWallet.request())
        let form = try #require(test.network.forms.first)
        let token = try VPToken(try JSONValue(parsing: try form.single("vp_token") ?? ""))
        let report = PresentationVerifier(trust: test.post.trust(), status: NoStatusSource(why: "test")).report(
            on: token,
            expectation: PresentationExpectation(
                audience: proposal.request.client.text, nonce: proposal.request.nonce, query: proposal.request.query),
            at: TestPost.time)
        #expect(report.isAccepted, "\(report.refusals)")
        #expect(report.credentials.first?.claims?["given_name"] == "Ada")
        #expect(report.credentials.first?.claims?["family_name"] == nil)
        #expect(try form.single("state") == "af0ifjsldkj")
        #expect(try test.wallet.history().last?.event == .presented)
        #expect(try test.wallet.history().last?.details == ["\(TestPost.type): given_name"])
    }

    @Test func `SDPRV-01 a copy that one verifier has seen is shown to no other`() throws {
        let held = try holdOne()
        for _ in 0..<2 { _ = try present(try TestWallet.request()) }
        #expect(try test.wallet.credential(held.id).unusedCopies == 0)
        #expect(try test.wallet.proposal(for: try TestWallet.request(from: "shop.example")).recommendation == nil)
    }

    @Test func `SEC-33 F-07 who lists while another process adds and deletes is not disturbed`() throws {
        _ = try holdOne()
        let (wallet, post) = (test.wallet, test.post)
        let busy = Background {
            (2...8 as ClosedRange<UInt64>).allSatisfy { seed in
                guard let text = try? post.credential(seed: seed),
                    let item = try? wallet.add(text, key: post.holder)
                else { return false }
                return (try? wallet.delete(item.credential)) != nil
            }
        }
        let isDone = Counter()
        let waiting = Background {
            let result = busy.value()
            isDone.increment()
            return result
        }
        while isDone.value == 0 {
            #expect(try wallet.credentials().count >= 1)
            #expect(try wallet.history().count >= 1)
        }
        #expect(waiting.value() == true)
        #expect(try wallet.credentials().count == 1)
    }

    @Test(arguments: ["bank.example", "shop.example"])
    func `SDPRV-01 a copy that another process takes at the same moment goes to one verifier only`(host: String) throws
    {
        _ = try holdOne()
        let own = try test.wallet.proposal(for: try TestWallet.request())
        let other = try test.wallet.proposal(for: try TestWallet.request(from: host))
        let wallet = test.wallet
        let slower = test.wallet(
            random: InterruptedRandom {
                guard let choice = other.recommendation else { return }
                _ = try? wallet.response(to: other, choice: choice)
            })
        let choice = try own.match.choice()
        if other.request.client == own.request.client {
            _ = try slower.response(to: own, choice: choice)
        } else {
            let credential = try #require(choice.answers.first?.credentialID)
            #expect(throws: WalletKitError.noUnusedCopy(credential: credential)) {
                try slower.response(to: own, choice: choice)
            }
        }
    }

    @Test func `ERR-02 DSEL-10 declining and having nothing look the same to the verifier`() throws {
        let nothing = try test.wallet.proposal(for: try TestWallet.request())
        #expect(nothing.recommendation == nil)
        try test.wallet.decline(nothing)
        _ = try holdOne()
        let declined = try test.wallet.proposal(for: try TestWallet.request())
        #expect(declined.recommendation != nil)
        try test.wallet.decline(declined)
        let forms = test.network.forms
        #expect(forms.count == 2)
        #expect(forms.first == forms.last)
        #expect(try forms.first?.single("error") == "access_denied")
    }

    @Test(arguments: [true, false])
    func `DSEL-10 DCQL-09 too much work to match is told after the person was asked, as if nothing were held`(
        tellsVerifier: Bool
    ) throws {
        let query = JSONValue.object(HardQuery.json { TestBank.query($0) })
        let link = try TestWallet.request { $0[6] = FormField("dcql_query", query.text) }
        let nothing = try test.wallet.proposal(for: link)
        _ = try holdOne()
        let proposal = try test.wallet.proposal(for: link, tellsVerifier: tellsVerifier)
        #expect(test.network.sent.withLock { $0.isEmpty }, "nothing is sent before the person was asked")
        #expect(proposal.fault?.refusal.code == "too_much_work" && proposal.isUnanswerable)
        #expect(nothing.fault == nil && !nothing.isUnanswerable)
        #expect(proposal.recommendation == nil && !proposal.gaveUp && proposal.lookUps.isEmpty)
        test.wallet.noteUnanswered(proposal)
        #expect(try test.wallet.history().last?.event == .refused)
        #expect(try test.wallet.history().last?.refusal?.code == "too_much_work")
        try test.wallet.decline(nothing)
        try test.wallet.decline(proposal)
        #expect(try test.wallet.history().last?.refusal?.code == "too_much_work")
        let forms = test.network.forms
        #expect(forms.count == 2 && forms.first == forms.last)
        #expect(try forms.first?.single("error") == "access_denied")
    }

    @Test(
        arguments: [
            (#"{}"#, true), (#"{"sd-jwt_alg_values":["ES256"],"kb-jwt_alg_values":["ES256"]}"#, true),
            (#"{"sd-jwt_alg_values":["ES384"]}"#, false), (#"{"kb-jwt_alg_values":["Ed25519"]}"#, false),
        ])
    func `WM-02 REQ-12 a credential is offered only to a verifier that can check its signatures`(
        lists: String, isOffered: Bool
    ) throws {
        _ = try holdOne()
        let metadata = #"{"vp_formats_supported":{"dc+sd-jwt":\#(lists)}}"#
        let link = try TestWallet.request { $0.append(FormField("client_metadata", metadata)) }
        #expect((try test.wallet.proposal(for: link).recommendation != nil) == isOffered)
    }

    @Test func `WM-06 a verifier that asks for other formats alone is told so`() throws {
        let metadata = #"{"vp_formats_supported":{"mso_mdoc":{}}}"#
        let link = try TestWallet.request { $0.append(FormField("client_metadata", metadata)) }
        #expect(throws: WalletKitError.self) { try test.wallet.proposal(for: link) }
        #expect(try test.network.forms.first?.single("error") == "vp_formats_not_supported")
    }

    @Test func `ERR-01 a request whose sender is not authenticated is answered to nobody`() throws {
        let links = [
            try TestWallet.request { $0[0] = FormField("client_id", "x509_hash:abc") },
            try TestWallet.request { $0[0] = FormField("client_id", "origin:https://a.example") },
            try TestWallet.request { $0[3] = FormField("response_uri", "https://evil.example/") },
            try TestWallet.request { $0.append(FormField("state", "again")) },
        ]
        for link in links { #expect(throws: WalletKitError.self) { try test.wallet.proposal(for: link) } }
        #expect(test.network.forms.isEmpty)
    }

    @Test func `ERR-01 a malformed request of a known sender is answered with its code`() throws {
        let link = try TestWallet.request { $0[4] = FormField("nonce", "short") }
        #expect(throws: WalletKitError.self) { try test.wallet.proposal(for: link) }
        let form = try #require(test.network.forms.first)
        #expect(try form.single("error") == "invalid_request")
        #expect(try form.single("state") == "af0ifjsldkj")
        #expect(try test.wallet.history().last?.event == .refused)
    }

    @Test(arguments: [307, 400, 410, 500])
    func `RSP-04 an answer of the verifier other than 200 is told`(status: Int) throws {
        _ = try holdOne()
        test.network.answer.withLock { $0 = .json([:], status: status) }
        #expect(throws: WalletKitError.openID4VP(.endpointAnswer(status: status, code: nil))) {
            try present(try TestWallet.request())
        }
        #expect(try test.wallet.history().last?.refusal?.code == "endpoint_refused")
    }

    @Test(arguments: ["fragment", "query"])
    func `RSP-02 an answer for a browser is made into a link, and nothing is posted`(mode: String) throws {
        _ = try holdOne()
        let link = try TestWallet.request {
            $0[2] = FormField("response_mode", mode)
            $0[3] = FormField("redirect_uri", "https://bank.example/response")
        }
        let proposal = try test.wallet.proposal(for: link)
        let choice = try proposal.match.choice()
        let outcome = try test.wallet.send(
            try test.wallet.response(to: proposal, choice: choice), for: proposal, choice: choice)
        let url = try WebURL(parsing: try #require(outcome.redirectURI), limitBytes: 1 << 20)
        let form = try URLForm(parsing: (mode == "query" ? url.query : url.fragment) ?? "")
        let token = try VPToken(try JSONValue(parsing: try form.single("vp_token") ?? ""))
        #expect(token.answers.map(\.queryID) == ["person"])
        #expect(try form.single("state") == "af0ifjsldkj")
        #expect(url.text.hasPrefix("https://bank.example/response\(mode == "query" ? "?" : "#")"))
        #expect(!outcome.isDelivered)
        let declined = try #require(try test.wallet.decline(proposal))
        #expect(declined.contains("error=access_denied"))
        #expect(test.network.sent.withLock { $0.isEmpty })
        #expect(try test.wallet.history().map(\.event) == [.added, .handedOver, .declined])
    }

    @Test(arguments: ["javascript:alert(1)", "file:///etc/passwd", "/relative", "http://bank.example/"])
    func `RSP-05 a redirect that no browser should follow is refused`(address: String) throws {
        _ = try holdOne()
        test.network.answer.withLock { $0 = .json(["redirect_uri": .string(address)]) }
        #expect(throws: WalletKitError.self) { try present(try TestWallet.request()) }
    }

    @Test func `SDPRV-02 deleting removes copies and keys, and erasing empties the history`() throws {
        let held = try holdOne()
        try test.wallet.delete(held)
        #expect(try test.wallet.credentials().isEmpty)
        #expect(try test.wallet.keys().isEmpty)
        #expect(throws: WalletKitError.notFound(what: "credential", prefix: held.id)) {
            try test.wallet.credential(held.id)
        }
        #expect(try test.wallet.eraseHistory() == 2)
        #expect(try test.wallet.history().isEmpty)
    }

    @Test func `SEC-33 no claim, token or key is readable in the vault's files`() throws {
        _ = try holdOne()
        _ = try present(try TestWallet.request())
        let canaries = ["Okoro", TestPost.type, "bank.example", "given_name", "correct horse", "eyJh"]
        var read = 0
        for name in ["wallet.vault", "wallet.vault-wal", "wallet.vault-shm"] {
            guard let bytes = test.folder.bytes(of: name) else { continue }
            read += 1
            let text = String(decoding: bytes, as: Unicode.ASCII.self)
            for canary in canaries { #expect(!text.contains(canary), "\(canary) in \(name)") }
            let scalar = String(repeating: "S", count: 32)
            #expect(!text.contains(scalar), "the holder's key in \(name)")
        }
        #expect(read > 0)
    }

    @Test func `SEC-03 a credential as large as may be is stored and read again`() throws {
        var claims = TestPost.claims
        claims["portrait"] = .string(String(repeating: "A", count: 180 << 10))
        claims["signature"] = .string(String(repeating: "B", count: 180 << 10))
        let text = try test.post.credential(
            claims: claims, disclosable: TestPost.disclosable + [["portrait"], ["signature"]])
        #expect(text.utf8.count > 400 << 10)
        let held = try test.wallet.add(text, key: test.post.holder).credential
        #expect(try test.wallet.text(of: held) == text)
        #expect(try test.wallet.report(on: held).isAccepted)
    }
}
