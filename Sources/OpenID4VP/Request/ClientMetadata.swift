public import JSON
import Rules

/// What a verifier says of itself in `client_metadata`.
///
/// Source: OpenID4VP 1.0 §5.1, §11.1 (REQ-12). Members that are not named here are ignored.
public struct ClientMetadata: Sendable, Equatable {
    /// The formats and algorithms that the verifier can check, by format identifier.
    public let formats: JSONObject
    /// The verifier's own name for itself; not authenticated, shown as such.
    public let name: String?

    /// Reads the member.
    ///
    /// - Throws: `member`.
    init(_ json: JSONObject) throws(OpenID4VPError) {
        formats = try json.read("REQ-12") { o throws(JSONMemberError) in
            try o.objectIfPresent("vp_formats_supported") ?? [:]
        }
        name = try json.read("REQ-12") { o throws(JSONMemberError) in try o.stringIfPresent("client_name") }
    }
}
