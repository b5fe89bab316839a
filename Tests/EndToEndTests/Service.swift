import Glibc
import JSON
import TestSupport

/// `issuer serve` or `verifier serve`: started, killed and started again on the same folder and port.
final class Service {
    private let start: () throws -> CommandProcess
    private(set) var process: CommandProcess
    /// The port at which it listens.
    let port: UInt16

    /// Starts a service and waits until it says that it listens.
    init(port: UInt16, _ start: @escaping () throws -> CommandProcess) throws {
        (self.start, self.port) = (start, port)
        process = try start()
        _ = try process.line(with: #""event":"started""#, ":\(port)")
    }

    /// Ends it at once, as a power cut would, and starts it again.
    func killAndRestart() throws {
        try kill()
        process = try start()
        _ = try process.line(with: #""event":"started""#)
    }

    /// Ends it at once.
    func kill() throws {
        process.send(SIGKILL)
        _ = try process.ended()
    }

    /// Waits for an event of the log.
    @discardableResult
    func event(_ name: String, _ text: String = "") throws -> JSONValue {
        try JSONValue(parsing: try process.line(with: "\"event\":\"\(name)\"", text))
    }

    /// Sends one request and reads the answer.
    func answer(
        _ method: String, _ path: String, form: [UInt8]? = nil, headers: [String] = []
    ) throws -> RawConnection.Answer {
        try answer(head(method, path, form: form, headers: headers), form ?? [])
    }

    /// Posts JSON as the holder of a token.
    func ask(_ path: String, _ json: String, bearer token: String) throws -> RawConnection.Answer {
        let headers = [
            "Authorization: Bearer \(token)", "Content-Type: application/json", "Content-Length: \(json.utf8.count)",
        ]
        return try answer(head("POST", path, headers: headers), Array(json.utf8))
    }

    private func answer(_ head: String, _ body: [UInt8]) throws -> RawConnection.Answer {
        let connection = try RawConnection(port: port)
        connection.send(head)
        connection.send(body)
        return try connection.answer()
    }

    /// The head of a request.
    func head(_ method: String, _ path: String, form: [UInt8]? = nil, headers: [String] = []) -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + headers
        if let form {
            lines += ["Content-Type: application/x-www-form-urlencoded", "Content-Length: \(form.count)"]
        }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }
}

extension String {
    /// What stands behind the last slash of the address in a link.
    var lastOfItsAddress: String? {
        split(separator: "&").first { $0.contains("_uri=") }?.split(separator: "%2F").last.map(String.init)
    }
}
