import DCQL
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing

@testable import WalletKit

@Suite struct ClientIdentifierTests {
    @Test func `CID-12 the whole client identifier is the audience and stands in the history`() throws {
        let test = try TestWallet()
        _ = try test.wallet.add(try test.post.credential(), key: test.post.holder)
        let proposal = try test.wallet.proposal(for: try TestWallet.request())
        let choice = try proposal.match.choice()
        _ = try test.wallet.send(
            try test.wallet.response(to: proposal, choice: choice), for: proposal, choice: choice)
        let client = "redirect_uri:https://bank.example/response"
        #expect(proposal.request.client.text == client)
        let token = try VPToken(try JSONValue(parsing: try test.network.forms.first?.single("vp_token") ?? ""))
        let presentation = try #require(token.answers.first?.presentations.first)
        let keyBinding = try CompactJWS(parsing: String(presentation.split(separator: "~").last ?? ""))
        #expect(try keyBinding.uncheckedPayload()["aud"] == .string(client))
        #expect(try test.wallet.history().contains { $0.event == .presented && $0.party.contains(client) })
    }
}
