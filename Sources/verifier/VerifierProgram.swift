import Cryptography
import HTTP
import HTTPServer
import Rules
import SQLite
import Terminal
import VerifierKit

/// The command `verifier`: a relying party's service, and checks without it.
enum VerifierProgram {
    static let program = Program(
        "verifier", version: "0.1.0", "ask wallets for credentials and verify what they present",
        discussion:
            "A relying party runs 'verifier init' once and 'verifier serve' from then on; its backend asks over "
            + "HTTP. 'verifier check' verifies a presentation from a file, without a service and without a network.",
        commands: [
            InitCommand.command, ServeCommand.command, AskCommand.command, CheckCommand.command,
            ProofCommand.command, ConfigCommand.command, KeyCommand.command, ConsoleCommand.command,
            TemplateCommand.command,
            TrustCommand.command,
        ],
        examples: [
            Example("verifier init --url http://127.0.0.1:8080", "make keys, configuration and a first API key"),
            Example("verifier serve", "run the service"),
            Example(
                "verifier check --nonce 1234567890 --audience https://verifier.example presentation.txt",
                "verify a file"),
        ],
        libraries: { LibraryVersions.cryptography + [Database.libraryVersion, Server.libraryVersion] },
        before: {
            ProcessHardening.apply()
            try SelfTest.run()
        },
        exitCode: exitCode)

    /// The folder of the service.
    static let directory = Option(
        "dir", "FOLDER", "the verifier's folder (default ./verifier)", letter: "d", variable: "VERIFIER_DIR")

    static func folder(_ call: Invocation, configuration: String? = nil) -> VerifierFolder {
        VerifierFolder(path: call[directory] ?? "verifier", configuration: configuration)
    }

    static func exitCode(_ error: any Error) -> ExitCode {
        switch error {
        case let error as VerifierKitError:
            switch error {
            case .http(let error) where error.isNetworkFailure: return .network
            case .statusListUnavailable: return .network
            default: return .failed
            }
        case let error as HTTPError: return error.isNetworkFailure ? .network : .failed
        default: return .failed
        }
    }
}
