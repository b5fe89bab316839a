public import JOSE
public import JSON
import Rules

/// What a page gets from the Digital Credentials API, and what the wallet gave.
///
/// ```json
/// {"protocol": "openid4vp-v1-signed", "data": {"response": "eyJ…"}}
/// ```
///
/// Source: OpenID4VP 1.0 A.4 (DP-01, DP-06).
public struct DigitalCredentialAnswer: Sendable, Equatable {
    /// The protocol of the request that is answered; any text, as a page may send any.
    public let exchange: String
    /// What stands in the answer, unchecked.
    public let data: JSONObject

    private typealias Member = DigitalCredentialRequest.Member

    /// Answers a request.
    ///
    /// - Throws: `encryption`.
    public init(
        _ response: AuthorizationResponse, to exchange: DigitalCredentialProtocol,
        encryptedTo receiver: ResponseEncryption?
    ) throws(OpenID4VPError) {
        self.exchange = exchange.rawValue
        data = try response.members(encryptedTo: receiver)
    }

    /// The most bytes of an answer.
    public static let limitBytes = AuthorizationResponse.limitBytes

    /// Reads what a page passes on.
    ///
    /// - Throws: `json`, `member`.
    public init(parsing bytes: [UInt8]) throws(OpenID4VPError) {
        var limits = JSONLimits.default
        (limits.totalBytes, limits.stringBytes) = (Self.limitBytes, Self.limitBytes)
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: bytes, limits: limits) } catch { throw .json(error) }
        guard let json = value.object else {
            throw .member(rule: "DP-01", name: "answer", problem: "must be an object, it is \(value.kind.phrase)")
        }
        exchange = try json.read("DP-01") { o throws(JSONMemberError) in try o.string(Member.exchange) }
        data = try json.read("DP-06") { o throws(JSONMemberError) in try o.object(Member.data) }
    }

    /// The JSON form.
    public var json: JSONValue { [Member.exchange: .string(exchange), Member.data: .object(data)] }

    /// Reads the response, if it answers a request of these protocols.
    ///
    /// - Parameter key: the verifier's key for this answer; nil when it asked for none.
    /// - Throws: `response`, `encryption`, `json`, `member`.
    public func response(
        to asked: [DigitalCredentialProtocol], decryptingWith key: JWK.Private?
    ) throws(OpenID4VPError) -> AuthorizationResponse {
        guard asked.contains(where: { $0.rawValue.utf8.elementsEqual(exchange.utf8) }) else {
            throw .response(rule: "DP-07", problem: "the answer is of a protocol that was not asked")
        }
        return try AuthorizationResponse(digitalCredential: data, decryptingWith: key)
    }
}
