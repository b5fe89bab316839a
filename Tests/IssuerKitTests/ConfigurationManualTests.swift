import JSON
import TestSupport
import Testing

@testable import IssuerKit

@Suite struct ConfigurationManualTests {
    @Test func `SEC-37 the published schema is the table that the service reads by`() throws {
        let published = String(decoding: try repositoryFile("examples/issuer.schema.json"), as: UTF8.self)
        #expect(published == IssuerSettings.schema.prettyText() + "\n", "'issuer config schema' prints it")
    }

    @Test func `SEC-37 the manual has a row for each member`() throws {
        let lines = Set(
            String(decoding: try repositoryFile("docs/issuer.md"), as: UTF8.self).split(separator: "\n").map(
                String.init))
        let missing = IssuerSettings.table.members.map(\.manualRow).filter { !lines.contains($0) }
        #expect(missing == [], "\(missing.joined(separator: "\n"))")
    }
}
