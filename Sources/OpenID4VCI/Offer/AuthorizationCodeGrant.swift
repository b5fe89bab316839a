import JSON
import Rules

/// The part of an offer for wallets that let the person log in at the authorization server.
///
/// Source: OpenID4VCI 1.0 §4.1.1 (OFFER-08).
public struct AuthorizationCodeGrant: Sendable, Hashable {
    /// Passed on unchanged in the authorization request.
    public let issuerState: String?
    /// Which of several authorization servers to use, unchecked.
    public let authorizationServer: String?

    /// Describes the grant, on the issuer's side.
    public init(issuerState: String? = nil, authorizationServer: String? = nil) {
        (self.issuerState, self.authorizationServer) = (issuerState, authorizationServer)
    }

    init(_ object: JSONObject) throws(OpenID4VCIError) {
        let reader = DocumentReader(.offer, object, rule: "OFFER-08", at: "grants.authorization_code")
        issuerState = try reader.stringIfPresent(Member.issuerState.rawValue)
        authorizationServer = try reader.stringIfPresent(Member.authorizationServer.rawValue)
    }

    var json: JSONValue {
        var object = JSONObject()
        if let issuerState { object[Member.issuerState.rawValue] = .string(issuerState) }
        if let authorizationServer { object[Member.authorizationServer.rawValue] = .string(authorizationServer) }
        return .object(object)
    }

    private enum Member: String { case issuerState = "issuer_state", authorizationServer = "authorization_server" }
}
