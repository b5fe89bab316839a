public import JOSE
import JSON
import Rules

/// What a verifier says of itself in `client_metadata`.
///
/// Source: OpenID4VP 1.0 §5.1, §11.1 (REQ-12). Members that are not named here are ignored.
public struct ClientMetadata: Sendable {
    /// What is announced by a verifier that does not say how it decrypts.
    static let defaultEncryptions = [ContentEncryption.a128GCM.rawValue]

    /// The formats and algorithms that the verifier can check; nil when it does not say.
    public let formats: FormatSupport?
    /// The verifier's own name for itself; not authenticated, shown as such.
    public let name: String?
    /// `jwks`: keys to encrypt to; they never verify the request.
    public let keys: JWKSet
    /// `encrypted_response_enc_values_supported`, unknown names included.
    public let encryptions: [String]

    /// Reads the member.
    ///
    /// - Throws: `member`, `jose` for a set of keys that breaks a rule.
    init(_ json: JSONObject) throws(OpenID4VPError) {
        let formats = try json.read("REQ-12") { o throws(JSONMemberError) in
            try o.objectIfPresent("vp_formats_supported")
        }
        self.formats = if let formats { try FormatSupport(formats) } else { nil }
        name = try json.read("REQ-12") { o throws(JSONMemberError) in try o.stringIfPresent("client_name") }
        encryptions = try json.read("ENC-03") { o throws(JSONMemberError) in
            try o.stringsIfPresent("encrypted_response_enc_values_supported") ?? Self.defaultEncryptions
        }
        guard let value = json["jwks"] else {
            keys = JWKSet([])
            return
        }
        do throws(JOSEError) { keys = try JWKSet(value) } catch { throw .jose(error) }
    }
}
