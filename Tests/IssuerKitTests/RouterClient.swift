import Bytes
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules

@testable import IssuerKit

/// A client whose network is a route table in this process.
struct RouterClient: HTTPFetching {
    let router: Router
    var address: String? = "203.0.113.7"

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        router.respond(
            to: HTTPRequest(
                method: request.method, path: request.url.path, query: try request.url.queryFields(),
                headers: request.headers, body: request.body, clientAddress: address, id: "r"))
    }
}

/// What an answer looks like to a test: the status and the value of `error`.
struct Answer: Equatable, CustomStringConvertible {
    let status: Int
    let error: String?

    init(_ status: Int, _ error: String?) { (self.status, self.error) = (status, error) }

    init(_ response: HTTPResponse) {
        self.init(response.status, (try? JSONValue(parsing: response.body))?["error"]?.string)
    }

    var description: String { "\(status) \(error ?? "")" }
}

extension TestIssuer {
    func respond(
        _ method: String, _ path: String, type: String? = nil, _ body: String = "", query: [FormField] = [],
        bearer: String? = nil, address: String? = nil
    ) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        if let type { headers.add("Content-Type", type) }
        if let bearer { headers.add("Authorization", "Bearer \(bearer)") }
        return service.router.respond(
            to: HTTPRequest(
                method: method, path: path, query: query, headers: headers, body: Array(body.utf8),
                clientAddress: address,
                id: "r"))
    }

    func token(_ fields: [String: String], base: String = "/kea") -> HTTPResponse {
        let form = URLForm(fields.map { FormField($0.key, $0.value) })
        return respond("POST", "\(base)/token", type: "application/x-www-form-urlencoded", form.encoded)
    }

    func redeem(_ code: String, transactionCode: String? = nil, details: String? = nil) -> HTTPResponse {
        var fields = ["grant_type": GrantType.preAuthorizedCode.rawValue, "pre-authorized_code": code]
        fields["tx_code"] = transactionCode
        fields["authorization_details"] = details
        return token(fields)
    }

    /// A token for a new offer.
    func accessToken(_ type: String = "po-box", _ claims: JSONObject = TestIssuer.box) throws -> String {
        try JSONValue(parsing: redeem(try code(try offer(type, claims))).body)["access_token"]?.string ?? ""
    }

    func nonce() throws -> String {
        try JSONValue(parsing: respond("POST", "/kea/nonce").body)["c_nonce"]?.string ?? ""
    }

    func credential(_ body: JSONValue, bearer: String?) -> HTTPResponse {
        respond("POST", "/kea/credential", type: "application/json", body.text, bearer: bearer)
    }

    func proof(_ key: any SigningKey, nonce: String?, clientID: String? = nil) throws -> JSONValue {
        .string(
            try ProofJWT.text(
                for: settings.issuer, nonce: nonce, clientID: clientID, key: key, algorithm: .es256, at: now))
    }

    /// A good request for copies of a configuration.
    func request(_ id: String = "po-box", keys: [any SigningKey], nonce: String) throws -> JSONValue {
        [
            "credential_configuration_id": .string(id),
            "proofs": ["jwt": .array(try keys.map { try proof($0, nonce: nonce) })],
        ]
    }
}
