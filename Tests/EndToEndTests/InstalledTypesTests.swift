import FoundationEssentials
import TestSupport
import Testing

/// The issuer as `make install` leaves it, and as it must not be left.
@Suite struct InstalledTypesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let files = FileManager.default
        try files.createDirectory(atPath: folder.file("usr/bin"), withIntermediateDirectories: true)
        try files.createDirectory(atPath: folder.file("usr/share/carnet"), withIntermediateDirectories: true)
        try files.createDirectory(atPath: folder.file("elsewhere/examples/types"), withIntermediateDirectories: true)
        try files.copyItem(atPath: "\(CommandProcess.programs)/issuer", toPath: folder.file("usr/bin/issuer"))
    }

    private func initialise() throws -> CommandProcess.Ending {
        try CommandProcess(
            [folder.file("usr/bin/issuer"), "init"], in: folder.file("elsewhere"), environment: [:]
        ).ended()
    }

    @Test func `an installed issuer brings its types, from wherever it is called`() throws {
        try FileManager.default.copyItem(
            atPath: repositoryPath("examples/types"), toPath: folder.file("usr/share/carnet/types"))
        let made = try initialise()
        #expect(made.code == 0, "\(made.messages)")
        #expect(folder.bytes(of: "elsewhere/issuer/types/identity.json") != nil)
    }

    @Test func `CLI-05 an issuer without its types says where they belong, and takes none that stand around`() throws {
        let refused = try initialise()
        #expect(refused.code == 1)
        #expect(refused.messages.contains("types_missing"))
        #expect(refused.messages.contains(folder.file("usr/share/carnet/types")))
        #expect(refused.messages.contains("--types"))
        #expect(folder.bytes(of: "elsewhere/issuer/issuer.json") == nil)
    }
}
