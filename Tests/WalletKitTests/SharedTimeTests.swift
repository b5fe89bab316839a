import HTTP
import JSON
import OpenID4VCI
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing

@testable import WalletKit

/// That many types make a person wait no longer than one.
@Suite struct SharedTimeTests {
    /// Servers that each take a moment of the clock of the machine and have nothing.
    private final class Slow: TypeMetadataSource {
        static let secondsEach = 0.02
        private let state = Mutex<[Double]>([])

        /// What was left for each document that was asked for.
        var secondsLeft: [Double] { state.withLock { $0 } }

        func document(
            about type: String, matching integrity: SubresourceIntegrity?, at time: UnixTime, within budget: TimeBudget
        ) throws(TypeMetadataError) -> [UInt8] {
            let left = budget.secondsLeft
            state.withLock { $0.append(left) }
            while !budget.isSpent, budget.secondsLeft > left - Self.secondsEach {}
            throw .unavailable(type: type, why: "test")
        }
    }

    /// An issuer that asks for nothing and gives a credential of each type.
    private struct Issuer: HTTPFetching {
        static let address = "https://post.example"
        let post: TestPost
        let types: [String]

        func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
            switch request.url.text.dropFirst(Self.address.count) {
            case "/.well-known/openid-credential-issuer":
                let configurations = types.map { ($0, ["format": "dc+sd-jwt", "vct": .string($0)] as JSONValue) }
                return .json([
                    "credential_issuer": .string(Self.address), "credential_endpoint": .string("\(Self.address)/give"),
                    "credential_configurations_supported": .object(JSONObject(configurations)),
                ])
            case "/.well-known/oauth-authorization-server":
                return .json([
                    "issuer": .string(Self.address), "token_endpoint": .string("\(Self.address)/token"),
                    "grant_types_supported": [.string(GrantType.preAuthorizedCode.rawValue)],
                    "pre-authorized_grant_anonymous_access_supported": true,
                ])
            case "/token": return .json(["access_token": "at", "token_type": "Bearer"])
            default:
                let type = (try? JSONValue(parsing: request.body))?["credential_configuration_id"] ?? .null
                guard let text = try? SharedTimeTests.credential(of: type, post, bound: false) else {
                    throw .hostNotFound(host: request.url.host)
                }
                return .json(["credentials": [["credential": .string(text)]]])
            }
        }
    }

    private let test: TestWallet
    private let bank: TestBank
    private let slow = Slow()
    private let types = (0..<4).map { "https://types.example/\($0)" }

    init() throws { (test, bank) = (try TestWallet(), try TestBank()) }

    private func wallet(_ client: any HTTPFetching) -> Wallet {
        Wallet(
            vault: test.wallet.vault, trust: bank.trust(test.post, types: Set(types)), client: client,
            status: NoStatusSource(why: "test"), types: WalletTypes(onReceipt: slow), network: .secure,
            clock: .fixed(TestPost.time), random: test.wallet.random)
    }

    private static func credential(of type: JSONValue, _ post: TestPost, bound: Bool) throws -> String {
        var claims = TestPost.claims
        claims["vct"] = type
        return try post.credential(claims: claims, bound: bound)
    }

    private func expectShared(after earlier: Int = 0) {
        let left = slow.secondsLeft.dropFirst(earlier)
        #expect(left.count == types.count)
        for (one, next) in zip(left, left.dropFirst()) { #expect(next <= one - Slow.secondsEach) }
    }

    @Test func `SEC-03 PAY-04 all types that a presentation has looked up share one time`() throws {
        let wallet = wallet(test.network)
        for type in types {
            let text = try Self.credential(of: .string(type), test.post, bound: true)
            _ = try wallet.add(text, key: test.post.holder)
        }
        let queries = types.indices.map { TestBank.query("q\($0)", type: types[$0]) }
        let entry = try TestBank.entry(ids: types.indices.map { "q\($0)" })
        let proposal = try wallet.proposal(for: try bank.link([entry], queries: queries).link)
        #expect(proposal.lookUps.count == types.count)
        _ = try wallet.lookingUp(proposal)
        expectShared(after: types.count)
    }

    @Test func `SEC-03 VC-50 all types that an issuance has looked up share one time`() throws {
        let wallet = wallet(Issuer(post: test.post, types: types))
        let grant = PreAuthorizedGrant(code: "c", transactionCode: nil, authorizationServer: nil)
        let offer = CredentialOffer(
            issuer: try IssuerIdentifier(Issuer.address, hosts: .publicHosts), configurationIDs: types,
            grants: .init(preAuthorized: grant))
        let plan = try wallet.receiver.plan(offer)
        let authorized = try wallet.receiver.authorized(plan, transactionCode: nil)
        #expect(try wallet.receive(authorized, copies: 1).items.count == types.count)
        expectShared()
    }
}
