import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
import Rules
import Trust

/// A statement of somebody whom the wallet trusts about a verifier and its key: the header `jwt` of a request object.
///
/// Source: OpenID4VP 1.0 §5.9.3, §12 (CID-08, CID-09).
struct VerifierAttestation: Sendable {
    /// Its `typ`.
    static let type = "verifier-attestation+jwt"
    /// The header of a request object that carries it.
    static let header = "jwt"

    /// Who vouches.
    let decision: TrustDecision
    /// The verifier's key.
    let key: PublicKey
    /// Where answers may go; nil when it does not say.
    let redirectURIs: [String]?

    /// Verifies the attestation that a request object brings along.
    ///
    /// - Throws: `attestation`, `trust`, `jose`.
    init(
        in header: JOSEHeader, about name: String, trust: TrustStore, at time: UnixTime, skewSeconds: Int64
    ) throws(OpenID4VPError) {
        guard let text = header.json[Self.header]?.string else {
            throw .attestation(problem: "the header has no jwt with it")
        }
        let jws = try Self.jose { () throws(JOSEError) in try CompactJWS(parsing: text) }
        guard let type = jws.header.type, haveSameBytes(type, Self.type) else {
            throw .attestation(problem: "its typ is \(jws.header.type ?? "absent"), not \(Self.type)")
        }
        let decision = try Self.decision(jws, trust, at: time)
        let payload = try Self.jose { () throws(JOSEError) in
            try jws.verified(by: decision.key, allowing: SignatureAlgorithm.supported).payload()
        }
        guard payload.contains("exp") else { throw .attestation(problem: "it has no exp") }
        try Self.jose { () throws(JOSEError) in try JWTTimes(payload).check(at: time, skewSeconds: skewSeconds) }
        self.decision = decision
        guard let subject = payload["sub"]?.string, haveSameBytes(subject, name) else {
            throw .attestation(problem: "its sub is not the client identifier without the prefix")
        }
        guard let confirmation = payload["cnf"]?["jwk"] else { throw .attestation(problem: "it has no cnf.jwk") }
        key = try Self.jose { () throws(JOSEError) in try JWK(confirmation).publicKey }
        guard let value = payload["redirect_uris"] else {
            redirectURIs = nil
            return
        }
        guard let list = value.array, !list.isEmpty, list.allSatisfy({ $0.string != nil }) else {
            throw .attestation(problem: "its redirect_uris is no array of strings")
        }
        redirectURIs = list.compactMap(\.string)
    }

    /// Whom the wallet lets vouch for verifiers: an authority by its certificates, or a known issuer by its keys.
    private static func decision(
        _ jws: CompactJWS, _ trust: TrustStore, at time: UnixTime
    ) throws(OpenID4VPError) -> TrustDecision {
        let payload = try jose { () throws(JOSEError) in try jws.uncheckedPayload() }
        guard let issuer = payload["iss"]?.string else { throw .attestation(problem: "it has no iss") }
        let chain = try jose { () throws(JOSEError) in try jws.header.certificateChain() }
        let evidence = chain.isEmpty ? TrustEvidence.issuer(issuer, header: jws.header) : .certificates(chain)
        do throws(TrustError) {
            return try trust.decide([.relyingPartyAttestation], type: nil, evidence: evidence, at: time)
        } catch { throw .trust(error) }
    }

    private static func jose<Value>(_ body: () throws(JOSEError) -> Value) throws(OpenID4VPError) -> Value {
        do throws(JOSEError) { return try body() } catch { throw .jose(error) }
    }
}
