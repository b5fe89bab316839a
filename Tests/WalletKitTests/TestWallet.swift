import Cryptography
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Trust
import Vault

@testable import WalletKit

/// A wallet in this process: a real vault in a temporary folder, and a network that a test answers for.
final class TestWallet: Sendable {
    /// Answers every request with what a test wants, and keeps what was sent.
    final class Network: HTTPFetching {
        let sent = Mutex<[OutboundRequest]>([])
        let answer = Mutex(HTTPResponse.json([:]))

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            sent.withLock { $0.append(request) }
            return answer.withLock { $0 }
        }

        var forms: [URLForm] { sent.withLock { $0.compactMap { try? URLForm(parsing: $0.body) } } }
    }

    let folder: TemporaryFolder
    let post: TestPost
    let network = Network()
    let wallet: Wallet

    init() throws {
        folder = try TemporaryFolder()
        post = try TestPost()
        var passphrase = Array("correct horse battery staple".utf8)
        let vault = try CredentialVault(
            creating: folder.file("wallet.vault"), with: .passphrase(try SecretBytes(wiping: &passphrase)),
            VaultConfiguration(epochs: nil, passphraseCost: .smallest))
        wallet = Self.wallet(vault, post.trust(), network)
    }

    /// The same wallet with something in another way.
    func wallet(
        vault: CredentialVault? = nil, trust: TrustStore? = nil, clock: Clock = .fixed(TestPost.time),
        random: any RandomSource = SystemRandom(), unreadable: @escaping @Sendable (Refusal) -> Void = { _ in }
    ) -> Wallet {
        Self.wallet(
            vault ?? wallet.vault, trust ?? post.trust(), network, clock: clock, random: random,
            unreadable: unreadable)
    }

    private static func wallet(
        _ vault: CredentialVault, _ trust: TrustStore, _ network: Network, clock: Clock = .fixed(TestPost.time),
        random: any RandomSource = SystemRandom(), unreadable: @escaping @Sendable (Refusal) -> Void = { _ in }
    ) -> Wallet {
        Wallet(
            vault: vault, trust: trust, client: network, status: NoStatusSource(why: "test"), network: .secure,
            clock: clock, random: random, unreadable: unreadable)
    }

    /// What a wallet told of records that it could not read.
    final class Told: Sendable {
        private let refusals = Mutex<[Refusal]>([])

        var codes: [String] { refusals.withLock { $0.map(\.code) } }

        var note: @Sendable (Refusal) -> Void { { refusal in self.refusals.withLock { $0.append(refusal) } } }
    }

    /// A request by value that is not signed, from a verifier of that name.
    static func request(
        from host: String = "bank.example", claims: [String] = ["given_name"],
        change: (inout [FormField]) -> Void = { _ in }
    ) throws -> String {
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(TestPost.type)]],
                    "claims": .array(claims.map { ["path": [.string($0)]] }),
                ]
            ]
        ]
        var fields = [
            FormField("client_id", "redirect_uri:https://\(host)/response"), FormField("response_type", "vp_token"),
            FormField("response_mode", "direct_post"), FormField("response_uri", "https://\(host)/response"),
            FormField("nonce", "n-0S6_WzA2MjAAAAAA"), FormField("state", "af0ifjsldkj"),
            FormField("dcql_query", query.text),
        ]
        change(&fields)
        return try AppLink(scheme: "openid4vp", fields).text
    }
}

/// Random bytes; something else happens before the first of them come.
final class InterruptedRandom: RandomSource {
    private let interruption: Mutex<(() -> Void)?>

    init(_ interruption: @escaping @Sendable () -> Void) { self.interruption = Mutex(interruption) }

    func bytes(_ count: Int) -> [UInt8] {
        let interruption = interruption.withLock { interruption in
            defer { interruption = nil }
            return interruption
        }
        interruption?()
        return SystemRandom().bytes(count)
    }
}
