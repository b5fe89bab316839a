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
    let network: NetworkPolicy
    let clock: Clock
    let random: any RandomSource

    /// Puts a wallet together.
    ///
    /// - Parameters:
    ///   - vault: open.
    ///   - trust: whom the person trusts, issuers and verifiers.
    ///   - client: how the wallet reaches others.
    ///   - status: where it learns the status of credentials.
    ///   - network: which addresses may be named.
    ///   - clock: the time.
    ///   - random: keys, choices of copies, identifiers.
    public init(
        vault: CredentialVault, trust: TrustStore, client: any HTTPFetching, status: any CredentialStatusSource,
        network: NetworkPolicy, clock: Clock, random: any RandomSource
    ) {
        (self.vault, self.trust, self.client, self.status) = (vault, trust, client, status)
        (self.network, self.clock, self.random) = (network, clock, random)
    }

    var verifier: SDJWTVCVerifier {
        SDJWTVCVerifier(trust: trust, status: status, policy: CredentialPolicy(network: network))
    }
}
