import Cryptography
import Files
import HTTPClient
import OpenID4VP
import Rules
import Terminal
import TokenStatusList
import Trust
import Vault
import WalletKit

/// Why there is nothing to open.
enum OpenWalletError: RuleError {
    /// There is no file where the wallet is looked for.
    case noWallet(path: String)

    var refusal: Refusal {
        switch self {
        case .noWallet(let path):
            Refusal(
                "MASVS-STORAGE", "no_wallet", "there is no wallet at \(path)",
                hint: "'wallet init' makes one; --vault names another")
        }
    }
}

/// Opens what a command works with: paths, passphrase, vault, trust, network.
struct OpenWallet {
    let call: Invocation

    init(_ call: Invocation) { self.call = call }

    /// The wallet, opened with the passphrase; what the vault warns of is passed on.
    ///
    /// - Parameter reuse: whether a status list from an earlier run spares a fetch.
    /// - Throws: `noWallet` before anything is asked, and what opening throws.
    func wallet(lists reuse: StatusListReuse = .whileFresh) throws -> Wallet {
        guard Files.exists(vaultPath) else { throw OpenWalletError.noWallet(path: vaultPath) }
        let secret = try passphrase(isNew: false)
        call.console.progress("opening the wallet")
        let vault = try CredentialVault(opening: vaultPath, with: .passphrase(secret), configuration)
        for warning in vault.warnings { call.console.warn(Text(warning.description)) }
        for change in vault.changesOutside { call.console.warn(Text(change.description)) }
        let client = CurlClient(ClientConfiguration(reach: call[WalletOptions.loopback] ? .test : .publicInternet))
        let store = try TrustFolder(path: trustPath).store()
        return Wallet(
            vault: vault, trust: store, client: client,
            status: FetchedStatusSource(
                client: client, trust: store, network: network, store: KeptStatusLists(vault: vault), reuse: reuse),
            network: network,
            clock: .system, random: SystemRandom())
    }

    var network: NetworkPolicy { call[WalletOptions.loopback] ? .loopbackAllowed : .secure }

    var vaultPath: String {
        call[WalletOptions.vault] ?? "\(folder("XDG_DATA_HOME", ".local/share"))/carnet/wallet.vault"
    }

    var trustPath: String { call[WalletOptions.trust] ?? "\(folder("XDG_CONFIG_HOME", ".config"))/carnet/trust" }

    /// Where the highest epoch is remembered, apart from the vault, so that an older copy of the vault is noticed.
    var configuration: VaultConfiguration {
        let state = "\(folder("XDG_STATE_HOME", ".local/state"))/carnet"
        // Without the folder the vault opens all the same and warns.
        try? Files.makeFolder(state)
        return VaultConfiguration(epochs: EpochFile(path: "\(state)/epochs"))
    }

    func passphrase(isNew: Bool) throws -> SecretBytes {
        let source: SecretSource
        switch (call[WalletOptions.passphraseFile], call[WalletOptions.passphraseDescriptor]) {
        case (let path?, nil): source = .file(path)
        case (nil, let number?): source = .descriptor(Int32(number))
        case (nil, nil): source = .prompt
        case (.some, .some):
            try call.refuseBoth(WalletOptions.passphraseFile, WalletOptions.passphraseDescriptor)
            source = .prompt
        }
        let typed =
            isNew
            ? try call.console.newSecret("New passphrase", from: source)
            : try call.console.secret("Passphrase", from: source)
        return try typed.withBytes { span throws(CryptographyError) in try SecretBytes(copying: span) }
    }

    private func folder(_ variable: String, _ fallback: String) -> String {
        if let path = call.environment[variable], path.hasPrefix("/") { return path }
        return "\(call.environment["HOME"] ?? ".")/\(fallback)"
    }
}
