import HTTP
import IssuerKit
import OpenID4VCI
import Rules
import ServiceCommands
import Terminal

/// `issuer config`: check, show, schema.
enum ConfigCommand {
    static let command = ConfigurationCommands(
        of: "issuer", schema: IssuerSettings.schema, parameters: [IssuerProgram.directory],
        examine: { call, file in
            let folder = IssuerProgram.folder(call, settings: file)
            let (log, settings) = folder.examined(at: Clock.system.now)
            let url = settings?.issuer.url
            return .init(
                log: log, tls: settings?.tls?.inside(folder.path),
                host: url.flatMap { $0.isLoopback || $0.address != nil ? nil : $0.host })
        },
        show: { call, file in try IssuerProgram.folder(call, settings: file).settings().json }
    ).command
}
