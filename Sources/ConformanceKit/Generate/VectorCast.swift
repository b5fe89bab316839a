import Bytes
import Cryptography
import JOSE
import JSON
import Rules

/// Who appears in the vectors, with keys that are public and therefore worth nothing.
struct VectorCast {
    static let issuerName = "https://issuer.example"
    static let verifierName = "https://verifier.example"
    static let nonce = "n-0S6_WzA2Mj8fK3pQ"
    /// The moment at which everything is checked: 2025-01-01T00:00:00Z.
    static let now: Int64 = 1_735_689_600

    let issuer: TokenForge
    let edIssuer: TokenForge
    let holder: TokenForge
    let stranger: TokenForge

    init() throws(CryptographyError) {
        issuer = try Self.forge(.p256, "issuer")
        edIssuer = try Self.forge(.ed25519, "issuer")
        holder = try Self.forge(.p256, "holder")
        stranger = try Self.forge(.p256, "stranger")
    }

    private static func forge(_ curve: KeyCurve, _ role: String) throws(CryptographyError) -> TokenForge {
        // Any 32 bytes below the order of P-256 will do; a hash fails with a probability of 2⁻³².
        let scalar = HashAlgorithm.sha256.hash(Array("carnet vectors: \(role)".utf8))
        return TokenForge(key: try SoftwareKey(curve, privateScalar: scalar), scalar: scalar)
    }

    /// The public key of one of them as JSON.
    func jwk(_ forge: TokenForge) -> JSONValue { .object(JWK(publicKey: forge.key.publicKey).json) }

    /// The private key of one of them as JSON.
    func privateJWK(_ forge: TokenForge) -> JSONValue {
        .object(JWK(publicKey: forge.key.publicKey).json.adding("d", .string(Base64URL.encode(forge.scalar))))
    }

    /// `cnf` with the holder's key.
    var confirmation: JSONValue { ["jwk": jwk(holder)] }
}
