import Bytes
public import JOSE

/// The proofs of one request after all of them have been verified: one key per copy, one nonce for all.
///
/// Source: CRED-08, CRED-09, NONCE-05, steps 8 to 10 of CRED-32.
public struct VerifiedProofs: Sendable {
    /// The keys in the order of the proofs, each once.
    public let keys: [JWK]
    /// The nonce that all proofs carry; whether it is fresh is for the issuer's store.
    public let nonce: String?

    /// Verifies the proofs of a request.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - limit: how many proofs the issuer takes.
    ///   - expectation: what each must be.
    /// - Throws: `proofsNotAnObject`, `proofs`, `proof`, `noncesDiffer`; nothing is used up.
    public init(
        _ request: CredentialRequest, limit: Int, against expectation: ProofJWT.Expectation
    ) throws(CredentialEndpointError) {
        var keys: [JWK] = []
        var nonces: [String?] = []
        for (position, text) in try request.jwtProofs(limit: limit).enumerated() {
            do {
                let proof = try ProofJWT(verifying: text, against: expectation)
                keys.append(proof.key)
                nonces.append(proof.nonce)
            } catch {
                throw .proof(error, position: position)
            }
        }
        guard Set(keys.map { $0.thumbprint() }).count == keys.count else { throw .proofs(.repeatedKey) }
        // Without a nonce endpoint, a nonce that we never gave means nothing (NONCE-09).
        let first = expectation.requiresNonce ? nonces.first ?? nil : nil
        if let first {
            guard nonces.allSatisfy({ $0.map { haveSameBytes($0, first) } == true }) else { throw .noncesDiffer }
        }
        (self.keys, nonce) = (keys, first)
    }
}
