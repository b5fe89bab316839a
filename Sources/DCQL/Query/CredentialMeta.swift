public import JSON

/// Which types of credentials a query accepts.
///
/// Source: OpenID4VP §6.1 and appendix B (DCQL-03).
public struct CredentialMeta: Sendable, Hashable {
    /// What the format's own members say.
    public enum Accepted: Sendable, Hashable {
        /// `dc+sd-jwt`: the value of `vct` is one of these.
        case types([String])
        /// `mso_mdoc`: this doctype.
        case doctype(String)
        /// `jwt_vc_json`, `ldp_vc`: the credential has all types of one of these.
        case typeValues([[String]])
        /// A format that we do not know; nothing matches.
        case unknown
    }

    /// The types.
    public let accepted: Accepted
    /// The object `meta` as it came, with members that we do not know.
    public let json: JSONObject
}
