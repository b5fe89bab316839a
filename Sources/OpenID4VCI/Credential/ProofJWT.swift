import Bytes
public import Cryptography
public import JOSE
import JSON
public import Rules

/// A key proof of type `jwt`: a wallet shows the issuer that it holds a private key.
///
/// ```
/// header   {"typ":"openid4vci-proof+jwt","alg":"ES256","jwk":{…}}        the key itself, public part only
/// payload  {"iss":client?,"aud":issuer,"iat":now,"nonce":c_nonce?}
/// ```
///
/// A value of this type has been verified; only `init(verifying:…)` makes one. Its nonce is not: whether it is fresh is
/// for the issuer's store, after all proofs have been verified (NONCE-06).
/// Source: OpenID4VCI 1.0 appendix F (PROOF-01…10).
public struct ProofJWT: Sendable {
    /// The key whose possession is shown.
    public let key: JWK
    /// The nonce as it came; nil when there is none.
    public let nonce: String?

    /// What an issuer expects of a proof.
    public struct Expectation: Sendable {
        /// Who redeems the access token.
        public enum Client: Sendable, Hashable {
            /// Nobody who said a name; a proof that names one is refused.
            case anonymous
            /// A client of that identifier; a proof may leave it out, and may not name another.
            case named(String)
        }

        /// Who the proof must be for.
        public let issuer: IssuerIdentifier
        /// The values of `alg` in the metadata.
        public let algorithms: [String]
        /// Whether the issuer hands out nonces.
        public let requiresNonce: Bool
        /// Who redeems the token.
        public let client: Client
        /// The moment of the check.
        public let now: UnixTime

        /// States the expectation.
        public init(
            issuer: IssuerIdentifier, algorithms: [String], requiresNonce: Bool, client: Client, now: UnixTime
        ) {
            (self.issuer, self.algorithms, self.requiresNonce) = (issuer, algorithms, requiresNonce)
            (self.client, self.now) = (client, now)
        }
    }

    /// Verifies a proof.
    ///
    /// - Throws: what is wrong with it; the caller adds which proof it was.
    public init(verifying text: String, against expectation: Expectation) throws(ProofFault) {
        let jws: CompactJWS
        do { jws = try CompactJWS(parsing: text) } catch { throw Self.fault(of: error) }
        guard jws.header.type.map({ haveSameBytes($0, Self.type) }) == true else { throw .type }
        guard Self.allowed(by: expectation.algorithms).contains(jws.header.algorithm) else { throw .algorithm }
        let key = try Self.key(in: jws.header.json)
        do { _ = try jws.verified(by: key, allowing: [jws.header.algorithm]) } catch { throw Self.fault(of: error) }
        guard let claims = try? jws.uncheckedPayload() else { throw .notAJWT }
        guard let audience = claims["aud"]?.string, haveSameBytes(audience, expectation.issuer.text) else {
            throw .audience
        }
        try Self.checkTime(claims["iat"], at: expectation.now)
        try Self.checkClient(claims["iss"], expectation.client)
        nonce = claims["nonce"]?.string
        guard nonce != nil || !expectation.requiresNonce else { throw .nonceMissing }
        self.key = key
    }

    /// The algorithm for proofs of a key, when the issuer takes one that fits.
    public static func algorithm(for key: any SigningKey, among names: [String]) -> SignatureAlgorithm? {
        names.map(SignatureAlgorithm.init(rawValue:)).first { $0.scheme == key.publicKey.scheme }
    }

    /// Makes a proof.
    ///
    /// - Parameters:
    ///   - issuer: who it is for.
    ///   - nonce: the issuer's nonce, where it hands nonces out.
    ///   - clientID: the client identifier of the token request; nil after anonymous access (PROOF-02).
    ///   - key: the key that is shown; a new one for each copy (PROOF-06).
    ///   - algorithm: one that the issuer takes and that fits the key.
    ///   - time: now.
    /// - Throws: `jose` when the key cannot sign.
    public static func text(
        for issuer: IssuerIdentifier, nonce: String?, clientID: String?, key: any SigningKey,
        algorithm: SignatureAlgorithm, at time: UnixTime
    ) throws(OpenID4VCIError) -> String {
        let header = JSONObject([
            ("typ", .string(type)), ("alg", .string(algorithm.rawValue)),
            ("jwk", .object(JWK(publicKey: key.publicKey).json)),
        ])
        var claims = JSONObject()
        if let clientID { claims["iss"] = .string(clientID) }
        claims["aud"] = .string(issuer.text)
        claims["iat"] = .integer(time.seconds)
        if let nonce { claims["nonce"] = .string(nonce) }
        do { return try CompactJWS.signed(header: header, payload: claims, by: key) } catch { throw .jose(error) }
    }

    /// The key comes from the proof itself: that is the point of a proof, and the only place where it is allowed.
    private static func key(in header: JSONObject) throws(ProofFault) -> JWK {
        guard !header.contains("key_attestation"), !header.contains("trust_chain") else { throw .unsupportedKeyForm }
        let forms = ["jwk", "kid", "x5c"].filter { header.contains($0) }
        guard forms.count == 1 else { throw .keyMembers }
        guard let json = header["jwk"] else { throw .unsupportedKeyForm }
        do { return try JWK(json) } catch { throw .key }
    }

    /// `EdDSA` and `Ed25519` name the same algorithm, so a list with one of them allows both (PROOF-08).
    private static func allowed(by names: [String]) -> [SignatureAlgorithm] {
        let listed = names.map(SignatureAlgorithm.init(rawValue:))
        return SignatureAlgorithm.supported.filter { algorithm in listed.contains { $0.scheme == algorithm.scheme } }
    }

    private static func checkTime(_ value: JSONValue?, at now: UnixTime) throws(ProofFault) {
        guard let issuedAt = value.flatMap(NumericDate.init)?.time else { throw .timeMissing }
        guard issuedAt >= now - maximumAgeSeconds else { throw .tooOld }
        guard issuedAt <= now + skewSeconds else { throw .inTheFuture }
    }

    private static func checkClient(_ value: JSONValue?, _ client: Expectation.Client) throws(ProofFault) {
        guard let value else { return }
        guard case .named(let name) = client, value == .string(name) else { throw .client }
    }

    private static func fault(of error: JOSEError) -> ProofFault {
        switch error {
        case .algorithmMissing, .algorithmNone, .algorithmNotAllowed: .algorithm
        case .algorithmKeyMismatch, .key: .key
        case .signatureLength, .signatureInvalid: .signature
        case .criticalMalformed, .criticalBaseName, .criticalAbsent, .criticalNotUnderstood, .unencodedPayload:
            .critical
        default: .notAJWT
        }
    }

    private static let type = "openid4vci-proof+jwt"
    private static let maximumAgeSeconds: Int64 = 300
    private static let skewSeconds: Int64 = 60
}
