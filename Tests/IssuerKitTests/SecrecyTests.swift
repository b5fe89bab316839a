import Bytes
import Certificates
import Cryptography
import HTTP
import JSON
import OpenID4VCI
import Rules
import SQLite
import TestSupport
import Testing

@testable import IssuerKit

/// After whole flows, good and bad: what went through the issuer stands in none of its files and none of its lines.
@Suite struct SecrecyTests {
    @Test func `HTTP-08 PROOF-10 SEC-32 TOKEN-21 no claim, code, token, nonce or proof is in the database or the log`()
        throws
    {
        let folder = try TemporaryFolder()
        let database = try Database(
            at: folder.file("issuer.db"), DatabaseConfiguration(.createNew), schema: SQLiteIssuerStore.schema)
        let issuer = try TestIssuer(database: database)
        let canary = "Canary-9f8e7d"
        let claims: JSONObject = ["box_id": .string(canary), "office": "Kea 1", "valid_until": "2027-01-31"]
        let redeemed = try issuer.offer("po-box", claims, code: .digits(8, prompt: nil))
        let open = try issuer.offer("po-box", claims, code: .digits(8, prompt: nil))
        let code = try issuer.code(redeemed)
        _ = issuer.redeem(code, transactionCode: "wrong-5a5a5a5a")
        let token = try TokenResponse(
            try JSONValue(parsing: issuer.redeem(code, transactionCode: redeemed.transactionCode).body),
            usedDetails: false)
        let (used, unused) = (try issuer.nonce(), try issuer.nonce())
        let key = try SoftwareKey(generating: .p256)
        let request = try issuer.request(keys: [key], nonce: used)
        let answer = issuer.credential(request, bearer: token.accessToken)
        #expect(answer.status == 200)
        _ = issuer.credential(request, bearer: token.accessToken)
        _ = issuer.credential(["x": 1], bearer: token.accessToken)
        let credential = try CredentialResponse(try JSONValue(parsing: answer.body), limit: 1).credentials[0]
        let secrets = [
            canary, code, try issuer.code(open), try #require(redeemed.transactionCode), "wrong-5a5a5a5a",
            try #require(open.transactionCode), token.accessToken, used, unused, String(credential.prefix(40)),
            String(redeemed.link.suffix(40)), String(open.link.suffix(40)),
        ]
        let log = issuer.log.joined(separator: "\n")
        #expect(issuer.log.count == 5)
        for secret in secrets {
            #expect(!log.contains(secret), "a secret is in the log")
            for name in folder.names where name.hasPrefix("issuer.db") {
                let bytes = try #require(folder.bytes(of: name))
                #expect(!contains(bytes, Array(secret.utf8)), "a secret is in \(name)")
            }
        }
        // The search itself finds what is there.
        #expect(folder.names.contains { contains(folder.bytes(of: $0) ?? [], Array(redeemed.issuance.utf8)) })
        #expect(log.contains(redeemed.issuance))
    }

    @Test func `TOKEN-12 what is sealed opens with its own text only`() throws {
        let secret = OneTimeSecret(.code, random: SystemRandom())
        let sealed = try secret.sealed([1, 2, 3], random: SystemRandom())
        #expect(try secret.opened(sealed) == [1, 2, 3])
        for other in [OneTimeSecret(.code, random: SystemRandom()), OneTimeSecret(.token, text: secret.text)] {
            #expect(throws: IssuerKitError.self) { try other.opened(sealed) }
            #expect(other.digest != secret.digest)
        }
        #expect(throws: IssuerKitError.self) { try secret.opened(Array(sealed.dropLast())) }
        #expect(throws: IssuerKitError.self) { try secret.opened([]) }
        #expect(secret.tag(of: "123456") != secret.tag(of: "123457"))
    }

    @Test func `SEC-15 issuer keys are two, certified, and not self-signed`() throws {
        let (one, two) = (try SoftwareKey(generating: .p256), try SoftwareKey(generating: .p256))
        func certificate(_ key: SoftwareKey, by other: SoftwareKey) throws -> CertifiedKey {
            let template = CertificateTemplate(
                commonName: "x", key: key.publicKey, serialNumber: [1], notBefore: TestIssuer.start,
                notAfter: TestIssuer.start + 1)
            var rootTemplate = CertificateTemplate(
                commonName: "root", key: other.publicKey, serialNumber: [2], notBefore: TestIssuer.start,
                notAfter: TestIssuer.start + 1)
            rootTemplate.authority = .init(pathLength: 0)
            let root = try rootTemplate.selfSigned(with: other)
            return try CertifiedKey(key: key, chain: [try template.issued(by: root, signedWith: other)])
        }
        let good = try certificate(one, by: two)
        #expect(throws: IssuerKitError.keys(.sameKeyTwice)) { try IssuerKeys(credentials: good, status: good) }
        #expect(throws: IssuerKitError.keys(.foreignCertificate)) { try CertifiedKey(key: two, chain: good.chain) }
        #expect(throws: IssuerKitError.keys(.foreignCertificate)) { try CertifiedKey(key: two, chain: []) }
        let own = CertificateTemplate(
            commonName: "x", key: one.publicKey, serialNumber: [1], notBefore: TestIssuer.start,
            notAfter: TestIssuer.start + 1)
        let selfSigned = try own.selfSigned(with: one)
        #expect(throws: IssuerKitError.keys(.selfSigned)) { try CertifiedKey(key: one, chain: [selfSigned]) }
    }

    private func contains(_ bytes: [UInt8], _ piece: [UInt8]) -> Bool {
        guard let first = piece.first, bytes.count >= piece.count else { return false }
        for start in 0...(bytes.count - piece.count) where bytes[start] == first {
            if bytes[start..<start + piece.count].elementsEqual(piece) { return true }
        }
        return false
    }
}
