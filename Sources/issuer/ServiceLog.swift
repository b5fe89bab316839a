import HTTPServer
import IssuerKit
import JSON
import Rules
import ServiceCommands
import Terminal

/// One JSON object a line on standard output; only members of typed events can get in (SEC-32).
struct ServiceLog: Sendable {
    private let output: OutputChannel

    init(console: Console) { output = console.output }

    func started(_ issuer: String, _ place: ListenAddress) {
        write("started", ["issuer": .string(issuer), "listen": .string(place.description)])
    }

    func write(_ outcome: CertificateWatch.Outcome) { write(outcome.logged.event, outcome.logged.members) }

    func stopped(isComplete: Bool) { write("stopped", ["complete": .bool(isComplete)]) }

    /// Something that goes on by itself did not succeed; it is tried again.
    func failed(_ what: String, _ refusal: Refusal) {
        write(
            "failed", ["what": .string(what), "rule": .string(refusal.rule.description), "code": .string(refusal.code)])
    }

    func write(_ event: IssuerEvent) { output.write(event.json.serialized() + [0x0A]) }

    func write(_ entry: AccessLogEntry) {
        var members: JSONObject = ["method": .string(entry.method)]
        members["route"] = entry.route.map(JSONValue.string)
        members["status"] = .integer(Int64(entry.status))
        members["microseconds"] = .integer(Int64(entry.microseconds))
        members["request"] = .string(entry.requestID)
        members["client"] = entry.client.map(JSONValue.string)
        write("request", members)
    }

    private func write(_ event: String, _ members: JSONObject) {
        var object: JSONObject = [
            "time": .string(Clock.system.now.description), "level": "info", "event": .string(event),
        ]
        for (name, value) in members { object[name] = value }
        output.write(JSONValue.object(object).serialized() + [0x0A])
    }
}
