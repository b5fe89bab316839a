import Bytes
public import Cryptography
public import JSON

extension JWK.Private {
    /// The JSON of a private key, for an operator's key file that only its owner may read.
    public static func json(of key: SoftwareKey) -> JSONObject {
        var json = JWK(publicKey: key.publicKey).json
        json[JWK.Member.secret] = .string(Base64URL.encode(key.exportedSecret()))
        return json
    }
}
