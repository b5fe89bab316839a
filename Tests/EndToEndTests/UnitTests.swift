import Glibc
import TestSupport
import Testing

/// The systemd units of `packaging/`.
@Suite struct UnitTests {
    @Test(arguments: ["verifier", "issuer"])
    func `SEC-38 a service runs as a user of its own, without rights, in its own folder`(program: String) throws {
        let unit = String(
            decoding: try repositoryFile("packaging/carnet-\(program).service"), as: UTF8.self)
        let lines = Set(unit.split(separator: "\n").map(String.init))
        for line in [
            "User=carnet-\(program)", "StateDirectory=carnet-\(program)", "StateDirectoryMode=0700", "UMask=0077",
            "NoNewPrivileges=true", "CapabilityBoundingSet=", "ProtectSystem=strict", "MemoryDenyWriteExecute=true",
            "SystemCallFilter=@system-service", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "LimitCORE=0",
            "ExecReload=/bin/kill -HUP $MAINPID",
        ] { #expect(lines.contains(line), "\(line)") }
        let users = String(decoding: try repositoryFile("packaging/carnet.sysusers"), as: UTF8.self)
        #expect(users.contains("u carnet-\(program) - "))
    }

    private static let hasSystemd = unsafe access("/usr/bin/systemd-analyze", X_OK) == 0

    private func examined(_ unit: String) throws -> CommandProcess.Ending {
        let folder = try TemporaryFolder()
        try folder.write(Array(unit.utf8), to: "carnet-test.service")
        return try CommandProcess(
            [repositoryPath("scripts/units"), folder.file("carnet-test.service")], in: folder.path,
            environment: ["PATH": "/usr/bin:/bin"]
        ).ended()
    }

    @Test(.enabled(if: hasSystemd), arguments: ["verifier", "issuer"])
    func `SEC-38 systemd takes the unit and calls it hardly exposed, and notices what is taken out`(
        program: String
    ) throws {
        let unit = String(
            decoding: try repositoryFile("packaging/carnet-\(program).service"), as: UTF8.self)
        let good = try examined(unit)
        #expect(good.code == 0, "\(good.output)\(good.messages)")
        let open = unit.split(separator: "\n").filter { line in
            !["SystemCallFilter", "CapabilityBoundingSet", "PrivateUsers"].contains { line.hasPrefix("\($0)=") }
        }
        #expect(try examined(open.joined(separator: "\n")).code == 1, "too exposed")
        #expect(try examined(unit + "\nProtectSytem=strict\n").code == 1, "a line that systemd does not know")
    }
}
