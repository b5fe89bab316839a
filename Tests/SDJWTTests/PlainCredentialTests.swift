import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport
import Testing

@Suite struct PlainCredentialTests {
    private func issued(_ template: SDJWTTemplate, by key: SoftwareKey) throws -> IssuedSDJWT {
        try SDJWTIssuer(key: key, random: SystemRandom())
            .issue(["iss": "https://post.example", "name": "Ada"], template: template, header: ["typ": "x+sd-jwt"])
    }

    @Test func `VC-07 where nothing is disclosable there is no digest and no Disclosure`() throws {
        let plain = try issued(SDJWTTemplate(disclosable: []), by: try SoftwareKey(generating: .p256))
        let payload = try CompactSDJWT(parsing: plain.text).issuerJWT.uncheckedPayload()
        #expect(payload["_sd"] == nil)
        #expect(plain.disclosures.isEmpty)
        #expect(plain.text.hasSuffix("~"))
        #expect(payload["name"] == "Ada")
    }

    @Test(arguments: HashAlgorithm.allCases)
    func `SDJWT-11 a verifier takes every hash function of the rules with every signature algorithm`(
        hash: HashAlgorithm
    ) throws {
        for curve in [KeyCurve.p256, .ed25519] {
            let key = try SoftwareKey(generating: curve)
            var template = SDJWTTemplate(disclosable: [["name"]])
            template.hashAlgorithm = hash
            var log = StepLog()
            let verifier = SDJWTVerifier(
                issuerKey: key.publicKey, validity: ValidityPolicy(at: TestPost.time, audience: .notChecked),
                keyBinding: .refused)
            let text = try issued(template, by: key).text
            #expect(try verifier.verified(text, log: &log).credential.payload["name"] == "Ada")
        }
    }
}
