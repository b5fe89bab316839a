import Cryptography
import HTTP
import HTTPServer
import IssuerKit
import OpenID4VCI
import Rules
import ServiceCommands
import Terminal

/// `issuer serve`: runs the service until it is told to stop.
enum ServeCommand {
    private static let listen = Option(
        "listen", "ADDRESS", "where to listen, such as 127.0.0.1:8081; port 0 is any free one",
        as: ValueForm("an address and a port such as 127.0.0.1:8081") { ListenAddress($0) })
    private static let file = Option(
        "config", "FILE", "the settings (default issuer.json in the folder)")
    private static let workers = Option("workers", "N", "how many requests are worked on at once", as: .integer(1...64))

    private static let sweepSeconds: Int64 = 5

    static let command = Command(
        "serve", "run the service",
        discussion:
            "Logs one JSON object a line to standard output. SIGTERM and SIGINT finish what is under way; "
            + "SIGHUP reads the certificate for HTTPS again. Offers "
            + "and revocations of other 'issuer' commands take effect at once.",
        parameters: [IssuerProgram.directory, file, listen, workers] + ServiceOptions.tls,
        examples: [Example("issuer serve --dir issuer", "run the service that 'issuer init' made")]
    ) { call in
        let log = ServiceLog(console: call.console)
        let manager = ServiceManager(environment: call.environment)
        let folder = IssuerProgram.folder(call, settings: call[file])
        let issuer = try folder.open(log: { log.write($0) })
        let files = try ServiceOptions.files(call, configured: issuer.settings.tls?.inside(folder.path))
        let shown = try files?.load(at: Clock.system.now)
        var certificates = files.map { CertificateWatch($0, at: Clock.system.now) }
        try issuer.service.sweep()
        let place = call[listen] ?? issuer.settings.listen
        // Before any thread starts, so that every thread leaves the signals to this one.
        let signals = ServiceSignals()
        let server = Server(
            ServerConfiguration(
                address: place.address, port: place.port, tls: shown?.identity, workers: call[workers] ?? 4,
                accessLog: { log.write($0) }),
            router: issuer.service.router)
        try server.start()
        log.started(issuer.settings.issuer.text, ListenAddress(address: place.address, port: server.port ?? place.port))
        manager.tell(.ready)
        var nextSweep = Clock.system.now + sweepSeconds
        while true {
            let signal = signals.next(withinSeconds: 1)
            if signal == .stop { break }
            if signal == .reload { manager.tell(.reloading) }
            if let outcome = certificates?.look(server, signal, at: Clock.system.now) { log.write(outcome) }
            if signal == .reload { manager.tell(.ready) }
            // By the clock, for a round may take longer than a second; one that was set back must not stop the sweeps.
            let now = Clock.system.now
            if now >= nextSweep || now < nextSweep - sweepSeconds {
                nextSweep = now + sweepSeconds
                do throws(IssuerKitError) { try issuer.service.sweep() } catch { log.failed("sweep", error.refusal) }
            }
        }
        manager.tell(.stopping)
        let isComplete = server.stop()
        log.stopped(isComplete: isComplete)
        return isComplete ? .done : .failed
    }
}
