public import DCQL
public import HTTP
public import JSON
import OpenID4VP
public import Rules

/// One question to one wallet, from its creation to its end.
public struct Transaction: Sendable {
    /// Where a transaction stands; all but `open` and `answered` are final.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Waiting for the wallet.
        case open
        /// Answered, and everything held; what it is worth shows when the browser that began comes back (SES-03).
        case answered
        /// Answered, and everything held.
        case accepted
        /// Answered, and something did not hold.
        case rejected
        /// The wallet answered with an error, such as `access_denied`.
        case walletError = "wallet_error"
        /// Nobody answered in time.
        case expired
        /// The backend took it back.
        case cancelled
        /// The answer held, but the browser that began did not come back, or another one came.
        case abandoned
    }

    /// Its place in the store; those that began in a later second have higher numbers.
    public let number: Int64
    /// The id by which the backend knows it.
    public let id: String
    /// The API key that made it.
    public let owner: Int64
    /// The id in the URLs that the wallet sees; not the backend's.
    public let requestID: String
    /// The token of the page for the person's browser; neither the backend's id nor the wallet's.
    public let pageID: String
    /// Binds presentations to this transaction.
    public let nonce: String
    /// Comes back with the response.
    public let state: String
    /// What is asked for.
    public let query: DCQLQuery
    /// What is to be confirmed: the very texts that are sent, never encoded again (TXD-07).
    public let transactionData: [String]
    /// The name of the template that asks it; nil for a question of the backend's own.
    public let template: String?
    /// Why it is asked, for the person.
    public let purpose: QuestionPurpose?
    /// Where the browser goes after a same-device presentation; nil across devices.
    public let redirectURI: WebURL?
    /// That it goes through the Digital Credentials API; nil when a wallet fetches the request and posts the answer.
    public let digital: DigitalCredentialCall?
    /// By which the browser that opened the page is known again; nil until one has, and across devices (SES-03).
    public let browserHash: [UInt8]?
    /// The key to which the answer is encrypted; nil when it comes in the clear, and once the transaction has ended.
    public let responseKey: ResponseKeys.Kept?
    /// When it was made.
    public let createdAt: UnixTime
    /// When it ends, if nobody answers.
    public let expiresAt: UnixTime

    /// Puts a transaction together.
    public init(
        number: Int64, id: String, owner: Int64, requestID: String, pageID: String, nonce: String, state: String,
        query: DCQLQuery, transactionData: [String] = [], template: String? = nil, purpose: QuestionPurpose? = nil,
        redirectURI: WebURL?, digital: DigitalCredentialCall? = nil, browserHash: [UInt8]? = nil,
        responseKey: ResponseKeys.Kept?, createdAt: UnixTime, expiresAt: UnixTime
    ) {
        (self.number, self.browserHash) = (number, browserHash)
        (self.responseKey, self.transactionData, self.digital) = (responseKey, transactionData, digital)
        (self.template, self.purpose) = (template, purpose)
        (self.id, self.owner, self.requestID, self.pageID) = (id, owner, requestID, pageID)
        (self.nonce, self.state, self.query) = (nonce, state, query)
        (self.redirectURI, self.createdAt, self.expiresAt) = (redirectURI, createdAt, expiresAt)
    }

    /// Which of the ways to a wallet it takes.
    public var flow: TransactionStage.Flow {
        if digital != nil { return .digitalCredentials }
        return redirectURI == nil ? .crossDevice : .sameDevice
    }

    /// How the answer travels, as long as the transaction is open.
    var responseMode: ResponseMode {
        guard digital == nil else { return .digitalCredentialsJWT }
        return responseKey == nil ? .directPost : .directPostJWT
    }
}

/// How a transaction was answered or ended.
public struct TransactionOutcome: Sendable {
    /// The state that it has since.
    public let state: Transaction.State
    /// The report without claims, as JSON; nil when the wallet answered with an error.
    public let report: JSONValue?
    /// The verified claims, sealed for this process; nil when there are none.
    public let sealedClaims: [UInt8]?
    /// The proof package of what was confirmed, sealed like the claims; nil when there is none (PAY-23).
    public let sealedProof: [UInt8]?
    /// The error code of the wallet.
    public let walletError: String?
    /// The SHA-256 of the response code: the one that the wallet was given until the browser comes back, then the one that
    /// the browser was sent on with; nil across devices.
    public let responseCodeHash: [UInt8]?
    /// Whether the browser that began has come back from the wallet.
    public let hasReturned: Bool
    /// How many wrong response codes came.
    public let wrongCodes: Int
    /// When it ended.
    public let endedAt: UnixTime
    /// When the claims are erased, if nobody fetches them; on one device that is when the response code is over.
    public let resultExpiresAt: UnixTime

    /// Puts an outcome together.
    public init(
        state: Transaction.State, report: JSONValue?, sealedClaims: [UInt8]?, sealedProof: [UInt8]? = nil,
        walletError: String?, responseCodeHash: [UInt8]?, hasReturned: Bool = false, wrongCodes: Int = 0,
        endedAt: UnixTime, resultExpiresAt: UnixTime
    ) {
        (self.hasReturned, self.wrongCodes) = (hasReturned, wrongCodes)
        (self.state, self.report, self.sealedClaims) = (state, report, sealedClaims)
        self.sealedProof = sealedProof
        (self.walletError, self.responseCodeHash) = (walletError, responseCodeHash)
        (self.endedAt, self.resultExpiresAt) = (endedAt, resultExpiresAt)
    }
}
