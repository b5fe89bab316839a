import Files
import HTTP
import Rules
import TestSupport
import Testing

@testable import ServiceCommands

@Suite struct ConfigurationCommandsTests {
    private let folder: TemporaryFolder
    private let now = UnixTime(seconds: 1_800_000_000)

    init() throws { folder = try TemporaryFolder() }

    /// What a look at the files says that does not hold.
    private func refusals(certificate: String, host: String?) throws -> [String] {
        let files = TLSFiles(certificate: "cert.pem", key: "key.pem").inside(folder.path)
        for (name, path) in [(certificate, files.certificate), ("server.key", files.key)] {
            try Files.write(
                try repositoryFile("Tests/Fixtures/tls/\(name)"), to: path, for: .owner, existing: .replace)
        }
        var log = StepLog()
        log.check(files, host: host, at: now)
        return log.steps.compactMap { if case .failed(let refusal) = $0.outcome { refusal.code } else { nil } }
    }

    @Test func `SEC-29 a certificate that is not for the name of the service is found before anybody calls`() throws {
        #expect(try refusals(certificate: "good.pem", host: "localhost") == [])
        #expect(try refusals(certificate: "other.pem", host: "other.example") == [])
        #expect(try refusals(certificate: "other.pem", host: nil) == [])
        for host in ["localhost", "example", "an.other.example", "other.example.evil"] {
            #expect(
                try refusals(certificate: "other.pem", host: host) == ["certificate_of_another_name"], "\(host)")
        }
    }
}
