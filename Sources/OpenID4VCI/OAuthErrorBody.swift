import CredentialModel
public import JSON
public import Rules

/// The JSON body of an error answer.
///
/// Source: RFC 6749 §5.2, OpenID4VCI 1.0 §8.3.1.2 (HTTP-07, CRED-34).
public struct OAuthErrorBody: Sendable, Hashable {
    /// What programs decide by.
    public let code: OAuthErrorCode
    /// A sentence for logs; never decided by.
    public let text: String?

    /// Makes the body that names the rule; nothing that was received is in it.
    public init(_ code: OAuthErrorCode, _ refusal: Refusal) {
        self.code = code
        text = Self.permitted("\(refusal.rule): \(refusal.problem)")
    }

    /// Reads the body of a peer.
    ///
    /// - Throws: `notAnObject`, `member`: an answer without `error` is no error answer.
    public init(_ value: JSONValue) throws(OpenID4VCIError) {
        guard let object = value.object else { throw .notAnObject(.errorResponse, rule: "CRED-34", place: "") }
        let reader = DocumentReader(.errorResponse, object, rule: "CRED-34")
        code = OAuthErrorCode(rawValue: try reader.opaque("error"))
        text = object["error_description"]?.string.map { DisplayText($0, limit: 512).description }
    }

    /// The object on the wire.
    public var json: JSONValue {
        var object = JSONObject([("error", .string(code.rawValue))])
        if let text { object["error_description"] = .string(text) }
        return .object(object)
    }

    /// Quote marks become apostrophes; whatever else the character set of HTTP-07 lacks becomes a question mark.
    static func permitted(_ text: String) -> String {
        String(
            decoding: text.unicodeScalars.map { scalar -> UInt8 in
                switch scalar.value {
                case 0x20, 0x21, 0x23...0x5B, 0x5D...0x7E: UInt8(scalar.value)
                case 0x22: 0x27
                default: 0x3F
                }
            }, as: UTF8.self)
    }
}
