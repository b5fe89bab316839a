import Certificates
public import CredentialModel
public import Rules
public import SDJWT
import SDJWTVC
import Trust

/// A presentation whose key binding holds, as far as it may confirm transaction data.
public struct TransactionConfirmation: Sendable {
    /// The query that the presentation answers.
    let queryID: String
    /// The name under which the answers to the query are told apart.
    let credentialID: String
    /// The credential whose holder confirms.
    private let credential: VerifiedCredential
    /// The proof that the holder signed.
    public let keyBinding: KeyBindingJWT
    /// The last moment at which the credential and all certificates above it are valid; nil when none of them ends.
    ///
    /// Whoever carries a transaction out later than it was confirmed looks at this: the moment of the confirmation is what
    /// the holder of the key says (PAY-17).
    public let validUntil: UnixTime?

    /// What the credential says of its holder, as far as it was revealed.
    public var claims: ClaimTree { credential.claims }

    /// What a verified credential says; nil when its holder signed nothing.
    init?(_ credential: VerifiedCredential, queryID: String, credentialID: String) {
        guard let keyBinding = credential.keyBinding else { return nil }
        (self.queryID, self.credentialID) = (queryID, credentialID)
        (self.credential, self.keyBinding) = (credential, keyBinding)
        let ends = credential.issuer.decision.certificates.map(\.notAfter)
        validUntil = (ends + (credential.validity.expiresAt.map { [$0] } ?? [])).min()
    }
}
