import HTTPServer
import JSON
import Rules
import ServiceCommands
import Terminal
import VerifierKit

/// One JSON object a line on standard output; only members of typed events can get in (SEC-32).
struct ServiceLog: Sendable {
    private let output: OutputChannel

    init(console: Console) { output = console.output }

    func started(address: String, port: UInt16) {
        write("started", ["address": .string(address), "port": .integer(Int64(port))])
    }

    func write(_ outcome: CertificateWatch.Outcome) { write(outcome.logged.event, outcome.logged.members) }

    func stopped(isComplete: Bool) { write("stopped", ["complete": .bool(isComplete)]) }

    func refreshed(list: String, sequence: Int64) {
        write("trust_list_updated", ["list": .string(list), "sequence": .integer(sequence)])
    }

    func readTrust() { write("trust_folder_read", [:]) }

    func withdrawn(list: String) { write("trust_list_withdrawn", ["list": .string(list)]) }

    func failed(_ what: String, _ refusal: Refusal) {
        write(
            "failed", ["what": .string(what), "rule": .string(refusal.rule.description), "code": .string(refusal.code)])
    }

    func write(_ event: VerifierEvents.Event) {
        switch event {
        case .created(let id): write("transaction_created", ["transaction": .string(Self.short(id))])
        case .deleted(let id): write("transaction_deleted", ["transaction": .string(Self.short(id))])
        case .proofFetched(let id): write("proof_fetched", ["transaction": .string(Self.short(id))])
        case .webhookFailed(let number, let status, let attempts):
            var members: JSONObject = ["number": .integer(number), "attempts": .integer(Int64(attempts))]
            members["status"] = status.map { .integer(Int64($0)) }
            write("webhook_failed", members)
        case .operatorLoggedIn: write("operator_logged_in", [:])
        case .operatorLoggedOut: write("operator_logged_out", [:])
        case .refused(let refusal):
            write("refused", ["rule": .string(refusal.rule.description), "code": .string(refusal.code)])
        }
    }

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
        var object: JSONObject = ["time": .string(Clock.system.now.description), "event": .string(event)]
        for (name, value) in members { object[name] = value }
        output.write(JSONValue.object(object).serialized() + [0x0A])
    }

    /// Enough of an id to find a transaction again, too little to read it with.
    private static func short(_ id: String) -> String { String(id.prefix(8)) }
}
