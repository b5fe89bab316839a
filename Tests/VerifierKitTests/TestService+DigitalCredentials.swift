import Bytes
import HTTP
import JOSE
import JSON
import OpenID4VP
import TestSupport

@testable import VerifierKit

extension TestService {
    /// What a page knows of a transaction that goes through the Digital Credentials API.
    struct Page {
        let id: String
        /// The entries of the call, by protocol.
        let requests: [DigitalCredentialRequest]
        /// The parameters of the first entry.
        let parameters: JSONObject
        /// To which key the answer is encrypted.
        let receiver: ResponseEncryption
    }

    func beginOnPage(
        _ router: Router, protocols: [String]? = nil, transactionData: [JSONValue]? = nil
    ) throws -> Page {
        var body: JSONObject = ["dcql_query": Self.query, "response_mode": "dc_api.jwt"]
        body["protocols"] = protocols.map { .array($0.map(JSONValue.string)) }
        body["transaction_data"] = transactionData.map(JSONValue.array)
        let answer = Self.json(Self.backend(router, "POST", "/v1/transactions", .object(body)))
        let entries = answer["call"]?["digital"]?["requests"]?.array ?? []
        let requests = try entries.map { try DigitalCredentialRequest(parsing: $0.serialized()) }
        guard let first = requests.first else { throw Missing() }
        let parameters = try Self.parameters(of: first)
        guard let key = parameters["client_metadata"]?["jwks"]?["keys"]?[0] else { throw Missing() }
        return Page(
            id: answer["id"]?.string ?? "", requests: requests, parameters: parameters,
            receiver: ResponseEncryption(key: try JWK(key), encryption: .a256GCM))
    }

    /// The parameters of an entry, unchecked.
    static func parameters(of request: DigitalCredentialRequest) throws -> JSONObject {
        let payload: String
        switch request.content {
        case .unsigned(let parameters): return parameters
        case .signed(let text): payload = String(text.split(separator: ".")[1])
        case .multisigned: payload = request.data["request"]?["payload"]?.string ?? ""
        }
        return try JSONValue(parsing: try Base64URLText.decode(payload)).object ?? [:]
    }

    /// What the wallet presents to a page.
    func response(
        on page: Page, audience: String = "origin:\(TestService.origin)", nonce: String? = nil
    ) throws -> AuthorizationResponse {
        let text = try post.presentation(
            of: try post.credential(), showing: ["given_name"], audience: audience,
            nonce: nonce ?? page.parameters["nonce"]?.string ?? "", at: now)
        return AuthorizationResponse(.presentations(VPToken([("person", [text])])), state: nil)
    }

    /// What the page gets from the browser for it.
    func answer(
        on page: Page, _ response: AuthorizationResponse? = nil, exchange: DigitalCredentialProtocol = .signed,
        to receiver: ResponseEncryption? = nil
    ) throws -> JSONValue {
        try DigitalCredentialAnswer(
            try response ?? self.response(on: page), to: exchange, encryptedTo: receiver ?? page.receiver
        ).json
    }

    /// The backend of the page passes it on.
    func passOn(
        _ router: Router, _ page: Page, _ answer: JSONValue, key: APIKey? = TestService.apiKey
    ) -> HTTPResponse {
        Self.backend(router, "POST", "/v1/transactions/\(page.id)/response", answer, key: key)
    }

    func result(_ router: Router, _ page: Page) -> JSONValue {
        Self.json(Self.backend(router, "GET", "/v1/transactions/\(page.id)"))
    }
}
