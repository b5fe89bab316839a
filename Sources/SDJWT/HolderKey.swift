import JOSE
import JSON

/// Finds the holder's key in `cnf` (KB-06, KB-10).
enum HolderKey {
    /// Ways in which `cnf` may name a key; only the first is one that needs no look-up.
    private static let methods = ["jwk", "jwe", "kid", "jku", "jkt", "x5c", "x5u", "x5t#S256", "osc"]

    static func jwk(in payload: JSONObject) throws(SDJWTError) -> JWK {
        guard let confirmation = payload["cnf"] else { throw .keyBinding(.noConfirmation) }
        guard case .object(let members) = confirmation, let key = members["jwk"] else {
            throw .keyBinding(.confirmationUnsupported)
        }
        var named = 0
        for (name, _) in members where name.utf8.count <= 8 && methods.contains(name) { named += 1 }
        // Two methods could name two keys, and an address would be fetched by someone: neither is a binding we can judge.
        guard named == 1, key["x5u"] == nil, key["jku"] == nil else { throw .keyBinding(.confirmationUnsupported) }
        do { return try JWK(key) } catch { throw .keyBinding(.holderKey(error)) }
    }
}
