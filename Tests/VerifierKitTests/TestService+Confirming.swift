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
        let content = try CompactSDJWT(parsing: try post.credential()).processed()
        let chosen = content.disclosures.indices.filter { content.disclosures[$0].disclosure.name == "given_name" }
        var claims = KeyBindingJWT.transactionDataClaims(hashes: hashes, algorithm: "sha-256")
        claims["jti"] = "b0R4zQ7mTk2bJw5yXc1pVg"
        claims["response_mode"] = open.request["response_mode"]
        claims["amr"] = AuthenticationMethods(passphraseCharacters: 12, isDigits: false).json
        let text = try content.presentation(disclosing: content.withAncestors(of: Set(chosen))).bound(
            by: post.holder, audience: client.text, nonce: open.request["nonce"]?.string ?? "", at: time ?? now,
            extraClaims: claims)
        let token: JSONValue = ["person": [.string(text)]]
        return try answer(
            router, open,
            [FormField("vp_token", token.text), FormField("state", open.request["state"]?.string ?? "")])
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
