public import Cryptography
public import HTTP
public import OpenID4VP
public import Rules
public import SDJWTVC
public import Trust
public import Vault

/// A person's wallet: an open vault, and everything that its decisions depend on.
///
/// ```swift
/// let wallet = Wallet(vault: vault, trust: store, client: client, …)
/// for credential in try wallet.credentials() { … }
/// ```
///
/// Its parts are the use cases: `Wallet+Receiving`, `Wallet+Adding`, `Wallet+Presenting`, `Wallet+History`.
public struct Wallet: Sendable {
    let vault: CredentialVault
    let trust: TrustStore
    let client: any HTTPFetching
    let status: any CredentialStatusSource
    let keptStatus: any CredentialStatusSource
    private(set) var types: WalletTypes
    let network: NetworkPolicy
    let profile: Profile
    let clock: Clock
    let random: any RandomSource
    let unreadable: @Sendable (Refusal) -> Void

    /// Puts a wallet together.
    ///
    /// - Parameters:
    ///   - vault: open.
    ///   - trust: whom the person trusts, issuers and verifiers.
    ///   - client: how the wallet reaches others.
    ///   - status: where it learns the status of credentials.
    ///   - keptStatus: what it knows of their status without asking anybody.
    ///   - types: what it knows about types of credentials.
    ///   - network: which addresses may be named.
    ///   - profile: which rules are enforced beyond the standards.
    ///   - clock: the time.
    ///   - random: keys, choices of copies, identifiers.
    ///   - unreadable: told of each record that cannot be read and is left out; the same may come again.
    public init(
        vault: CredentialVault, trust: TrustStore, client: any HTTPFetching, status: any CredentialStatusSource,
        keptStatus: any CredentialStatusSource = NoStatusSource(why: "nothing is kept"),
        types: WalletTypes = WalletTypes(), network: NetworkPolicy, profile: Profile = .openID4VP, clock: Clock,
        random: any RandomSource,
        unreadable: @escaping @Sendable (Refusal) -> Void = { _ in }
    ) {
        (self.vault, self.trust, self.client) = (vault, trust, client)
        (self.status, self.keptStatus) = (status, keptStatus)
        self.types = types
        (self.network, self.profile) = (network, profile)
        (self.clock, self.random, self.unreadable) = (clock, random, unreadable)
    }

    /// The same wallet, whose look-ups of types share one time from now on (SEC-03).
    func sharingTime() -> Wallet {
        var wallet = self
        wallet.types.onReceipt = types.onReceipt.map { TimedTypeMetadata($0) }
        return wallet
    }

    /// Who may be asked for what the wallet does not have.
    enum Asking {
        /// Nobody: what it has must do. A request must not make the wallet ask anybody about what the person holds before she
        /// said that it may (DSEL-10).
        case nobody
        /// Whoever publishes it.
        case others
    }

    /// A holder keeps a credential whose list cannot be had just now; that its status is unknown is in the report.
    func verifier(
        status: any CredentialStatusSource, types: (any TypeMetadataSource)?, asking: Asking
    ) -> SDJWTVCVerifier {
        var policy = CredentialPolicy(network: network)
        policy.unknownStatus = .reported
        policy.profile = profile
        policy.origin = .issuer
        return SDJWTVCVerifier(
            trust: asking == .nobody ? trust.askingNobody() : trust, status: status, typeMetadata: types,
            issuerKeys: asking == .nobody ? nil : FetchedIssuerKeys(client: client, network: network), policy: policy)
    }
}
