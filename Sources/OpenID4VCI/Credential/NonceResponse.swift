public import JSON
import Rules

/// The answer of the nonce endpoint.
///
/// Source: OpenID4VCI 1.0 §7.2 (NONCE-02).
public struct NonceResponse: Sendable, Hashable {
    /// The value for the proofs of one request.
    public let nonce: String

    /// Gives a nonce, on the issuer's side.
    public init(nonce: String) { self.nonce = nonce }

    /// Reads the body.
    ///
    /// - Throws: `notAnObject`, `member`, `value`.
    public init(_ value: JSONValue) throws(OpenID4VCIError) {
        guard let object = value.object else { throw .notAnObject(.nonceResponse, rule: "NONCE-02", place: "") }
        nonce = try DocumentReader(.nonceResponse, object, rule: "NONCE-02").opaque(Self.member)
    }

    /// The object on the wire.
    public var json: JSONValue { [Self.member: .string(nonce)] }

    private static let member = "c_nonce"
}
