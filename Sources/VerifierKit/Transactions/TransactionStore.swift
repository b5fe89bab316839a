public import Rules

/// Where transactions are kept: one database file today, a server shared by several instances later.
///
/// Every change that may happen only once is one conditional statement, so that of two callers exactly one wins.
public protocol TransactionStore: Sendable {
    /// Keeps a new transaction.
    ///
    /// - Returns: whether its number was free; when not, nothing was kept.
    /// - Throws: `tooManyOpen` when the owner, or all owners together, have that many open ones already.
    func insert(_ transaction: Transaction, limits: OpenLimits) throws(VerifierKitError) -> Bool

    /// Finds a transaction by the id that the backend knows.
    func transaction(id: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)?

    /// Finds a transaction by the id that the wallet knows.
    func transaction(requestID: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)?

    /// Finds a transaction by the token of its page.
    func transaction(pageID: String) throws(VerifierKitError) -> (Transaction, TransactionOutcome?)?

    /// Ends a transaction, if it is open and its time is not over.
    ///
    /// - Returns: whether it was this call that ended it (SES-08, VFY-13).
    func end(_ number: Int64, with outcome: TransactionOutcome) throws(VerifierKitError) -> Bool

    /// Remembers the browser that opened the page of an open transaction, if none did before.
    func bindBrowser(_ number: Int64, hash: [UInt8]) throws(VerifierKitError)

    /// Notes that the browser that began has come back, and puts the code that it is sent on with in the place of its own.
    ///
    /// - Returns: whether it was this call; a code is good for one return (SES-10).
    func sendOn(
        _ number: Int64, from: [UInt8], to: [UInt8], at time: UnixTime, until: UnixTime
    ) throws(VerifierKitError) -> Bool

    /// Ends an answer with which another browser than the one that began came back.
    func abandon(_ number: Int64) throws(VerifierKitError)

    /// Erases the claims that the caller hands out, and notes that the response code came.
    ///
    /// - Parameter until: how long the proof package is kept from now on.
    /// - Returns: whether it was this call; when not, nothing may be handed out (SEC-28).
    func handOver(_ number: Int64, at time: UnixTime, until: UnixTime) throws(VerifierKitError) -> Bool

    /// Takes the sealed proof package out; a second call finds none.
    func takeProof(_ number: Int64) throws(VerifierKitError) -> [UInt8]?

    /// Counts a wrong response code; after `limit` of them the answer counts for nothing (SES-10).
    func countWrongResponseCode(_ number: Int64, limit: Int) throws(VerifierKitError)

    /// Ends a transaction that has no outcome yet, without one.
    ///
    /// - Returns: whether it was this call that ended it.
    func cancel(_ number: Int64, at time: UnixTime) throws(VerifierKitError) -> Bool

    /// Removes a transaction with everything that belongs to it.
    ///
    /// - Returns: whether there was one.
    func delete(_ number: Int64) throws(VerifierKitError) -> Bool

    /// Ends what nobody answered in time and answers whose browser did not come back, erases claims and proof packages that
    /// nobody fetched in time, and removes what is older than `retentionSeconds`; what was erased is gone from the disk.
    func sweep(at time: UnixTime, retentionSeconds: Int64) throws(VerifierKitError)

    /// Writes something, to find out whether that is possible.
    func probe(at time: UnixTime) throws(VerifierKitError)

    /// Counts the transactions in each state, those that nobody answered in time as expired.
    func transactionCounts(at time: UnixTime) throws(VerifierKitError) -> [Transaction.State: Int]

    /// A part of the list of all transactions, the newest first, of one state or of all, older than a number or from the top.
    func list(
        _ state: Transaction.State?, before number: Int64?, limit: Int, at time: UnixTime
    ) throws(VerifierKitError) -> [ListedTransaction]

    /// One transaction of the list, with everything that is stored of it.
    func listed(
        number: Int64, at time: UnixTime
    ) throws(VerifierKitError) -> (ListedTransaction, Transaction, TransactionOutcome?)?

    /// Counts the transactions that began since then, by hour, question and state.
    func tallies(since: UnixTime, at time: UnixTime) throws(VerifierKitError) -> [TransactionTally]

    /// Begins or ends to queue each change of a state for the backend's receiver; ending forgets what waits.
    func queueWebhooks(_ switching: WebhookSwitch) throws(VerifierKitError)

    /// The oldest event of each transaction that has some, as far as its time has come.
    func dueWebhooks(at time: UnixTime, limit: Int) throws(VerifierKitError) -> [WebhookEvent]

    /// Takes an event out of the queue.
    func removeWebhook(_ number: Int64) throws(VerifierKitError)

    /// Puts an event off.
    func postponeWebhook(_ number: Int64, attempts: Int, until time: UnixTime) throws(VerifierKitError)

    /// Keeps a template, in place of the one of that name and keeper.
    ///
    /// - Returns: whether there was none before.
    /// - Throws: `tooManyTemplates`.
    func put(_ template: QuestionTemplate) throws(VerifierKitError) -> Bool

    /// Finds a template: the keeper's own, else the operator's.
    func template(_ name: String, for keeper: QuestionTemplate.Keeper) throws(VerifierKitError) -> QuestionTemplate?

    /// All templates that the keeper can ask, its own and the operator's, by name.
    func templates(for keeper: QuestionTemplate.Keeper) throws(VerifierKitError) -> [QuestionTemplate]

    /// Forgets a template of that keeper.
    ///
    /// - Returns: whether there was one.
    func removeTemplate(_ name: String, of keeper: QuestionTemplate.Keeper) throws(VerifierKitError) -> Bool

    /// Keeps a new API key.
    ///
    /// - Throws: `keyNameTaken`, also when the key of that name is revoked.
    func insertKey(name: String, hash: [UInt8], grant: APIKeyGrant, at time: UnixTime) throws(VerifierKitError)

    /// Finds the API key with that hash, and remembers its use; nil when it is unknown, revoked or over.
    func key(hash: [UInt8], at time: UnixTime) throws(VerifierKitError) -> APIKeyRecord?

    /// All API keys, the oldest first.
    func keys() throws(VerifierKitError) -> [APIKeyRecord]

    /// Takes an API key back; its transactions stay and end by themselves.
    ///
    /// - Throws: `noSuchKey` when there is none of that name that may be used.
    func revokeKey(name: String, at time: UnixTime) throws(VerifierKitError)
}

/// How many transactions may be open at a time.
public struct OpenLimits: Sendable {
    /// Of one API key.
    public var perKey = 10_000
    /// Of all together.
    public var overall = 100_000

    /// Begins with the limits of the house.
    public init() {}
}
