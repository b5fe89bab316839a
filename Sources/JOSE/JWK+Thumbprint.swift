import Bytes
import Cryptography
public import JSON

extension JWK {
    /// The thumbprint of this key: 32 bytes that are the same for every way of writing the key.
    ///
    /// Source: RFC 7638 §3 (JOSE-20).
    public func thumbprint() -> [UInt8] { Self.thumbprint(of: JWK(publicKey: publicKey).json) ?? [] }

    /// The thumbprint as text, as URIs and `kid` members carry it.
    public var thumbprintText: String { Base64URL.encode(thumbprint()) }

    /// The thumbprint of any public key, also of one that is unusable here.
    ///
    /// - Returns: nil when the type is unknown or a member that it needs is missing.
    public static func thumbprint(of json: JSONObject) -> [UInt8]? {
        let names: [String]
        switch json[Member.type]?.string {
        case "EC": names = ["crv", "kty", "x", "y"]
        case "OKP": names = ["crv", "kty", "x"]
        case "RSA": names = ["e", "kty", "n"]
        default: return nil
        }
        var members: [(String, JSONValue)] = []
        for name in names {
            guard case .string(let value)? = json[name] else { return nil }
            members.append((name, .string(value)))
        }
        return HashAlgorithm.sha256.hash(JSONValue.object(JSONObject(members)).serialized())
    }
}
