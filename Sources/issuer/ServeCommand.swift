import Cryptography
import HTTP
import HTTPServer
import IssuerKit
import JSON
import Rules
import Terminal

/// `issuer serve`: runs the service until it is told to stop.
enum ServeCommand {
    private static let listen = Option(
        "listen", "ADDRESS", "where to listen, such as 127.0.0.1:8081; port 0 is any free one")
    private static let workers = Option("workers", "N", "how many requests are worked on at once", as: .integer(1...64))

    static let command = Command(
        "serve", "run the service",
        discussion: "Logs one JSON object a line to standard output. SIGTERM and SIGINT finish what is under way.",
        parameters: [IssuerProgram.directory, listen, workers],
        examples: [Example("issuer serve --dir issuer", "run the service that 'issuer init' made")]
    ) { call in
        ProcessHardening.apply()
        let output = call.console.output
        let opened = try IssuerProgram.folder(call).open { event in
            output.write(event.json.serialized() + [0x0A])
        }
        var endpoint = opened.listen
        if let text = call[listen] {
            guard let given = IssuerFolder.endpoint(text) else { throw IssuerKitError.settings(.member(.listen)) }
            endpoint = given
        }
        // Before any thread starts, so that every thread leaves the signals to this one.
        let termination = TerminationSignal()
        let server = Server(
            ServerConfiguration(
                address: endpoint.address, port: endpoint.port, workers: call[workers] ?? 4,
                accessLog: { entry in output.write(AccessLine.json(of: entry).serialized() + [0x0A]) }),
            router: opened.service.router)
        try server.start()
        output.write(
            AccessLine.json(
                event: "started",
                [
                    "address": .string(endpoint.address.description),
                    "port": .integer(Int64(server.port ?? endpoint.port)),
                ]
            ).serialized() + [0x0A])
        termination.wait()
        let isComplete = server.stop()
        output.write(AccessLine.json(event: "stopped", ["complete": .bool(isComplete)]).serialized() + [0x0A])
        return isComplete ? .done : .failed
    }
}
