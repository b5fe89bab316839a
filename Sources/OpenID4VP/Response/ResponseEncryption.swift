import Cryptography
public import JOSE
import Rules

/// To which key, and how, a response is encrypted.
///
/// Source: OpenID4VP 1.0 §8.3 (ENC-02, ENC-03, ENC-04).
public struct ResponseEncryption: Sendable, Equatable {
    /// The verifier's key.
    public let key: JWK
    /// How the content is encrypted.
    public let encryption: ContentEncryption

    /// Takes a choice that was made elsewhere.
    public init(key: JWK, encryption: ContentEncryption) { (self.key, self.encryption) = (key, encryption) }

    /// Chooses from what the verifier announced: its first key that may be encrypted to, and the strongest way that both know.
    ///
    /// - Throws: `member` when there is no such key or no such way.
    init(choosingFrom metadata: ClientMetadata?, _ profile: Profile) throws(OpenID4VPError) {
        let keys = metadata?.keys.keys.filter { key in (try? key.encryptionKey()) != nil }
        let key = keys?.first { $0.publicKey.curve == .p256 || profile != .haip }
        guard key != nil || keys?.isEmpty != false else {
            throw .notHAIP(rule: "HAIP-03", problem: "no key to encrypt to is on the curve P-256")
        }
        guard let key else {
            throw .member(
                rule: "ENC-02", name: "client_metadata",
                problem: "has no key in jwks that a response can be encrypted to; it needs alg ECDH-ES")
        }
        let announced = metadata?.encryptions ?? ClientMetadata.defaultEncryptions
        guard let encryption = ContentEncryption.written.first(where: { announced.contains($0.rawValue) }) else {
            throw .member(
                rule: "ENC-03", name: "encrypted_response_enc_values_supported",
                problem: "names neither A128GCM nor A256GCM")
        }
        self.init(key: key, encryption: encryption)
    }
}
