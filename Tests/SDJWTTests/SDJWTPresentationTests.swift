import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport
import Testing

@Suite struct SDJWTPresentationTests {
    /// Disclosures 0 address, 1 street (in 0), 2 given_name, 3 list (an array), 4 its element, 5 an element in that.
    private func credential() throws -> ProcessedSDJWT {
        let claims: JSONObject = [
            "iss": "https://post.example", "address": ["street": "Hauptstrasse 1", "country": "DE"],
            "given_name": "Ada", "list": [["a", "b"], "c"],
        ]
        let template = SDJWTTemplate(disclosable: [
            ["address"], ["address", "street"], ["given_name"], ["list"], ["list", 0], ["list", 0, 1],
        ])
        let issued = try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(7)).issue(
            claims, template: template, header: ["typ": "example+sd-jwt"],
            holder: JWK(publicKey: Parties.holder().publicKey))
        return try CompactSDJWT(parsing: issued.text).processed()
    }

    @Test func `SDJWT-20 Disclosures know the one that they lie in`() throws {
        let credential = try credential()
        #expect(credential.disclosures.map(\.parent) == [nil, 0, nil, nil, 3, 4])
        #expect(credential.disclosures.map(\.disclosure.name) == ["address", "street", "given_name", "list", nil, nil])
    }

    @Test(arguments: 0..<64)
    func `SDJWT-53 any subset with its ancestors verifies and shows exactly its claims`(subset: Int) throws {
        let credential = try credential()
        let chosen = Set((0..<6).filter { subset >> $0 & 1 == 1 })
        let complete = credential.withAncestors(of: chosen)
        let text = try credential.presentation(disclosing: complete).bound(
            by: Parties.holder(), audience: Parties.verifier, nonce: Parties.nonce, at: Parties.now)
        var log = StepLog()
        let presentation = try Parties.verifier().verified(text, log: &log)
        let payload = presentation.credential.payload
        #expect(log.isSound)
        #expect(payload.contains("address") == complete.contains(0))
        #expect((payload["address"]?["street"] != nil) == complete.contains(1))
        #expect(payload.contains("given_name") == complete.contains(2))
        #expect(payload.contains("list") == complete.contains(3))
        let list: JSONValue =
            complete.contains(5) ? [["a", "b"], "c"] : complete.contains(4) ? [["a"], "c"] : ["c"]
        if complete.contains(3) { #expect(payload["list"] == list) }
        #expect(presentation.credential.disclosures.count == complete.count)
        #expect(presentation.keyBinding?.holderKey.publicKey == (try Parties.holder().publicKey))
    }

    @Test(arguments: 0..<64)
    func `SDJWT-53 a subset without an ancestor is not presented`(subset: Int) throws {
        let credential = try credential()
        let chosen = Set((0..<6).filter { subset >> $0 & 1 == 1 })
        let isComplete = credential.withAncestors(of: chosen) == chosen
        if isComplete {
            #expect(try credential.presentation(disclosing: chosen).text.hasSuffix("~"))
        } else {
            #expect(throws: SDJWTError.self) { try credential.presentation(disclosing: chosen) }
        }
    }

    @Test func `SDJWT-53 the missing ancestor is named`() throws {
        #expect(throws: SDJWTError.composition(.ancestorMissing(index: 5, parent: 4))) {
            try credential().presentation(disclosing: [3, 5])
        }
    }

    @Test(arguments: [6, -1])
    func `SDJWT-23 a Disclosure that is not there is refused`(index: Int) throws {
        let credential = try credential()
        #expect(throws: SDJWTError.composition(.noSuchDisclosure(index: index, count: 6))) {
            try credential.presentation(disclosing: [index])
        }
        #expect(credential.withAncestors(of: [index]).isEmpty)
    }

    @Test func `SDJWT-23 what is sent is what was issued, byte for byte and in its order`() throws {
        let credential = try credential()
        let parts = credential.received.text.split(separator: "~", omittingEmptySubsequences: false)
        let text = try credential.presentation(disclosing: [2, 0]).text
        #expect(text == "\(parts[0])~\(parts[1])~\(parts[3])~")
    }

    @Test func `KB-06 only the key in cnf may bind`() throws {
        let presentation = try credential().presentation(disclosing: [])
        #expect(throws: SDJWTError.composition(.notTheHoldersKey)) {
            try presentation.bound(by: Parties.issuer(), audience: "a", nonce: "n", at: Parties.now)
        }
    }

    @Test func `KB-06 a credential without cnf is not bound`() throws {
        let issued = try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(7)).issue(
            ["iss": "https://post.example"], template: .init(disclosable: []), header: [:])
        let presentation = try CompactSDJWT(parsing: issued.text).processed().presentation(disclosing: [])
        #expect(throws: SDJWTError.keyBinding(.noConfirmation)) {
            try presentation.bound(by: Parties.holder(), audience: "a", nonce: "n", at: Parties.now)
        }
    }

    @Test func `KB-11 extra claims are signed, and cannot replace the four`() throws {
        let text = try credential().presentation(disclosing: []).bound(
            by: Parties.holder(), audience: Parties.verifier, nonce: Parties.nonce, at: Parties.now,
            extraClaims: ["transaction_data_hashes": ["h"], "aud": "someone else"])
        var expectation = Parties.expectation()
        expectation.transactionData = .requested
        var log = StepLog()
        let binding = try Parties.verifier(.required(expectation)).verified(text, log: &log).keyBinding
        #expect(binding?.transactionDataHashes == ["h"])
        #expect(binding?.transactionDataHashAlgorithm == nil)
        #expect(binding?.issuedAt == Parties.now)
        #expect(binding?.claims["aud"] == .string(Parties.verifier))
    }
}
