import Bytes
public import HTTP
import Rules

/// The name of a credential issuer or of an authorization server: an https URL of host, optional port and path.
///
/// Two identifiers are the same when they are written alike, octet by octet; a trailing slash, a capital letter or
/// `:443` makes another one. Source: OpenID4VCI 1.0 §12.2.1, RFC 8414 §2 (IDENT-01, IDENT-02).
public struct IssuerIdentifier: Sendable, Hashable, CustomStringConvertible {
    /// The identifier as a URL.
    public let url: WebURL

    /// The identifier exactly as it was written.
    public var text: String { url.text }

    /// The host, for showing to a person.
    public var host: String { url.hostText }

    /// Reads an identifier of our own configuration.
    ///
    /// - Throws: `value`.
    public init(_ text: String, hosts: HostPolicy) throws(OpenID4VCIError) {
        try self.init(text, hosts: hosts, in: .configuration, rule: "IDENT-02", member: "issuer")
    }

    init(
        _ text: String, hosts: HostPolicy, in document: Document, rule: RuleID, member: String
    ) throws(OpenID4VCIError) {
        func refused(_ fault: MemberFault) -> OpenID4VCIError { .value(document, rule: rule, member: member, fault) }
        do {
            url = try hosts.url(text)
        } catch {
            throw refused(.url(error))
        }
        guard url.query == nil else { throw refused(.identifierHas(part: "a query")) }
    }

    /// The URL of the issuer's metadata document (META-01).
    public var issuerMetadataURL: WebURL { get throws(OpenID4VCIError) { try wellKnown("openid-credential-issuer") } }

    /// The URL of the authorization server's metadata document (META-30).
    public var serverMetadataURL: WebURL { get throws(OpenID4VCIError) { try wellKnown("oauth-authorization-server") } }

    /// The URL of something below the identifier.
    ///
    /// - Parameter path: begins with a slash, is percent-encoded.
    public func endpoint(_ path: String) throws(OpenID4VCIError) -> WebURL {
        let base = text.hasSuffix("/") ? String(text.dropLast()) : text
        do { return try WebURL(parsing: base + path) } catch { throw .http(error) }
    }

    /// The text.
    public var description: String { text }

    func checkIdentical(
        _ other: String, in document: Document, rule: RuleID, member: String
    ) throws(OpenID4VCIError) {
        guard haveSameBytes(text, other) else {
            throw .value(document, rule: rule, member: member, .notIdentical(to: text))
        }
    }

    private func wellKnown(_ name: String) throws(OpenID4VCIError) -> WebURL {
        do { return try url.wellKnown(name) } catch { throw .http(error) }
    }
}
