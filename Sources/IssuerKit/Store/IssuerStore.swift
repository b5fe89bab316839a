public import Rules

/// What an issuer must remember. Every function is one transaction: done completely or not at all, also between
/// processes and after a crash (DEC-04).
public protocol IssuerStore: Sendable {
    /// Keeps a new offer, and forgets those that expired long ago.
    func add(_ offer: StoredOffer, at now: UnixTime) throws(IssuerKitError)

    /// The open offer with that name in its address.
    func offer(reference: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer?

    /// The open offer of a code; nil when it is used, expired or locked.
    func offer(code: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer?

    /// Uses a code up and stores the token, or counts a failed attempt (TOKEN-20, TOKEN-24).
    ///
    /// - Parameter tag: the tag of the transaction code that came, when one is expected.
    func redeem(
        code: [UInt8], tag: [UInt8]?, for token: StoredToken, attempts: Int, at now: UnixTime
    ) throws(IssuerKitError) -> RedeemOutcome

    /// The living token of a hash.
    func token(_ digest: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredToken?

    /// Keeps a nonce; beyond the limit the oldest is forgotten (NONCE-07).
    func add(nonce: [UInt8], expires: UnixTime, limit: Int, at now: UnixTime) throws(IssuerKitError)

    /// Carries out an order: checks the nonce, then the policy, then uses the nonce up and records the copies (NONCE-06).
    func issue(_ order: IssueOrder) throws(IssuerKitError) -> IssueOutcome

    /// Erases claims that nobody can fetch any more, and removes what is over.
    ///
    /// Whatever was erased until then, by this or another call, is in none of the files afterwards (SEC-28).
    func sweep(at now: UnixTime) throws(IssuerKitError)

    /// Whether the store answers, as cheaply as it can be found out.
    ///
    /// - Throws: what it throws when it does not.
    func probe() throws(IssuerKitError)

    /// The version of a status list, which goes up with every change; nil when there is no such list.
    func statusListVersion(_ number: Int) throws(IssuerKitError) -> Int?

    /// The numbers of all status lists.
    func statusListNumbers() throws(IssuerKitError) -> [Int]

    /// The content of a status list.
    func statusList(_ number: Int) throws(IssuerKitError) -> StatusListContent?

    /// Sets the status of all copies of an issuance, and closes its offer and tokens.
    ///
    /// - Returns: how many copies there are; nil when there is no such issuance.
    func setStatus(_ status: UInt8, of issuance: String) throws(IssuerKitError) -> Int?

    /// The last issuances, the newest first.
    func issuances(limit: Int, at now: UnixTime) throws(IssuerKitError) -> [IssuanceSummary]
}
