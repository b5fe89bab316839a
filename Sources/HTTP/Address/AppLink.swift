/// A link that starts a wallet: `openid4vp://?…`, `openid-credential-offer://?…`, or an https link by agreement.
///
/// `scheme:?…`, `scheme://?…` and `scheme://anything/?…` are read alike (OFFER-02). User information and fragments are
/// refused, and characters that a URI may not have, as for `WebURL`.
public struct AppLink: Sendable, Hashable {
    /// The link exactly as it was written.
    public let text: String
    /// The scheme in small letters.
    public let scheme: String
    /// What stands behind `//`, as written; empty when nothing does.
    public let authority: String
    /// The path as written.
    public let path: String
    /// The decoded fields of the query; a repeated field stays visible.
    public let form: URLForm

    /// Reads a link.
    ///
    /// - Throws: `unusableURL`, `unusableForm`.
    public init(parsing text: String, limitBytes: Int = 16_384) throws(HTTPError) {
        let parts = try URLParts(parsing: text, limitBytes: limitBytes)
        guard parts.fragment == nil else { throw .unusableURL(.fragment) }
        let authority = parts.authority ?? ""
        guard !authority.utf8.contains(0x40) else { throw .unusableURL(.userInformation) }
        self.text = text
        self.scheme = parts.scheme
        self.authority = authority
        self.path = parts.path
        form = try URLForm(parsing: parts.query ?? "")
    }

    /// Makes a link of a scheme with an empty authority.
    ///
    /// - Throws: `unusableURL` when the scheme is none or the link becomes longer than 64 KiB.
    public init(scheme: String, _ fields: [FormField]) throws(HTTPError) {
        try self.init(parsing: "\(scheme)://?\(URLForm(fields).encoded)", limitBytes: 65_536)
    }
}
