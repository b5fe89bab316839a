import Rules

/// Who asks: the full `client_id` and how its prefix says to authenticate it.
///
/// ```swift
/// let client = try ClientIdentifier(parsing: "x509_san_dns:counter.post.example")
/// client.prefix      // .x509SanDNS
/// client.name        // "counter.post.example"
/// ```
///
/// The full text is the audience of every presentation (CID-12). Source: OpenID4VP 1.0 §5.9.
public struct ClientIdentifier: Hashable, Sendable {
    /// How a client identifier is authenticated.
    public enum Prefix: String, Hashable, Sendable, CaseIterable {
        /// No prefix: a client that the wallet was told about beforehand.
        case preRegistered = "pre-registered"
        /// The rest is the redirect or response URI; the request is unsigned.
        case redirectURI = "redirect_uri"
        /// The rest is a DNS name of the certificate that signs the request.
        case x509SanDNS = "x509_san_dns"
        /// The rest is the SHA-256 of the certificate that signs the request.
        case x509Hash = "x509_hash"
        /// The rest is the subject of an attestation that somebody whom the wallet trusts has signed.
        case verifierAttestation = "verifier_attestation"
        /// The rest is a DID, whose document has the key that signs the request.
        case decentralizedIdentifier = "decentralized_identifier"
        /// The rest is the origin that the platform names; never in a request, which could name any (CID-11).
        case origin

        /// Those that a request may have, and that a wallet announces.
        public static let ofRequests = allCases.filter { $0 != .origin }
    }

    /// The whole identifier, prefix included, as received.
    public let text: String
    /// How it is authenticated.
    public let prefix: Prefix
    /// What follows the prefix and its colon; the whole text of a pre-registered client.
    public let name: String

    /// Reads an identifier.
    ///
    /// - Throws: `unsupportedClientIDPrefix` for a prefix that is unknown or not supported, also in another case (CID-01),
    ///   `member` when the text is empty.
    public init(parsing text: String) throws(OpenID4VPError) {
        guard !text.isEmpty else { throw .member(rule: "REQ-06", name: "client_id", problem: "is empty") }
        self.text = text
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            (prefix, name) = (.preRegistered, text)
            return
        }
        let word = String(text[..<colon])
        guard let prefix = Prefix(rawValue: word), prefix != .preRegistered, prefix != .origin else {
            throw .unsupportedClientIDPrefix(word)
        }
        (self.prefix, name) = (prefix, String(text[text.utf8.index(after: colon)...]))
        guard !name.isEmpty else {
            throw .member(rule: "CID-01", name: "client_id", problem: "has nothing after its prefix")
        }
    }

    /// Who asks without a signature through the Digital Credentials API: whoever the platform says (DP-02, DP-05).
    public init(_ origin: WebOrigin) { (text, prefix, name) = (origin.audience, .origin, origin.text) }
}
