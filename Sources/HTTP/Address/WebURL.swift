/// An absolute `https` or `http` URL, parsed strictly, with its text kept exactly.
///
/// ```swift
/// let issuer = try WebURL(parsing: "https://example.com/tenant/1234")
/// try issuer.wellKnown("jwt-vc-issuer").text  // https://example.com/.well-known/jwt-vc-issuer/tenant/1234
/// ```
///
/// Two URLs are equal when their texts are, octet by octet (IDENT-01). User information, backslashes, control
/// characters, anything outside ASCII, and numeric hosts in unusual spellings are refused, since programs read them
/// differently. Source: RFC 3986 §3 (SEC-24).
public struct WebURL: Sendable, Hashable, CustomStringConvertible {
    /// The schemes that are fetched.
    public enum Scheme: String, Sendable {
        /// HTTP over TLS.
        case https
        /// Plain HTTP; `CurlClient` fetches it in test mode from loopback only.
        case http

        var defaultPort: Int { self == .https ? 443 : 80 }
    }

    /// The URL exactly as it was written.
    public let text: String
    /// The scheme.
    public let scheme: Scheme
    /// The DNS name in small letters, or the address in its usual spelling without brackets.
    public let host: String
    /// The address when the host is a literal.
    public let address: IPAddress?
    /// The port that is written, if one is.
    public let explicitPort: Int?
    /// The path as written: empty, or beginning with a slash.
    public let path: String
    /// The query as written, without the question mark; nil when there is none.
    public let query: String?
    /// The fragment as written, without the number sign; nil when there is none.
    public let fragment: String?

    private let authority: String

    /// Reads a URL.
    ///
    /// - Throws: `unusableURL`.
    public init(parsing text: String, limitBytes: Int = 8192) throws(HTTPError) {
        let parts = try URLParts(parsing: text, limitBytes: limitBytes)
        guard let scheme = Scheme(rawValue: parts.scheme) else { throw .unusableURL(.scheme(found: parts.scheme)) }
        guard let authority = parts.authority, !authority.isEmpty else { throw .unusableURL(.noHost) }
        let host = try URLHost(authority: authority)
        self.text = text
        self.scheme = scheme
        self.authority = authority
        (self.host, address, explicitPort) = (host.name, host.address, host.port)
        (path, query, fragment) = (parts.path, parts.query, parts.fragment)
    }

    /// The port that is written, or the usual one of the scheme.
    public var port: Int { explicitPort ?? scheme.defaultPort }

    /// Whether the host is a loopback address, or the name `localhost`, which resolves to one (RFC 6761 §6.3).
    public var isLoopback: Bool { address?.isLoopback ?? (host == "localhost") }

    /// Scheme, host and port as a browser compares them; the usual port is left out.
    public var origin: String {
        let suffix = explicitPort.map { $0 == scheme.defaultPort ? "" : ":\($0)" } ?? ""
        return "\(scheme.rawValue)://\(hostText)\(suffix)"
    }

    /// The host as a URL spells it: IPv6 in brackets.
    public var hostText: String {
        if case .v6 = address { "[\(host)]" } else { host }
    }

    /// The decoded fields of the query.
    ///
    /// - Throws: `unusableForm`.
    public func queryFields() throws(HTTPError) -> [FormField] { try URLForm(parsing: query ?? "").fields }

    /// The URL of a document about the identifier, put between its host and its path.
    ///
    /// A terminating slash of the path is dropped first. Source: VC-32, META-01, RFC 8414 §3.1.
    /// - Parameter name: what follows `/.well-known/`, such as `openid-credential-issuer`.
    /// - Throws: `queryInIdentifier` when the URL has a query or a fragment.
    public func wellKnown(_ name: String) throws(HTTPError) -> WebURL {
        guard query == nil, fragment == nil else { throw .queryInIdentifier(host: host) }
        let tail = path.hasSuffix("/") ? String(path.dropLast()) : path
        return try WebURL(parsing: "\(prefix)/.well-known/\(name)\(tail)", limitBytes: .max)
    }

    /// The URL with fields added to its query; a fragment is dropped.
    ///
    /// - Throws: `unusableURL` when the result is too long.
    public func adding(_ fields: [FormField]) throws(HTTPError) -> WebURL {
        guard !fields.isEmpty else { return self }
        let before = query.map { $0.isEmpty ? "" : "\($0)&" } ?? ""
        return try WebURL(parsing: "\(prefix)\(path)?\(before)\(URLForm(fields).encoded)", limitBytes: 65_536)
    }

    /// The URL with another fragment.
    ///
    /// - Throws: `unusableURL` when the fragment has a character that must be percent-encoded.
    public func withFragment(_ fragment: String) throws(HTTPError) -> WebURL {
        let query = query.map { "?\($0)" } ?? ""
        return try WebURL(parsing: "\(prefix)\(path)\(query)#\(fragment)", limitBytes: 1_048_576)
    }

    /// The target of a `Location` field: a whole URL, or a path that begins with one slash.
    ///
    /// - Throws: `unusableURL`; other relative references are refused.
    public func redirected(to location: String) throws(HTTPError) -> WebURL {
        let isPath = location.hasPrefix("/") && !location.hasPrefix("//")
        return try WebURL(parsing: isPath ? prefix + location : location)
    }

    /// The text; it can hold codes and tokens, so it is not for logs.
    public var description: String { text }

    /// Whether both are written alike.
    public static func == (left: Self, right: Self) -> Bool { ASCII.isSame(left.text, right.text) }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private var prefix: String { "\(scheme.rawValue)://\(authority)" }
}
