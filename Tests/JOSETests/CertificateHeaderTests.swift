import Bytes
import Certificates
import JOSE
import JSON
import TestSupport
import Testing

@Suite struct CertificateHeaderTests {
    private func chain(_ thumbprint: JSONValue?) throws -> [Certificate] {
        var header: JSONObject = ["alg": "ES256", "x5c": JOSEHeader.x5c([try TestPost().leaf])]
        header["x5t#S256"] = thumbprint
        return try JOSEHeader(header).certificateChain()
    }

    @Test func `X5C-05 a thumbprint beside x5c must be that of the first certificate`() throws {
        let post = try TestPost()
        #expect(try chain(nil).count == 1)
        #expect(try chain(.string(Base64URL.encode(post.leaf.fingerprint))).count == 1)
        for wrong: JSONValue in [
            .string(Base64URL.encode(post.root.fingerprint)), .string(Base64.encode(post.leaf.fingerprint)), "", 1,
            .null,
        ] {
            #expect(throws: JOSEError.certificateThumbprint) { try chain(wrong) }
        }
    }
}
