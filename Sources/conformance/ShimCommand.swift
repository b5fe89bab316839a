import ConformanceKit
import JSON
import Terminal

/// `conformance shim`
enum ShimCommand {
    static let command = Command(
        "shim", "answer requests of the shim protocol with Carnet",
        discussion: "Reads one JSON request a line from standard input until it ends, and writes one answer a line.",
        examples: [Example("conformance run --shim 'conformance shim' --codes", "Carnet behind its own shim")]
    ) { call in
        let server = ShimServer()
        while let line = readLine() {
            guard !line.isEmpty else { continue }
            call.console.write(server.answer(to: Array(line.utf8)).serialized() + [0x0A])
        }
        return .done
    }
}
