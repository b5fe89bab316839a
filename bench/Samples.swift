import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport

/// A credential and its presentation, as they are measured: six Disclosures, two of them revealed, bound to the holder.
struct Samples {
    static let audience = "x509_hash:3gBX2mTk4h6pX5bJ9fKcS0mXv1YbqZ8Zk0rUO3cP8uM"
    static let nonce = "n-0S6_WzA2Mj8fK3pQwe7tXz"
    static let time = Clock.system.now
    static let revealed = ["given_name", "family_name"]

    let issuer: SoftwareKey
    let holder: SoftwareKey
    /// As the issuer sends it.
    let credential: String
    /// As the verifier gets it.
    let presentation: [UInt8]

    init(_ curve: KeyCurve) throws {
        issuer = try SoftwareKey(generating: curve)
        holder = try SoftwareKey(generating: curve)
        credential = try Self.issue(by: issuer, to: holder).text
        let content = try CompactSDJWT(parsing: credential).processed()
        presentation = Array(try Self.present(content, by: holder).utf8)
    }

    static let claims: JSONObject = [
        "iss": "https://post.example", "vct": .string(TestPost.type), "iat": .integer(time.seconds - 60),
        "exp": .integer(time.seconds + 86_400), "given_name": "Ada", "family_name": "Okoro",
        "birth_date": "1990-02-28", "email": "ada@example.org", "phone_number": "+30 22880 12345",
        "postal_code": "840 02",
    ]

    static let disclosable: [SDJWTPath] = [
        ["given_name"], ["family_name"], ["birth_date"], ["email"], ["phone_number"], ["postal_code"],
    ]

    static func issue(by issuer: SoftwareKey, to holder: SoftwareKey) throws -> IssuedSDJWT {
        try SDJWTIssuer(key: issuer, random: SystemRandom()).issue(
            claims, template: SDJWTTemplate(disclosable: disclosable), header: ["typ": "dc+sd-jwt"],
            holder: JWK(publicKey: holder.publicKey))
    }

    /// Reveals two claims to the verifier.
    static func present(
        _ content: ProcessedSDJWT, by holder: SoftwareKey, audience: String = audience, nonce: String = nonce,
        at time: UnixTime = time
    ) throws -> String {
        let chosen = content.disclosures.indices.filter {
            revealed.contains(content.disclosures[$0].disclosure.name ?? "")
        }
        return try content.presentation(disclosing: Set(chosen))
            .bound(by: holder, audience: audience, nonce: nonce, at: time)
    }
}

/// A signature and what it signs, taken out of a compact JWS: the cryptography that verifying it cannot do without.
struct BareSignature {
    private let key: PublicKey
    private let message: [UInt8]
    private let signature: [UInt8]

    init(_ token: CompactJWS, by key: PublicKey) throws {
        let text = token.text
        guard let dot = text.lastIndex(of: ".") else { throw BenchError.broken(what: "a token has no dots") }
        (self.key, message, signature) = (key, Array(text[..<dot].utf8), token.signature)
    }

    /// Checks it with the cached key.
    func check() throws {
        guard key.isValidSignature(signature, for: message) else {
            throw BenchError.broken(what: "a signature does not hold")
        }
    }
}
