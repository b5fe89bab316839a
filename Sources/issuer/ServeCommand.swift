import Cryptography
import HTTPServer
import IssuerKit
import OpenID4VCI
import Rules
import Terminal

/// `issuer serve`: runs the service until it is told to stop.
enum ServeCommand {
    private static let listen = Option(
        "listen", "ADDRESS", "where to listen, such as 127.0.0.1:8081; port 0 is any free one",
        as: ValueForm("an address and a port such as 127.0.0.1:8081") { ListenAddress($0) })
    private static let workers = Option("workers", "N", "how many requests are worked on at once", as: .integer(1...64))

    static let command = Command(
        "serve", "run the service",
        discussion:
            "Logs one JSON object a line to standard output. SIGTERM and SIGINT finish what is under way. Offers "
            + "and revocations of other 'issuer' commands take effect at once.",
        parameters: [IssuerProgram.directory, listen, workers],
        examples: [Example("issuer serve --dir issuer", "run the service that 'issuer init' made")]
    ) { call in
        let log = ServiceLog(console: call.console)
        let issuer = try IssuerProgram.folder(call).open(log: { log.write($0) })
        let place = call[listen] ?? issuer.settings.listen
        // Before any thread starts, so that every thread leaves the signals to this one.
        let termination = TerminationSignal()
        let server = Server(
            ServerConfiguration(
                address: place.address, port: place.port, workers: call[workers] ?? 4, accessLog: { log.write($0) }),
            router: issuer.service.router)
        try server.start()
        log.started(issuer.settings.issuer.text, ListenAddress(address: place.address, port: server.port ?? place.port))
        termination.wait()
        let isComplete = server.stop()
        log.stopped(isComplete: isComplete)
        return isComplete ? .done : .failed
    }
}
