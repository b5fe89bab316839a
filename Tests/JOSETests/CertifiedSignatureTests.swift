import Bytes
import Certificates
import JSON
import TestSupport
import Testing

@testable import JOSE

/// Signatures by the key of a certificate that a policy names, where that may be one of P-384 (LOT-01).
@Suite struct CertifiedSignatureTests {
    // Made with OpenSSL for these tests; the key was thrown away.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIICCTCCAZCgAwIBAgIUdWWg9riEZV6cKfiJoi4qRi3sm/YwCgYIKoZIzj0EAwMw
        OzELMAkGA1UEBhMCR1IxFjAUBgNVBAoMDVNjaGVtZSBvZiBLZWExFDASBgNVBAMM
        C0xpc3Qgc2lnbmVyMCAXDTI2MTEyODEyNTEwMVoYDzIxMjYxMTA0MTI1MTAxWjA7
        MQswCQYDVQQGEwJHUjEWMBQGA1UECgwNU2NoZW1lIG9mIEtlYTEUMBIGA1UEAwwL
        TGlzdCBzaWduZXIwdjAQBgcqhkjOPQIBBgUrgQQAIgNiAARouJ0oz37a81+Zf/xg
        Ln3W4hSvO49xPeg7j4QxMfZJw28k0LofiynJ1KwSM5k10XECySQgRVbpblgdfRJj
        R0ESdnBoFvvP/nW9H0F7DbzDjhgtgNGR42HCvrIwx4Zv+4OjUzBRMB0GA1UdDgQW
        BBS8dI14XwxVeehpiRoDCIn2TzZOUzAfBgNVHSMEGDAWgBS8dI14XwxVeehpiRoD
        CIn2TzZOUzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMDA2cAMGQCMGm6Okhe
        DdD2dy0SXn9oM3HSfGEXDuA33uhX+pGqaywcY/tz7vPMDyN8bKsGWrGY8AIwFpUt
        +x3kl3kXawnZPti3ebaxY85Lsr+xK6KC+WVVUctPyezXYwui2w22CbBV30oe
        -----END CERTIFICATE-----
        """
    private static let token =
        "eyJhbGciOiJFUzM4NCJ9.eyJsaXN0IjoxfQ."
        + "iL09GbKq8kL48zNa18Y6Mf7DEtYWBwjuSXn9Jzl21N1_06MpC3PAOZLZz7N3EZIZBymcDrv8R9QXpG0VkRLI6cWFIzHuT89YqZKjxkGjv3Eww"
        + "WDjZ06-JezrCRWR0bvm"

    private let signer: Certificate

    init() throws { signer = try #require(try PEM.certificates(in: Self.certificate).first) }

    private func payload(
        _ token: String = token, by certificate: Certificate? = nil,
        allowing algorithms: [SignatureAlgorithm] = [.es256, .es384]
    ) throws(JOSEError) -> [UInt8] {
        try CompactJWS(parsing: token).payloadBytes(signedByKeyOf: certificate ?? signer, allowing: algorithms)
    }

    @Test func `LOT-01 ES384 by the key of the certificate is good, over exactly what was signed`() throws {
        #expect(try payload() == Array(#"{"list":1}"#.utf8))
        let other = Self.token.replacing("eyJsaXN0IjoxfQ", with: "eyJsaXN0IjoyfQ")
        #expect(throws: JOSEError.signatureInvalid) { try payload(other) }
        #expect(throws: JOSEError.signatureInvalid) { try payload(by: try TestPost().root) }
    }

    @Test func `LOT-01 JOSE-12 ES384 counts only where it is allowed, with the length that it has`() throws {
        #expect(throws: JOSEError.algorithmNotAllowed(.es384, allowed: [.es256])) { try payload(allowing: [.es256]) }
        let short = String(Self.token.dropLast(4))
        #expect(throws: JOSEError.signatureLength(bytes: 93, expected: 96)) { try payload(short) }
    }

    @Test func `LOT-01 other algorithms are checked as everywhere, and by a key that has them`() throws {
        let post = try TestPost()
        let token = try CompactJWS.signed(header: [:], payload: ["list": 1], by: post.key)
        #expect(try payload(token, by: post.leaf) == Array(#"{"list":1}"#.utf8))
        #expect(throws: JOSEError.signatureInvalid) { try payload(token, by: post.root) }
        #expect(throws: JOSEError.self, "a key of P-384 makes no ES256") { try payload(token) }
    }
}
