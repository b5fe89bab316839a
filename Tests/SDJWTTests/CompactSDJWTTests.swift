import JOSE
import JSON
import Rules
import SDJWT
import TestSupport
import Testing

@Suite struct CompactSDJWTTests {
    private func sample() throws -> String {
        try #require(vectors("sdjwt/rfc9901.json").first { $0.id == "rfc9901-section-5-1" }?["sd_jwt"]?.string)
    }

    @Test func `SDJWT-01 the parts are found, and the whole is kept`() throws {
        let text = try sample()
        let received = try CompactSDJWT(parsing: text)
        #expect(received.text == text)
        #expect(received.disclosureCount == 10)
        #expect(!received.hasKeyBinding)
        #expect(received.issuerJWT.text == text.prefix { $0 != "~" })
    }

    @Test func `SDJWT-50 the whole at its limit is read, one byte more is refused`() throws {
        let text = try sample()
        var limits = SDJWTLimits.default
        limits.totalBytes = text.utf8.count
        #expect(try CompactSDJWT(parsing: text, limits: limits).disclosureCount == 10)
        limits.totalBytes -= 1
        #expect(throws: SDJWTError.tooLong(bytes: text.utf8.count, limit: limits.totalBytes)) {
            try CompactSDJWT(parsing: text, limits: limits)
        }
    }

    @Test func `SDJWT-50 NEG-067 1024 Disclosures are taken apart, 1025 and 100,000 are refused`() throws {
        let token = String(try sample().prefix { $0 != "~" })
        func flood(_ count: Int) -> String { token + "~" + String(repeating: "WyJzIl0~", count: count) }
        #expect(try CompactSDJWT(parsing: flood(1024)).disclosureCount == 1024)
        #expect(throws: SDJWTError.tooManyDisclosures(limit: 1024)) { try CompactSDJWT(parsing: flood(1025)) }
        #expect(throws: SDJWTError.tooManyDisclosures(limit: 1024)) { try CompactSDJWT(parsing: flood(100_000)) }
    }

    @Test func `SDJWT-50 NEG-067 a Disclosure of 256 KiB is taken apart, one more character is refused`() throws {
        let token = String(try sample().prefix { $0 != "~" })
        let limit = 256 * 1024
        func one(_ count: Int) -> String { token + "~" + String(repeating: "A", count: count) + "~" }
        #expect(try CompactSDJWT(parsing: one(limit)).disclosureCount == 1)
        #expect(throws: SDJWTError.disclosureTooLong(index: 0, bytes: limit + 1, limit: limit)) {
            try CompactSDJWT(parsing: one(limit + 1))
        }
        #expect(throws: SDJWTError.tooLong(bytes: token.utf8.count + 2 + 50_000_000, limit: 1024 * 1024)) {
            try CompactSDJWT(parsing: one(50_000_000))
        }
    }

    @Test func `SEC-04 no prefix of an SD-JWT with key binding crashes, and none verifies`() throws {
        let samples = ["rfc9901-structured", "openid4vp-vcld"]
        for vector in try vectors("sdjwt/rfc9901.json") where samples.contains(vector.id) {
            let run = try VectorVerifier(vector)
            let bytes = Array(run.text.utf8)
            for end in bytes.indices {
                var log = StepLog()
                let verified = try? run.verifier.verified(Array(bytes[..<end]), log: &log)
                // Cut after a tilde, fewer Disclosures remain, which is a presentation of its own.
                let isWhole = end > 0 && bytes[end - 1] == 0x7E && verified?.keyBinding == nil
                #expect(verified == nil || isWhole, "\(vector.id), \(end) bytes")
            }
        }
    }
}
