import Bytes
import Cryptography
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWT
import TestSupport

@testable import VerifierKit

extension TestService {
    /// What may be confirmed with the credential that the query asks for, from the examples.
    static func confirmable(_ name: String = "payment") throws -> JSONObject {
        var object = try JSONValue(parsing: try repositoryFile("examples/transaction-data/\(name).json")).object ?? [:]
        object["credential_ids"] = ["person"]
        return object
    }

    /// Answers as the wallet does, with those hashes of what was confirmed.
    func confirm(
        _ router: Router, _ open: Open, hashes: [String], at time: UnixTime? = nil
    ) throws -> HTTPResponse {
        let text = try confirmation(
            nonce: open.request["nonce"]?.string ?? "", mode: open.request["response_mode"]?.string ?? "",
            hashes: hashes, at: time)
        let token: JSONValue = ["person": [.string(text)]]
        return try answer(
            router, open,
            [FormField("vp_token", token.text), FormField("state", open.request["state"]?.string ?? "")])
    }

    /// The presentation with which a wallet confirms; of the post's usual credential for nil.
    func confirmation(
        nonce: String, mode: String, hashes: [String], at time: UnixTime? = nil, of credential: String? = nil,
        code: String = "b0R4zQ7mTk2bJw5yXc1pVg"
    ) throws -> String {
        let content = try CompactSDJWT(parsing: try credential ?? post.credential()).processed()
        let chosen = content.disclosures.indices.filter { content.disclosures[$0].disclosure.name == "given_name" }
        var claims = KeyBindingJWT.transactionDataClaims(hashes: hashes, algorithm: "sha-256")
        claims["jti"] = .string(code)
        claims["response_mode"] = .string(mode)
        claims["amr"] = AuthenticationMethods(passphraseCharacters: 12, isDigits: false).json
        return try content.presentation(disclosing: content.withAncestors(of: Set(chosen))).bound(
            by: post.holder, audience: client.text, nonce: nonce, at: time ?? now, extraClaims: claims)
    }
}

extension TestService {
    /// What the wallet presents to a page that has something confirmed.
    func confirming(on page: Page, _ sent: [String]) throws -> AuthorizationResponse {
        let hashes = sent.map { Base64URL.encode(HashAlgorithm.sha256.hash(Array($0.utf8))) }
        let content = try CompactSDJWT(parsing: try post.credential()).processed()
        let chosen = content.disclosures.indices.filter { content.disclosures[$0].disclosure.name == "given_name" }
        var claims = KeyBindingJWT.transactionDataClaims(hashes: hashes, algorithm: "sha-256")
        claims["jti"] = .string(Base64URL.encode(SystemRandom().bytes(16)))
        claims["response_mode"] = "dc_api.jwt"
        claims["amr"] = AuthenticationMethods(passphraseCharacters: 12, isDigits: false).json
        let text = try content.presentation(disclosing: content.withAncestors(of: Set(chosen))).bound(
            by: post.holder, audience: "origin:\(Self.origin)", nonce: page.parameters["nonce"]?.string ?? "", at: now,
            extraClaims: claims)
        return AuthorizationResponse(.presentations(VPToken([("person", [text])])), state: nil)
    }
}

extension TestService.Open {
    /// What the request asks to confirm, as it was sent.
    var transactionData: [String] { request["transaction_data"]?.array?.compactMap(\.string) ?? [] }
}
