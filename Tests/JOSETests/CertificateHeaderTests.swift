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

    @Test func `JOSE-17 X5C-05 a chain has one certificate at least, no more than allowed and no larger ones`() throws {
        let leaf = try TestPost().leaf
        func chain(_ count: Int, _ limits: JOSELimits = .default) throws(JOSEError) -> Int {
            try JOSEHeader(["alg": "ES256", "x5c": JOSEHeader.x5c(Array(repeating: leaf, count: count))])
                .certificateChain(limits: limits).count
        }
        let most = JOSELimits.default.certificates
        #expect(try chain(1) == 1)
        #expect(try chain(most) == most)
        #expect(throws: JOSEError.certificateCount(0, limit: most)) { try chain(0) }
        #expect(throws: JOSEError.certificateCount(most + 1, limit: most)) { try chain(most + 1) }
        var small = JOSELimits.default
        small.certificateBytes = leaf.der.count
        #expect(try chain(1, small) == 1)
        small.certificateBytes = leaf.der.count - 1
        #expect(throws: JOSEError.certificateEntry(index: 0)) { try chain(1, small) }
        #expect(try JOSEHeader(["alg": "ES256"]).certificateChain().isEmpty)
    }
}
