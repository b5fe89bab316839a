import JSON
import TestSupport
import Testing

@testable import VerifierKit

@Suite struct ConfigurationManualTests {
    @Test func `SEC-37 the published schema is the table that the service reads by`() throws {
        let published = String(decoding: try repositoryFile("examples/verifier.schema.json"), as: UTF8.self)
        #expect(published == VerifierConfiguration.schema.prettyText() + "\n", "'verifier config schema' prints it")
    }

    @Test func `SEC-37 the manual has a row for each member`() throws {
        let lines = Set(
            String(decoding: try repositoryFile("docs/verifier.md"), as: UTF8.self).split(separator: "\n").map(
                String.init))
        let missing = VerifierConfiguration.table.members.map(\.manualRow).filter { !lines.contains($0) }
        #expect(missing == [], "\(missing.joined(separator: "\n"))")
    }
}
