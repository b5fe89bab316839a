import Testing

@testable import Terminal

@Suite struct StepTableTests {
    private func table() -> StepTable {
        var table = StepTable(["rule", "check", "value"])
        table.append(.passed, ["JOSE-14", "signature of the issuer", "ES256"])
        table.append(
            .failed, ["SDJWT-43", "digests", ""], note: "no disclosure has this digest; ask the holder to send it again"
        )
        table.append(.skipped, ["TSL-43", "status", ""], note: "no status in it")
        return table
    }

    @Test func `CLI-07 steps with their marks and notes`() {
        let expected = """
               rule      check                    value
            ✓  JOSE-14   signature of the issuer  ES256
            ✗  SDJWT-43  digests
               no disclosure has this digest; ask the holder to send it again
            –  TSL-43    status
               no status in it
            """
        #expect(table().lines(width: nil, glyphs: .unicode).map(\.plain).joined(separator: "\n") == expected)
    }

    @Test func `CLI-07 without Unicode the marks are words, and a narrow terminal wraps notes`() {
        let expected = """
                  rule      check            value
            ok    JOSE-14   signature of t~  ES256
            FAIL  SDJWT-43  digests
                  no disclosure has this digest;
                  ask the holder to send it again
            -     TSL-43    status
                  no status in it
            """
        let lines = table().lines(width: 38, glyphs: .ascii).map(\.plain).joined(separator: "\n")
        #expect(lines == expected)
    }
}
