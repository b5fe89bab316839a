import JSON
import Rules

/// The part of an offer that lets whoever holds it fetch a token, with a transaction code where one is asked.
///
/// Source: OpenID4VCI 1.0 §4.1.1 (OFFER-09, OFFER-10).
public struct PreAuthorizedGrant: Sendable, Hashable {
    /// The single-use code; a secret.
    public let code: String
    /// Present exactly when the person must type a code.
    public let transactionCode: TransactionCodeInput?
    /// Which of several authorization servers to use, unchecked.
    public let authorizationServer: String?

    /// Describes the grant, on the issuer's side.
    public init(code: String, transactionCode: TransactionCodeInput? = nil, authorizationServer: String? = nil) {
        (self.code, self.transactionCode, self.authorizationServer) = (code, transactionCode, authorizationServer)
    }

    init(_ object: JSONObject) throws(OpenID4VCIError) {
        let reader = DocumentReader(.offer, object, rule: "OFFER-09", at: "grants.pre-authorized_code")
        code = try reader.opaque(Member.code.rawValue)
        let input = try reader.objectIfPresent(Member.transactionCode.rawValue)
        if let input { transactionCode = try TransactionCodeInput(input) } else { transactionCode = nil }
        authorizationServer = try reader.stringIfPresent(Member.authorizationServer.rawValue)
    }

    var json: JSONValue {
        var object = JSONObject()
        object[Member.code.rawValue] = .string(code)
        if let transactionCode { object[Member.transactionCode.rawValue] = transactionCode.json }
        if let authorizationServer { object[Member.authorizationServer.rawValue] = .string(authorizationServer) }
        return .object(object)
    }

    private enum Member: String {
        // A hyphen, then an underscore: the standard spells it so (TRAP-14).
        case code = "pre-authorized_code"
        case transactionCode = "tx_code"
        case authorizationServer = "authorization_server"
    }
}
