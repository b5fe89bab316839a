public import DCQL
public import OpenID4VP
public import Rules

/// A request that was authenticated and read, and what the wallet could answer; nothing was sent yet.
public struct PresentationProposal: Sendable {
    /// The request as it was authenticated: who asks, and whereto the answer goes.
    public let authenticated: AuthenticatedRequest
    /// What is asked.
    public let request: AuthorizationRequest
    /// Why its transaction data, which is left aside then, cannot be read; nothing is answered.
    let unread: OpenID4VPError?
    /// Every way to answer it.
    public let match: DCQLMatch
    /// Credentials that would answer and must not be shown, with the reason.
    public let hindered: [Hindrance]
    /// The credentials of which this verifier has seen a copy, which it would see again.
    public let seenCopies: Set<String>
    /// The credentials that the match speaks of, by id.
    public let credentials: [String: HeldCredential]
    /// Which transactions are signed by those that answer a query which transaction data names.
    let signers: [String: TransactionSigner]
    /// The language in which the person is asked: a BCP 47 tag; nil for none in particular.
    let language: String?
    /// What was checked about the request.
    public let steps: [Step]

    /// Why a credential that would answer a query is not offered.
    public struct Hindrance: Sendable, Hashable {
        /// The query.
        public let queryID: String
        /// The credential.
        public let credentialID: String
        /// The reason: over, not yet valid, taken back, or without an unused copy.
        public let refusal: Refusal
    }

}

/// What was sent and what came back.
public struct PresentationOutcome: Sendable {
    /// What was revealed, by query.
    public let choice: DCQLChoice
    /// Where the browser is to go; nil across devices.
    public let redirectURI: String?
    /// Whether the verifier has the answer; otherwise it travels in `redirectURI`, when a browser opens that.
    public let isDelivered: Bool
}
