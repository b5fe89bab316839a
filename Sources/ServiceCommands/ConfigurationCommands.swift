import CredentialModel
import Files
public import HTTP
public import JSON
import ReportView
public import Rules
public import Terminal

/// The subcommands of `config` that every service has: check the configuration and all that it points to, show what is in
/// force, print the schema.
public struct ConfigurationCommands: Sendable {
    /// What a configuration says, as far as these commands need it.
    public struct Examined: Sendable {
        /// What was looked at.
        public let log: StepLog
        /// The files for HTTPS that it names, to be looked at too.
        public let tls: TLSFiles?
        /// The name under which it is reached by HTTPS.
        public let host: String?

        /// Puts the three together.
        public init(log: StepLog, tls: TLSFiles?, host: String?) { (self.log, self.tls, self.host) = (log, tls, host) }
    }

    private static let file = Positional(
        "FILE", "the configuration, when it is not the one in the folder", count: .optional)

    private let program: String
    private let schema: JSONValue
    private let parameters: [any Parameter]
    private let examine: @Sendable (Invocation, String?) -> Examined
    private let show: @Sendable (Invocation, String?) throws -> JSONValue

    /// Names the program, the schema of its file, and how the file is examined and read.
    ///
    /// - Parameters:
    ///   - program: the word that calls it.
    ///   - schema: the JSON Schema of its file.
    ///   - parameters: the options that say where its folder is.
    ///   - examine: looks at the file, or the one of the folder, and what it points to.
    ///   - show: what is in force, without secrets.
    public init(
        of program: String, schema: JSONValue, parameters: [any Parameter],
        examine: @escaping @Sendable (Invocation, String?) -> Examined,
        show: @escaping @Sendable (Invocation, String?) throws -> JSONValue
    ) {
        (self.program, self.schema, self.parameters) = (program, schema, parameters)
        (self.examine, self.show) = (examine, show)
    }

    /// `config` with all subcommands.
    public var command: Command {
        Command(
            "config", "check and show the configuration", subcommands: [check, showing, describing])
    }

    private var check: Command {
        Command(
            "check", "check the configuration and everything that it points to",
            discussion: "Exits with 1 when something does not hold. Nothing is changed; the service may run.",
            parameters: parameters + [Self.file],
            examples: [Example("\(program) config check", "before the service is started or told to reload")]
        ) { call in
            let examined = examine(call, call[Self.file])
            var log = examined.log
            log.check(examined.tls, host: examined.host, at: Clock.system.now)
            call.console.print(
                json: ["sound": .bool(log.isSound), "steps": .array(log.steps.map(\.json))])
            call.console.print(steps: log.steps)
            return log.isSound ? .done : .failed
        }
    }

    private var showing: Command {
        Command(
            "show", "print what is in force, defaults included and secrets left out",
            parameters: parameters + [Self.file],
            examples: [Example("\(program) config show", "all members with their values")]
        ) { call in
            let value = try show(call, call[Self.file])
            call.console.print(json: value)
            for line in value.prettyText().split(separator: "\n") { call.console.print(Text(String(line))) }
            return .done
        }
    }

    private var describing: Command {
        Command(
            "schema", "print the JSON Schema of the configuration",
            examples: [Example("\(program) config schema", "for an editor that checks while one types")]
        ) { [schema] call in
            call.console.write(Array((schema.prettyText() + "\n").utf8))
            return .done
        }
    }
}

extension StepLog {
    /// Looks at the files for HTTPS: readable, the key private and of the certificate, in date, for the host.
    mutating func check(_ files: TLSFiles?, host: String?, at time: UnixTime) {
        subject = "https"
        guard let files else {
            return skipped("SEC-29", "certificate", why: "the service speaks plain HTTP: put a proxy before it")
        }
        privacy(of: files.key)
        do throws(ServiceCommandsError) {
            let loaded = try files.load(at: time)
            passed("SEC-29", "certificate, its key and its dates", on: "until \(loaded.notAfter)")
            guard let host else { return }
            // A wildcard stands for one label.
            let names = [host] + host.split(separator: ".", maxSplits: 1).dropFirst().map { "*.\($0)" }
            guard loaded.dnsNames.contains(where: { names.contains($0.lowercased()) }) else {
                return failed(
                    "name of the certificate", on: host,
                    Refusal(
                        "SEC-29", "certificate_of_another_name", "the certificate is not for \(host)",
                        hint: "get one with that name, or correct the URL of the configuration"))
            }
            passed("SEC-29", "name of the certificate", on: host)
        } catch { failed("certificate, its key and its dates", on: files.certificate, error.refusal) }
    }
}
