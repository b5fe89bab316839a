import Files
import Glibc
import HTTP
import HTTPClient
import HTTPServer
import JSON
import Rules
import ServiceCommands
import TestSupport
import Testing

@Suite struct CertificateWatchTests {
    private let folder: TemporaryFolder
    private let files: TLSFiles
    private let server: Server
    private let now = UnixTime(seconds: 1_800_000_000)

    init() throws {
        folder = try TemporaryFolder()
        files = TLSFiles(certificate: "cert.pem", key: "key.pem").inside(folder.path)
        try Self.put("good.pem", at: files.certificate)
        try Self.put("server.key", at: files.key)
        server = Server(
            ServerConfiguration(tls: try files.load(at: now).identity, workers: 2, drainSeconds: 0),
            router: Router([Route("GET", "/") { _ in .text("safe") }]))
        try server.start()
    }

    private static func put(_ name: String, at path: String) throws {
        try Files.write(
            try repositoryFile("Tests/Fixtures/tls/\(name)"), to: path, for: .owner, existing: .replace)
    }

    /// Whether a new client finds the certificate of `good.pem`; that of `other.pem` is for another name.
    private func showsGood() throws -> Bool {
        let client = CurlClient(
            ClientConfiguration(
                reach: .test, certificateFile: repositoryPath("Tests/Fixtures/tls/authority.pem")))
        do throws(HTTPError) {
            return try client.fetch(.get(WebURL(parsing: "https://127.0.0.1:\(server.port ?? 0)/"))).status == 200
        } catch {
            guard case .tlsFailed = error else { throw error }
            return false
        }
    }

    @Test func `SEC-29 changed files are shown at the next look, without a signal and without a pause`() throws {
        defer { server.stop() }
        var watch = CertificateWatch(files, at: now)
        #expect(try showsGood())
        try Self.put("other.pem", at: files.certificate)
        #expect(watch.look(server, nil, at: now + CertificateWatch.intervalSeconds - 1) == nil, "not looked at yet")
        #expect(try showsGood())
        guard case .loaded = watch.look(server, nil, at: now + CertificateWatch.intervalSeconds) else {
            Issue.record("it was not loaded")
            return
        }
        #expect(try !showsGood())
        #expect(
            watch.look(server, nil, at: now + 2 * CertificateWatch.intervalSeconds) == nil, "nothing has changed since")
    }

    @Test func `SEC-29 a signal loads the files at once, also when they are the same`() throws {
        defer { server.stop() }
        var watch = CertificateWatch(files, at: now)
        for name in ["other.pem", "other.pem", "good.pem"] {
            try Self.put(name, at: files.certificate)
            guard case .loaded = watch.look(server, .reload, at: now) else {
                Issue.record("\(name) was not loaded")
                return
            }
            #expect(try showsGood() == (name == "good.pem"))
        }
    }

    @Test(
        arguments: [
            ("README.md", "server.key", "not_pem"), ("expired.pem", "server.key", "certificate_not_in_date"),
            ("other.pem", "stranger.key", "bad_tls_identity"), ("other.pem", "other.pem", "bad_tls_identity"),
        ])
    func `SEC-29 files that cannot be used leave the old certificate, and the log says why`(
        certificate: String, key: String, code: String
    ) throws {
        defer { server.stop() }
        var watch = CertificateWatch(files, at: now)
        try Self.put(certificate, at: files.certificate)
        try Self.put(key, at: files.key)
        guard case .kept(let refusal) = watch.look(server, .reload, at: now) else {
            Issue.record("it was taken")
            return
        }
        #expect(refusal.code == code)
        #expect(CertificateWatch.Outcome.kept(refusal).logged.members["detail"] == .string(refusal.problem))
        #expect(try showsGood())
        try Self.put("other.pem", at: files.certificate)
        try Self.put("server.key", at: files.key)
        guard case .loaded = watch.look(server, nil, at: now + CertificateWatch.intervalSeconds) else {
            Issue.record("the mended files were not loaded")
            return
        }
        #expect(try !showsGood())
    }

    @Test func `SEC-29 what could not be loaded is tried again, and told once`() throws {
        defer { server.stop() }
        var watch = CertificateWatch(files, at: now)
        try Self.put("good.pem", at: files.certificate)
        let early = UnixTime(seconds: 1_600_000_000)
        guard case .kept(let refusal)? = watch.look(server, nil, at: early) else {
            Issue.record("a certificate was shown before it began")
            return
        }
        #expect(refusal.code == "certificate_not_in_date")
        #expect(watch.look(server, nil, at: early + CertificateWatch.intervalSeconds) == nil, "told once")
        guard case .loaded? = watch.look(server, nil, at: now) else {
            Issue.record("the same file was not tried again")
            return
        }
    }

    @Test func `SEC-29 a fault that was mended is told again when it comes back`() throws {
        defer { server.stop() }
        var watch = CertificateWatch(files, at: now)
        // The folder, for a file that is moved itself has changed.
        let path = String(files.certificate[..<(try #require(files.certificate.lastIndex(of: "/")))])
        let aside = path + ".aside"
        defer { _ = unsafe rename(aside, path) }
        var told: [Bool] = []
        for (step, move) in [(path, aside), (aside, path), (path, aside)].enumerated() {
            #expect(unsafe rename(move.0, move.1) == 0)
            told.append(watch.look(server, nil, at: now + CertificateWatch.intervalSeconds * Int64(step + 1)) != nil)
        }
        #expect(told == [true, false, true])
    }

    @Test
    func `SEC-29 files that are gone leave the old certificate, and a clock that is set back does not end the watch`()
        throws
    {
        defer { server.stop() }
        var watch = CertificateWatch(files, at: now)
        try Files.remove(files.certificate)
        guard case .kept = watch.look(server, nil, at: now - 3_600) else {
            Issue.record("it was not noticed")
            return
        }
        #expect(try showsGood())
    }
}
