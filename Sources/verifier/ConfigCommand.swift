import HTTP
import Rules
import ServiceCommands
import Terminal
import VerifierKit

/// `verifier config`: check, show, schema.
enum ConfigCommand {
    static let command = ConfigurationCommands(
        of: "verifier", schema: VerifierConfiguration.schema, parameters: [VerifierProgram.directory],
        examine: { call, file in
            let folder = VerifierProgram.folder(call, configuration: file)
            let (log, configuration) = folder.examined(at: Clock.system.now)
            let url = configuration?.publicURL
            return .init(
                log: log, tls: configuration?.tls?.inside(folder.path),
                host: url.flatMap { $0.isLoopback || $0.address != nil ? nil : $0.host })
        },
        show: { call, file in try VerifierProgram.folder(call, configuration: file).configuration().shown }
    ).command
}
