public import DCQL
public import OpenID4VP
public import Rules

/// A request that was authenticated and read, and what the wallet could answer; nothing was sent yet.
public struct PresentationProposal: Sendable {
    /// The request as it was authenticated: who asks, and whereto the answer goes.
    public let authenticated: AuthenticatedRequest
    /// Whether what issuers permit was heeded.
    let policies: PolicyHeed
    /// What is asked.
    public let request: AuthorizationRequest
    /// Why nothing is answered, whatever would be chosen: its transaction data, which is left aside then, cannot be read, or it
    /// takes too much work to match what is held.
    let unanswerable: OpenID4VPError?
    /// Whether nothing is answered, whatever would be chosen; `fault` says why.
    public var isUnanswerable: Bool { unanswerable != nil }
    /// Every way to answer it.
    public let match: DCQLMatch
    /// Credentials that would answer and must not be shown, with the reason.
    public let hindered: [Hindrance]
    /// The credentials of which this verifier has seen a copy, which it would see again.
    public let seenCopies: Set<String>
    /// The credentials that the match speaks of, by id.
    public let credentials: [String: HeldCredential]
    /// What is known of those that answer a query which transaction data names, in the order in which they were taken in.
    let findings: [SignerFinding]
    /// Which transactions each of them signs.
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

    /// What would have to be looked up to know whether a credential signs the transaction data, and how the person is asked
    /// about that.
    public struct LookUp: Sendable, Hashable {
        /// The credential.
        public let credentialID: String
        /// Who would be asked, and who would learn by that that such a credential may be held here.
        public let hosts: [String]
    }

    /// What is not known of the credentials that may have to sign, and can be asked for: `Wallet.lookingUp`, once the person
    /// has agreed. Other hosts may be asked too, to which the documents of these lead.
    public var lookUps: [LookUp] {
        findings.filter { !$0.hosts.isEmpty }.map { LookUp(credentialID: $0.credentialID, hosts: $0.hosts) }
    }

    init(
        authenticated: AuthenticatedRequest, policies: PolicyHeed, request: AuthorizationRequest,
        unanswerable: OpenID4VPError?, match: DCQLMatch, hindered: [Hindrance], seenCopies: Set<String>,
        credentials: [String: HeldCredential], findings: [SignerFinding], language: String?, steps: [Step]
    ) {
        (self.authenticated, self.policies) = (authenticated, policies)
        (self.request, self.unanswerable, self.match) = (request, unanswerable, match)
        (self.hindered, self.seenCopies, self.credentials) = (hindered, seenCopies, credentials)
        (self.findings, self.language, self.steps) = (findings, language, steps)
        signers = Dictionary(findings.map { ($0.credentialID, $0.signer) }) { first, _ in first }
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
