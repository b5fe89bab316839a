/// A cookie of a service's own, as safe as its address permits.
///
/// Over https the name has the prefix `__Host-`, so that no other host and no plain connection can set it; over http, which
/// is for trials on this machine, browsers would drop such a cookie. Scripts never see it. Source: RFC 6265 §5, its
/// successor's §4.1.3 on prefixes (SEC-31).
public struct Cookie: Sendable, Hashable {
    /// When the browser sends it along.
    public enum SameSite: String, Sendable, Hashable {
        /// Also when a link elsewhere, or an app, leads here.
        case lax = "Lax"
        /// Only from page to page of the service itself.
        case strict = "Strict"
    }

    /// The name on the wire.
    public let name: String
    private let isSecure: Bool
    private let sameSite: SameSite

    /// Names a cookie.
    ///
    /// - Parameters:
    ///   - name: without a prefix; letters and hyphens.
    ///   - url: the address under which browsers reach the service.
    ///   - sameSite: when it is sent along.
    public init(_ name: String, for url: WebURL, sameSite: SameSite) {
        isSecure = url.scheme == .https
        self.name = (isSecure ? "__Host-" : "") + name
        self.sameSite = sameSite
    }

    /// The value that a browser sent, unchecked.
    ///
    /// - Returns: nil when there is none, or more than one: then nobody knows which is ours.
    public func value(in request: HTTPRequest) -> String? {
        let pairs = request.headers.values("Cookie").flatMap { $0.utf8.split(separator: UInt8(ascii: ";")) }
        var found: String?
        for pair in pairs {
            let text = String(decoding: pair, as: UTF8.self)
            guard let equals = text.firstIndex(of: "=") else { continue }
            guard ASCII.isSame(String(text[..<equals].drop { $0 == " " }), name) else { continue }
            guard found == nil else { return nil }
            found = String(text[text.index(after: equals)...])
        }
        return found
    }

    /// The `Set-Cookie` field that gives it a value; it ends with the browser.
    ///
    /// - Parameter value: base64url or another text without separators.
    public func field(_ value: String) -> String {
        "\(name)=\(value); Path=/; HttpOnly\(isSecure ? "; Secure" : ""); SameSite=\(sameSite.rawValue)"
    }

    /// The `Set-Cookie` field that takes it back.
    public var removal: String { "\(field("")); Max-Age=0" }
}
