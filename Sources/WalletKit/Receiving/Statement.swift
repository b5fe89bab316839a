import CredentialModel
import JSON
import SDJWTVC

/// What a copy of a credential says, apart from what makes it a copy of its own.
///
/// Copies of one issuance say the same, so that it does not matter which of them a verifier sees (CRED-22).
struct Statement {
    private let claims: JSONObject
    private let disclosable: Set<ClaimPath>

    init(_ credential: VerifiedCredential) {
        let tree = credential.claims
        var claims = tree.json.object ?? JSONObject()
        for name in ["iat", "nbf", "exp", "cnf", "status", "jti"] { claims[name] = nil }
        self.claims = claims
        disclosable = Set(tree.positions(of: tree.disclosures))
    }

    func isSame(as other: Statement) -> Bool { claims == other.claims && disclosable == other.disclosable }
}
