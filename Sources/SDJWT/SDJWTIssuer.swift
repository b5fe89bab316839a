public import Cryptography
public import JOSE
public import JSON

/// Issues SD-JWTs with one key.
///
/// ```swift
/// let issuer = SDJWTIssuer(key: key, random: SystemRandom())
/// let issued = try issuer.issue(
///     ["iss": "https://post.example", "given_name": "Ada"], template: .init(disclosable: [["given_name"]]),
///     header: ["typ": "dc+sd-jwt"], holder: holderJWK)
/// ```
///
/// Source: RFC 9901 §4, §7 (SDJWT-12 to SDJWT-22, KB-12).
public struct SDJWTIssuer: Sendable {
    /// The key that signs.
    public let key: any SigningKey
    /// Where salts, decoys and shuffles come from.
    public let random: any RandomSource

    /// Prepares issuing.
    public init(key: any SigningKey, random: any RandomSource) { (self.key, self.random) = (key, random) }

    /// Issues one SD-JWT.
    ///
    /// - Parameters:
    ///   - claims: all claims as the subject has them; no member is named `_sd`, `_sd_alg` or `...`.
    ///   - template: which of them become Disclosures.
    ///   - header: the protected header; `alg` is added.
    ///   - holder: the key that the credential is bound to; becomes `cnf.jwk`.
    /// - Throws: `composition` with `reservedName`, `notDisclosable`, `nothingAtPath`, `shortSalt`, `keyReused`,
    ///   `twoConfirmations`; `jose` when the key does not sign.
    public func issue(
        _ claims: JSONObject, template: SDJWTTemplate, header: JSONObject, holder: JWK? = nil
    ) throws(SDJWTError) -> IssuedSDJWT {
        var claims = claims
        if let holder {
            guard holder.publicKey != key.publicKey else { throw .composition(.keyReused) }
            guard !claims.contains("cnf") else { throw .composition(.twoConfirmations) }
            claims["cnf"] = ["jwk": .object(JWK(publicKey: holder.publicKey).json)]
        }
        var composer = DisclosureComposer(template: template, random: random)
        let payload = try composer.payload(claims)
        let token: String
        do { token = try CompactJWS.signed(header: header, payload: payload, by: key) } catch { throw .jose(error) }
        return IssuedSDJWT(issuerJWT: token, disclosures: composer.disclosures)
    }
}
