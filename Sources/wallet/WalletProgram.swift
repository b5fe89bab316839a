import Cryptography
import HTTP
import OpenID4VCI
import OpenID4VP
import Rules
import SQLite
import Terminal
import Trust
import Vault
import WalletKit

/// The command `wallet`: a person's credentials, from the command line.
enum WalletProgram {
    static let program = Program(
        "wallet", version: "0.1.0", "keep credentials, and present what they say",
        discussion:
            "The wallet keeps credentials and keys in one encrypted file. It receives them from issuers by an offer "
            + "link and shows verifiers what they ask for, after you agreed, and nothing more.",
        globals: WalletOptions.all,
        commands: [
            InitCommand.command, ReceiveCommand.command, AddCommand.command, ListCommand.command, ShowCommand.command,
            PresentCommand.command, HistoryCommand.command, StatusCommand.command, TrustCommand.command,
            KeyCommand.command, DeleteCommand.command, PassphraseCommand.command, DoctorCommand.command,
        ],
        examples: [
            Example("wallet init", "make a wallet"),
            Example("wallet receive 'openid-credential-offer://?…'", "take in what an issuer offers"),
            Example("wallet present 'openid4vp://?…'", "answer a verifier"),
        ],
        libraries: { LibraryVersions.cryptography + [Database.libraryVersion] },
        before: {
            ProcessHardening.apply()
            try SelfTest.run()
        },
        exitCode: exitCode)

    static func exitCode(_ error: any Error) -> ExitCode {
        switch error {
        case let error as WalletKitError: exitCode(error)
        case let error as VaultError: exitCode(error)
        case let error as OpenID4VCIError: exitCode(.openID4VCI(error))
        case let error as OpenID4VPError: exitCode(.openID4VP(error))
        case let error as HTTPError: error.isNetworkFailure ? .network : .failed
        default: .failed
        }
    }

    private static func exitCode(_ error: WalletKitError) -> ExitCode {
        switch error {
        case .vault(let error): exitCode(error)
        case .openID4VP(.http(let error)) where error.isNetworkFailure: .network
        case .openID4VCI(.fetch(_, let error)) where error.isNetworkFailure: .network
        case .http(let error) where error.isNetworkFailure: .network
        default: .failed
        }
    }

    private static func exitCode(_ error: VaultError) -> ExitCode {
        switch error {
        case .wrongSecret, .locked, .keyChanged: .locked
        default: error.refusal.code == "database_busy" ? .locked : .failed
        }
    }
}
