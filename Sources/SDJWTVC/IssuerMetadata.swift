import Bytes
public import JOSE
public import JSON
import Rules

/// The metadata of an issuer of SD-JWT VCs: its keys, or where they are.
///
/// ```json
/// {"issuer": "https://post.example/kea", "jwks": {"keys": […]}}
/// ```
///
/// Source: SD-JWT VC §4 (VC-32, VC-33).
public struct IssuerMetadata: Sendable {
    /// Where the keys are.
    public enum Keys: Sendable {
        /// Here.
        case set(JWKSet)
        /// At that address, not checked yet.
        case address(String)
    }

    /// The keys.
    public let keys: Keys

    /// Reads what was fetched for an issuer.
    ///
    /// - Parameters:
    ///   - json: the document, unchecked.
    ///   - issuer: the claim `iss` for which it was fetched; the document must name the same, octet by octet.
    /// - Throws: `issuerKeys`, `jose`.
    public init(_ json: JSONValue, of issuer: String) throws(SDJWTVCError) {
        guard let object = json.object else { throw Self.fault("it is \(json.kind.phrase)") }
        guard let name = object["issuer"]?.string, haveSameBytes(name, issuer) else {
            throw Self.fault("it is not about the issuer that the credential names")
        }
        switch (object["jwks"], object["jwks_uri"]) {
        case (let set?, nil):
            do { keys = .set(try JWKSet(set)) } catch { throw .jose(error) }
        case (nil, let address?):
            guard let address = address.string else { throw Self.fault("jwks_uri is \(address.kind.phrase)") }
            keys = .address(address)
        default: throw Self.fault("it must have either jwks or jwks_uri")
        }
    }

    /// Where the metadata of an issuer is; nil for a name that has none.
    ///
    /// `/.well-known/jwt-vc-issuer` stands between host and path; a slash at the end of the path goes.
    ///
    /// - Parameter issuer: an https address with neither query nor fragment nor user information; others have no metadata.
    public static func address(of issuer: String) -> String? {
        let start = "https://"
        // The address is made of the very text that the document must repeat, so nothing is normalised.
        let isHTTPS = issuer.hasPrefix(start)
        let rest = issuer.dropFirst(isHTTPS ? start.count : "http://".count)
        guard isHTTPS || issuer.hasPrefix("http://"), !rest.contains(where: { "?#@\\".contains($0) }) else {
            return nil
        }
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty else { return nil }
        var path = rest.dropFirst(host.count)
        if path.last == "/" { path = path.dropLast() }
        return "\(isHTTPS ? start : "http://")\(host)/.well-known/jwt-vc-issuer\(path)"
    }

    static func fault(_ problem: String) -> SDJWTVCError {
        .issuerKeys(rule: "VC-33", problem: "the issuer's metadata cannot be used: \(problem)")
    }
}
