import JOSE
import JSON

/// Finds the holder's key in `cnf` (KB-06, KB-10).
enum HolderKey {
    /// Ways other than `jwk` in which `cnf` may name a key; all of them need a look-up.
    private static let others = ["jwe", "kid", "jku", "jkt", "x5c", "x5u", "x5t#S256", "osc"]

    static func jwk(in payload: JSONObject) throws(SDJWTError) -> JWK {
        guard let confirmation = payload["cnf"] else { throw .keyBinding(.noConfirmation) }
        guard case .object(let members) = confirmation, let key = members["jwk"] else {
            throw .keyBinding(.confirmationUnsupported)
        }
        // Two methods could name two keys, and an address would be fetched by someone: neither is a binding we can judge.
        guard !others.contains(where: { members.contains($0) }), key["x5u"] == nil, key["jku"] == nil else {
            throw .keyBinding(.confirmationUnsupported)
        }
        do { return try JWK(key) } catch { throw .keyBinding(.holderKey(error)) }
    }
}
