import Cryptography
import DCQL
import Files
import HTTPClient
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import Terminal
import TokenStatusList
import Trust
import TrustCommands
import TrustFetching
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
    /// - Parameters:
    ///   - reuse: whether a status list from an earlier run spares a fetch.
    ///   - matching: whether a credential answers for the types that its own extends.
    /// - Throws: `noWallet` before anything is asked, and what opening throws.
    func wallet(
        lists reuse: StatusListReuse = .whileFresh, matching: DCQLPolicy.Types = .own
    ) throws -> Wallet {
        try authenticated(lists: reuse, matching: matching).wallet
    }

    /// The same, with what is known of the person who opened it: nothing stays unlocked between commands, so the passphrase
    /// was given for this one (PAY-14).
    func authenticated(
        lists reuse: StatusListReuse = .whileFresh, matching: DCQLPolicy.Types = .own
    ) throws -> (wallet: Wallet, methods: AuthenticationMethods) {
        try requireFile()
        let passphrase = try passphrase(isNew: false)
        let methods = Self.methods(of: passphrase)
        let secret = SlotSecret.passphrase(passphrase)
        call.console.progress("opening the wallet")
        let vault = try vault(with: secret)
        let client = CurlClient(ClientConfiguration(reach: call[WalletOptions.loopback] ? .test : .publicInternet))
        let trusted = TrustFolder(path: trustPath)
        let lists = TrustDocumentClient(reach: call[WalletOptions.loopback] ? .test : .publicInternet)
        // Where a certificate says that it may be revoked, that is asked for: of issuers and of verifiers (RPC-05).
        let store = try trusted.store(readAt: Clock.system.now)
            .asking(RevocationPolicy(source: try lists.reader(of: trusted, entityTags: .leftAside)))
        let kept = KeptStatusLists(vault: vault)
        let wallet = Wallet(
            vault: vault, trust: store, client: client,
            status: FetchedStatusSource(
                client: client, network: network, store: kept, reuse: reuse, profile: profile),
            keptStatus: FetchedStatusSource(keptIn: kept, profile: profile),
            types: types(client, KeptTypeMetadata(vault: vault), matching), network: network, profile: profile,
            clock: .system,
            random: SystemRandom(), unreadable: warnOnce())
        return (wallet, methods)
    }

    /// What kind of passphrase it is, and nothing more of it.
    private static func methods(of passphrase: borrowing SecretBytes) -> AuthenticationMethods {
        // Every character of UTF-8 has one byte that goes on with no other.
        let characters = passphrase.count { $0 & 0xC0 != 0x80 }
        let digits = passphrase.count { (0x30...0x39).contains($0) }
        return AuthenticationMethods(passphraseCharacters: characters, isDigits: digits == passphrase.count)
    }

    /// What came with the program is looked at first: then nobody learns who looks (TMETA-04).
    private func types(
        _ client: CurlClient, _ kept: KeptTypeMetadata, _ matching: DCQLPolicy.Types
    ) -> WalletTypes {
        let shipped = ShippedFolder("type-metadata").path.flatMap { try? TypeMetadataFolder(path: $0) }
        let near: [any TypeMetadataSource] = shipped.map { [$0] } ?? []
        return WalletTypes(
            onReceipt: TypeMetadataSources(
                near + [FetchedTypeMetadata(client: client, network: network, store: kept)]),
            kept: TypeMetadataSources(near + [FetchedTypeMetadata(keptIn: kept, network: network)]),
            language: Names(call).language, matching: matching)
    }

    /// Refuses before anything is asked when there is no wallet.
    func requireFile() throws {
        guard Files.exists(vaultPath) else { throw OpenWalletError.noWallet(path: vaultPath) }
    }

    /// The vault; what it warns of is passed on.
    func vault(with secret: borrowing SlotSecret) throws -> CredentialVault {
        let vault = try CredentialVault(opening: vaultPath, with: secret, configuration)
        for warning in vault.warnings { call.console.warn(Text(warning.description)) }
        for change in vault.changesOutside { call.console.warn(Text(change.description)) }
        return vault
    }

    /// Each damaged record is named once, however often it is met.
    private func warnOnce() -> @Sendable (Refusal) -> Void {
        let told = Mutex<Set<String>>([])
        let console = call.console
        return { refusal in
            let words = refusal.description
            if told.withLock({ $0.insert(words).inserted }) { console.warn(Text(words)) }
        }
    }

    var network: NetworkPolicy { call[WalletOptions.loopback] ? .loopbackAllowed : .secure }

    var profile: Profile { call[WalletOptions.haip] ? .haip : .openID4VP }

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
        let source = try source(WalletOptions.passphraseFile, WalletOptions.passphraseDescriptor)
        return isNew ? try newPassphrase(from: source) : try secret("Passphrase", from: source)
    }

    /// Where a secret comes from that a file or a descriptor may give, but not both.
    func source(_ file: Option<String>, _ descriptor: Option<Int>) throws -> SecretSource {
        try call.refuseBoth(file, descriptor)
        if let path = call[file] { return .file(path) }
        return call[descriptor].map { .descriptor(Int32($0)) } ?? .prompt
    }

    /// A secret in guarded memory.
    func secret(_ question: Text, from source: SecretSource) throws -> SecretBytes {
        let typed = try call.console.secret(question, from: source)
        return try typed.withBytes { span throws(CryptographyError) in try SecretBytes(copying: span) }
    }

    /// A passphrase that is typed twice.
    func newPassphrase(from source: SecretSource) throws -> SecretBytes {
        let typed = try call.console.newSecret("New passphrase", from: source)
        return try typed.withBytes { span throws(CryptographyError) in try SecretBytes(copying: span) }
    }

    private func folder(_ variable: String, _ fallback: String) -> String {
        if let path = call.environment[variable], path.hasPrefix("/") { return path }
        return "\(call.environment["HOME"] ?? ".")/\(fallback)"
    }
}
