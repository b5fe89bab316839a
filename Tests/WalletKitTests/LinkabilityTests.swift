import CredentialModel
import Cryptography
import DCQL
import HTTP
import JSON
import OpenID4VP
import SDJWTVC
import TestSupport
import Testing
import Vault

@testable import WalletKit

/// What verifiers that compare notes could join on.
@Suite struct LinkabilityTests {
    private func strength(_ claims: JSONValue) -> Linkability.Strength {
        Linkability(traits: Linkability.traits(of: ClaimTree(plain: claims)), isRepeated: false).strength
    }

    @Test(
        arguments: [
            ["age_equal_or_over": ["18": true, "21": false]], ["nationalities": ["GR", "NG"]],
            ["iat": 1_795_478_400, "exp": 1_795_564_800, "vct": "urn:x", "iss": "https://post.example"], [:],
            ["method": "counter", "assurance": "high", "issuing_authority": "Post of Kea"],
        ] as [JSONValue])
    func `SDPRV-01 DSEL-14 what many share links nobody`(claims: JSONValue) { #expect(strength(claims) == .common) }

    @Test(
        arguments: [
            ["birthdate": "1990-04-01"], ["address": ["town": "Ioulis"]], ["age": 37],
            ["iat": 1_795_478_401], ["exp": 1_795_478_459],
        ] as [JSONValue])
    func `SDPRV-01 DSEL-14 what few share narrows, an exact time among it`(claims: JSONValue) {
        #expect(strength(claims) == .narrows)
    }

    @Test(
        arguments: [
            ["document_number": "AB1234567"], ["sub": "urn:example:7"], ["email": "ada@example.com"],
            ["identity_document": ["number": "1"]], ["account": ["iban": "GR16"]], ["tax_id": 123_456],
            ["given_name": "Ada", "birthdate": "1990-04-01"], ["portrait": "AAAAAAAA"],
        ] as [JSONValue])
    func `SDPRV-01 DSEL-14 a number identifies, and so do two things that narrow`(claims: JSONValue) {
        #expect(strength(claims) == .identifies)
    }

    @Test func `SDPRV-01 what differs from copy to copy, and what is not shown, does not count`() throws {
        let test = try TestWallet()
        _ = try test.wallet.add(try test.post.credential(), key: test.post.holder)
        let first = try test.wallet.proposal(for: try TestWallet.request(claims: ["given_name"]))
        let choice = try first.match.choice()
        let linkability = first.linkability(of: choice)
        #expect(linkability.traits.map(\.path.description).contains("given_name"))
        #expect(!linkability.traits.map(\.path.description).contains("family_name"))
        #expect(!linkability.isRepeated)
        _ = try test.wallet.response(to: first, choice: choice)
        let again = try test.wallet.proposal(for: try TestWallet.request(claims: ["given_name"]))
        #expect(again.linkability(of: try again.match.choice()).isRepeated)
        #expect(again.linkability(of: choice).json["repeated"] == true)
    }
}
