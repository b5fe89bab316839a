import FoundationEssentials
import TestSupport
import Testing

/// The issuer as `make install` leaves it, and as it must not be left.
@Suite final class InstalledTypesTests {
    /// Beside the built commands, where the issuer can be linked: a copy that was just written cannot be started while
    /// another test's child still has it open.
    private let prefix = "\(CommandProcess.programs)/installed-\(UInt64.random(in: 0...UInt64.max))"
    private let elsewhere: TemporaryFolder

    init() throws {
        elsewhere = try TemporaryFolder()
        let files = FileManager.default
        try files.createDirectory(atPath: "\(prefix)/bin", withIntermediateDirectories: true)
        try files.createDirectory(atPath: "\(prefix)/share/carnet", withIntermediateDirectories: true)
        try files.createDirectory(atPath: elsewhere.file("examples/types"), withIntermediateDirectories: true)
        try files.linkItem(atPath: "\(CommandProcess.programs)/issuer", toPath: "\(prefix)/bin/issuer")
    }

    deinit { try? FileManager.default.removeItem(atPath: prefix) }

    private func initialise() throws -> CommandProcess.Ending {
        try CommandProcess(["\(prefix)/bin/issuer", "init"], in: elsewhere.path, environment: [:]).ended()
    }

    @Test func `an installed issuer brings its types, from wherever it is called`() throws {
        try FileManager.default.copyItem(
            atPath: repositoryPath("examples/types"), toPath: "\(prefix)/share/carnet/types")
        let made = try initialise()
        #expect(made.code == 0, "\(made.messages)")
        #expect(elsewhere.bytes(of: "issuer/types/identity.json") != nil)
    }

    @Test func `CLI-05 an issuer without its types says where they belong, and takes none that stand around`() throws {
        let refused = try initialise()
        #expect(refused.code == 1)
        #expect(refused.messages.contains("types_missing"))
        #expect(refused.messages.contains("\(prefix)/share/carnet/types"))
        #expect(refused.messages.contains("--types"))
        #expect(elsewhere.bytes(of: "issuer/issuer.json") == nil)
    }
}
