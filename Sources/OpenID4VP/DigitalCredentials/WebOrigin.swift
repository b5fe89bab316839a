import Bytes
import HTTP
import Rules

/// Who called the Digital Credentials API, as the browser or the system says: `https://shop.example`, or a native app.
///
/// An opaque text: origins are compared octet by octet and never brought into another form, so that `https://shop.example/`
/// and `https://SHOP.example` are other origins. Source: OpenID4VP 1.0 A.2, A.4 (DP-04, DP-05, DP-08).
public struct WebOrigin: Hashable, Sendable {
    /// The origin as the platform writes it.
    public let text: String

    /// What stands before an origin in the audience of a presentation.
    static let audiencePrefix = "origin:"

    /// Schemes in which no wallet is asked; http is for trials.
    private static let refusedSchemes: Set<String> = ["ftp", "javascript", "data", "ws", "wss", "file", "http"]

    /// Takes what the platform says.
    ///
    /// - Parameter network: http is an origin on this machine only, and only where that is allowed.
    /// - Throws: `member` for an empty text and for a scheme in which no wallet may be asked.
    public init(_ text: String, network: NetworkPolicy = .secure) throws(OpenID4VPError) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8.count <= 2048 else {
            throw .member(rule: "DP-08", name: "origin", problem: "is none: it has a scheme and a host")
        }
        let scheme = text[..<colon].lowercased()
        if Self.refusedSchemes.contains(scheme) {
            let isTrial = (try? WebURL(parsing: text)).map { network.permits($0) } ?? false
            guard isTrial else {
                throw .member(rule: "DP-04", name: "origin", problem: "is of the scheme \(scheme)")
            }
        }
        self.text = text
    }

    /// Reads the origin of a verifier's own page from its configuration: no more than scheme, host and port.
    ///
    /// - Throws: `member` for a text that no browser would write as an origin.
    public init(ofPage text: String, network: NetworkPolicy) throws(OpenID4VPError) {
        try self.init(text, network: network)
        guard let url = try? WebURL(parsing: text), haveSameBytes(url.origin, text) else {
            throw .member(
                rule: "DP-08", name: "origin", problem: "must be scheme, host and port alone, as a browser writes them")
        }
    }

    /// The audience of every presentation that goes to this origin, whoever signed the request (DP-05).
    public var audience: String { Self.audiencePrefix + text }

    /// Whether both are written with the same octets.
    public static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    /// Feeds the octets.
    public func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}
