import CredentialModel
import HTTP
import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VCI

@Suite struct CredentialOfferLinkTests {
    @Test(arguments: try vectors("openid4vci/offer.json"))
    func `OFFER-01 to OFFER-15 the vectors of openid4vci.offer`(vector: Vector) throws {
        do {
            let link = try CredentialOfferLink(parsing: vector["link"]?.string ?? "")
            try #require(vector.result == "valid", "read: \(link.host)")
            #expect(summary(link) == vector.test["output"])
        } catch let error as OpenID4VCIError {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description) || error.refusal.rule == "SEC-24", "\(error)")
        }
    }

    @Test func `OFFER-02 an https address that is claimed by agreement is read`() throws {
        let text = "https://wallet.example/offer?credential_offer_uri=https%3A%2F%2Fissuer.example%2Fo"
        let claimed = [try WebURL(parsing: "https://wallet.example/offer")]
        let link = try CredentialOfferLink(parsing: text, claimed: claimed)
        #expect(link == .reference(try WebURL(parsing: "https://issuer.example/o")))
        #expect(throws: OpenID4VCIError.offerLink(.scheme(found: "https"))) {
            try CredentialOfferLink(parsing: text, claimed: [try WebURL(parsing: "https://wallet.example/offe")])
        }
    }

    @Test func `OFFER-06 what is written is read back`() throws {
        let issuer = try IssuerIdentifier("https://issuer.example/a", hosts: .publicHosts)
        let code = TransactionCodeInput(mode: .numeric, length: 6, prompt: "From the counter & “receipt”")
        let offer = CredentialOffer(
            issuer: issuer, configurationIDs: ["a", "é"],
            grants: .init(
                preAuthorized: PreAuthorizedGrant(
                    code: "c+/=&%", transactionCode: code, authorizationServer: "https://as"),
                authorizationCode: AuthorizationCodeGrant(issuerState: "s", authorizationServer: nil)))
        let text = try CredentialOfferLink.value(offer).text()
        #expect(text.hasPrefix("openid-credential-offer://?credential_offer=%7B"))
        #expect(try CredentialOfferLink(parsing: text) == .value(offer))
        let reference = CredentialOfferLink.reference(try WebURL(parsing: "https://issuer.example/offers/x"))
        #expect(try CredentialOfferLink(parsing: try reference.text(scheme: "haip-vci")) == reference)
        #expect(reference.host == "issuer.example")
    }

    @Test func `HTTP-01 loopback issuers are for tests only`() throws {
        let offer = #"{"credential_issuer":"http://127.0.0.1:8080","credential_configuration_ids":["a"]}"#
        let bytes = Array(offer.utf8)
        #expect(try CredentialOffer(parsing: bytes, hosts: .loopbackToo).issuer.text == "http://127.0.0.1:8080")
        #expect(throws: OpenID4VCIError.self) { try CredentialOffer(parsing: bytes, hosts: .publicHosts) }
        let other = Array(offer.replacing("127.0.0.1", with: "10.0.0.1").utf8)
        #expect(throws: OpenID4VCIError.self) { try CredentialOffer(parsing: other, hosts: .loopbackToo) }
    }

    @Test func `OFFER-15 an offer of 65536 bytes is read, one more is not`() throws {
        func padded(to count: Int) -> [UInt8] {
            let head = #"{"credential_issuer":"https://i.example","credential_configuration_ids":["a"],"x":""#
            return Array((head + String(repeating: "y", count: count - head.utf8.count - 2) + #""}"#).utf8)
        }
        #expect(throws: Never.self) { try CredentialOffer(parsing: padded(to: 65_536), hosts: .publicHosts) }
        #expect(throws: OpenID4VCIError.self) { try CredentialOffer(parsing: padded(to: 65_537), hosts: .publicHosts) }
    }

    @Test func `SEC-04 no prefix of a link and no changed byte of an offer crashes`() throws {
        let text = try #require(try vectors("openid4vci/offer.json").first?["link"]?.string)
        for count in 0..<text.utf8.count {
            _ = try? CredentialOfferLink(parsing: String(text.utf8.prefix(count)) ?? "")
        }
        let offer = Array(
            #"{"credential_issuer":"https://i.example","credential_configuration_ids":["a"],"grants":{}}"#.utf8)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var bytes = offer
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = try? CredentialOffer(parsing: bytes, hosts: .publicHosts)
        }
    }

    private func summary(_ link: CredentialOfferLink) -> JSONValue {
        var summary = JSONObject()
        switch link {
        case .reference(let url): summary["reference"] = .string(url.text)
        case .value(let offer):
            let grant = offer.grants?.preAuthorized
            summary["issuer"] = .string(offer.issuer.text)
            summary["configurations"] = .array(offer.configurationIDs.map(JSONValue.string))
            summary["code"] = grant.map { .string($0.code) }
            summary["tx_code"] = .bool(grant?.transactionCode != nil)
            if let input = grant?.transactionCode, input != TransactionCodeInput() {
                summary["mode"] = .string(input.mode.rawValue)
                summary["length"] = input.length.map { .integer(Int64($0)) }
                summary["prompt"] = input.prompt.map { .string($0.description) }
            }
        }
        return .object(summary)
    }
}
