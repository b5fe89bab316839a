import Cryptography
import Glibc
import JSON
import TestSupport
import Vault

/// A person with a wallet of her own.
final class Person {
    let folder: TemporaryFolder
    /// The name of her folder, in which the wallet leaves everything that it leaves.
    let name: String
    let passphrase: String
    /// What `wallet init` showed once; empty when the wallet was not made by it.
    private(set) var recoveryKey = ""
    private var passphraseFile: String { folder.file("\(name)-passphrase") }

    /// Makes a wallet with the program.
    init(_ name: String, in folder: TemporaryFolder, passphrase: String) throws {
        (self.name, self.folder, self.passphrase) = (name, folder, passphrase)
        try folder.write(Array("\(passphrase)\n".utf8), to: "\(name)-passphrase")
        let made = try run("--yes", "init")
        guard made.code == 0 else { throw CommandProcess.Failure.notStarted(reason: made.messages) }
        recoveryKey = made.output.split(separator: "\n").dropFirst(2).joined().filter { $0 != " " }
    }

    /// Makes a wallet whose passphrase costs as little as the program accepts, so that opening it takes a tenth of a
    /// second and not one.
    init(_ name: String, in folder: TemporaryFolder, trusting post: PostOffice? = nil, _ bank: Bank? = nil) throws {
        (self.name, self.folder, passphrase) = (name, folder, "correct horse battery staple")
        try folder.write(Array("\(passphrase)\n".utf8), to: "\(name)-passphrase")
        for path in ["", "/data", "/data/carnet", "/state", "/state/carnet"] {
            unsafe mkdir(folder.file(name + path), 0o700)
        }
        var bytes = Array(passphrase.utf8)
        let surroundings = VaultConfiguration(
            epochs: EpochFile(path: folder.file("\(name)/state/carnet/epochs")), passphraseCost: .smallest)
        _ = try CredentialVault(creating: vault, with: .passphrase(try SecretBytes(wiping: &bytes)), surroundings)
        if let post { try trust(post, bank) }
    }

    /// Trusts a post office and a bank.
    func trust(_ post: PostOffice, _ bank: Bank?) throws {
        _ = try begin(["--yes"] + TrustWords.issuer(post)).ended()
        if let bank { _ = try begin(["--yes"] + TrustWords.verifier(bank.anchor)).ended() }
    }

    /// Runs a command of the wallet to its end, with nobody at a terminal.
    func run(_ words: String...) throws -> CommandProcess.Ending { try begin(words).ended() }

    /// Starts a command of the wallet.
    func begin(_ words: [String], at terminal: PseudoTerminal? = nil) throws -> CommandProcess {
        try begin(words: ["--passphrase-file", passphraseFile] + words, at: terminal)
    }

    /// Starts a command of the wallet that gets its passphrase from nowhere.
    func begin(words: [String], at terminal: PseudoTerminal? = nil) throws -> CommandProcess {
        try CommandProcess(
            ["wallet", "--allow-loopback"] + words, in: folder.path,
            environment: [
                "XDG_DATA_HOME": folder.file("\(name)/data"), "XDG_CONFIG_HOME": folder.file("\(name)/config"),
                "XDG_STATE_HOME": folder.file("\(name)/state"), "LANG": "C.UTF-8",
            ], at: terminal)
    }

    /// Her credentials, as `wallet list --json` tells them.
    func credentials() throws -> [JSONValue] {
        try JSONValue(parsing: try run("--json", "list").output).array ?? []
    }

    /// The file of the vault.
    var vault: String { folder.file("\(name)/data/carnet/wallet.vault") }
}
