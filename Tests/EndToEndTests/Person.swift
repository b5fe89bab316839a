import Glibc
import JSON
import TestSupport

/// A person with a wallet of her own.
final class Person {
    let folder: TemporaryFolder
    /// The name of her folder, in which the wallet leaves everything that it leaves.
    let name: String
    let passphrase: String
    /// What her wallet showed once; empty for a copy of the wallet for all tests.
    private(set) var recoveryKey = ""
    private var passphraseFile: String { folder.file("\(name)-passphrase") }

    /// Makes a wallet.
    init(_ name: String, in folder: TemporaryFolder, passphrase: String) throws {
        (self.name, self.folder, self.passphrase) = (name, folder, passphrase)
        try folder.write(Array("\(passphrase)\n".utf8), to: "\(name)-passphrase")
        let made = try run("--yes", "init")
        guard made.code == 0 else { throw CommandProcess.Failure.notStarted(reason: made.messages) }
        recoveryKey = made.output.split(separator: "\n").dropFirst(2).joined().filter { $0 != " " }
    }

    /// Gets a copy of a wallet that was made once for all tests, since making one takes seconds.
    init(_ name: String, in folder: TemporaryFolder, trusting post: PostOffice? = nil, _ bank: Bank? = nil) throws {
        let model = try EmptyWallet.made.get()
        (self.name, self.folder, passphrase) = (name, folder, EmptyWallet.passphrase)
        try folder.write(Array("\(passphrase)\n".utf8), to: "\(name)-passphrase")
        try model.copy(for: self)
        if let post { try trust(post, bank) }
    }

    /// Trusts a post office and a bank.
    func trust(_ post: PostOffice, _ bank: Bank?) throws {
        _ = try begin(["--yes"] + TrustWords.issuer(post.anchor)).ended()
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
    var vault: String { folder.file(path(of: .vault)) }

    fileprivate func path(of file: WalletFile) -> String { "\(name)/\(file.rawValue)" }
}

/// The files of a wallet, by their place in a person's folder.
private enum WalletFile: String, CaseIterable {
    case vault = "data/carnet/wallet.vault"
    case epochs = "state/carnet/epochs"
}

/// What `wallet init` leaves, kept in memory.
private struct EmptyWallet {
    static let passphrase = "correct horse battery staple"
    static let made = Result {
        let person = try Person("model", in: TemporaryFolder(), passphrase: passphrase)
        return EmptyWallet(
            files: WalletFile.allCases.map { ($0, person.folder.bytes(of: person.path(of: $0)) ?? []) })
    }

    private let files: [(place: WalletFile, content: [UInt8])]

    func copy(for person: Person) throws {
        for (place, content) in files {
            let path = person.path(of: place)
            var folder = ""
            for part in path.split(separator: "/").dropLast() {
                folder += folder.isEmpty ? String(part) : "/\(part)"
                unsafe mkdir(person.folder.file(folder), 0o700)
            }
            try person.folder.write(content, to: path)
        }
    }
}
