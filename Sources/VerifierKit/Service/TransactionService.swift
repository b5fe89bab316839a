import Bytes
public import CredentialModel
public import Cryptography
public import DCQL
public import HTTP
import JOSE
public import JSON
public import OpenID4VP
public import Rules

/// What a verifier does for backends and wallets, apart from HTTP.
///
/// Backends create, read and delete transactions; wallets fetch the request and post the response.
public struct TransactionService: Sendable {
    /// What becomes of the claims, or of the proof package, when a result is read.
    public enum Claims: Sendable {
        /// They are handed out and erased.
        case taken
        /// They stay where they are, for a reader who does not get the result's body.
        case left
    }

    let configuration: VerifierConfiguration
    let signer: RequestSigner
    let otherSigners: [RequestSigner]
    let store: any TransactionStore
    private let verification: Verification
    let seal: ClaimSeal
    let keys: ResponseKeys
    let clock: Clock
    let random: any RandomSource
    let limits: OpenLimits
    let watch = TransactionWatch()

    /// With what responses are verified: for tests a verifier that stays, else trust that is kept up to date.
    private enum Verification {
        case fixed(PresentationVerifier)
        case kept(ServiceTrust)
    }

    var verifier: PresentationVerifier {
        switch verification {
        case .fixed(let verifier): verifier
        case .kept(let trust): trust.verifier
        }
    }

    /// The imported lists of trusted entities, for those who run the service.
    var trustLists: [ServiceTrust.ListFacts] {
        if case .kept(let trust) = verification { trust.lists } else { [] }
    }

    /// Why the trust folder cannot be read whole at present.
    var trustFolderProblem: ServiceTrust.FolderProblem? {
        if case .kept(let trust) = verification { trust.folderProblem } else { nil }
    }

    /// Puts a service together whose trust is kept up to date.
    ///
    /// - Parameter otherSigners: further identities, which sign requests through the Digital Credentials API too.
    public init(
        configuration: VerifierConfiguration, signer: RequestSigner, otherSigners: [RequestSigner] = [],
        store: any TransactionStore, trust: ServiceTrust, seal: ClaimSeal, keys: ResponseKeys, clock: Clock,
        random: any RandomSource, limits: OpenLimits = OpenLimits()
    ) {
        self.init(configuration, signer, otherSigners, store, .kept(trust), seal, keys, clock, random, limits)
    }

    /// Puts a service together whose verifier stays.
    ///
    /// - Parameter otherSigners: further identities, which sign requests through the Digital Credentials API too.
    public init(
        configuration: VerifierConfiguration, signer: RequestSigner, otherSigners: [RequestSigner] = [],
        store: any TransactionStore, verifier: PresentationVerifier, seal: ClaimSeal, keys: ResponseKeys, clock: Clock,
        random: any RandomSource, limits: OpenLimits = OpenLimits()
    ) {
        self.init(configuration, signer, otherSigners, store, .fixed(verifier), seal, keys, clock, random, limits)
    }

    private init(
        _ configuration: VerifierConfiguration, _ signer: RequestSigner, _ otherSigners: [RequestSigner],
        _ store: any TransactionStore, _ verification: Verification, _ seal: ClaimSeal, _ keys: ResponseKeys,
        _ clock: Clock, _ random: any RandomSource, _ limits: OpenLimits
    ) {
        (self.limits, self.otherSigners) = (limits, otherSigners)
        (self.configuration, self.signer, self.store) = (configuration, signer, store)
        (self.verification, self.seal, self.clock, self.random) = (verification, seal, clock, random)
        self.keys = keys
    }

    /// Begins a transaction (SES-01).
    ///
    /// - Parameters:
    ///   - query: what to ask for.
    ///   - transactionData: what is to be confirmed; written once and kept as it is sent (TXD-07).
    ///   - template: the template that the query is from, if it is from one.
    ///   - redirectURI: where the browser goes in the same-device flow; nil across devices.
    ///   - mode: `direct_post` or `direct_post.jwt`; nil for what the configuration says.
    ///   - digital: that it goes through the Digital Credentials API; its answer is always encrypted (DP-10).
    ///   - owner: the caller's API key.
    /// - Throws: `insecureRedirect`, `tooManyOpen`, `sqlite`, `cryptography`, `openID4VP`, also for transaction data that
    ///   no wallet would take.
    public func create(
        query: DCQLQuery, transactionData: [JSONObject] = [], from template: QuestionTemplate? = nil,
        redirectURI: WebURL?, mode: ResponseMode? = nil, digital: DigitalCredentialCall? = nil, owner: Int64
    ) throws(VerifierKitError) -> Transaction {
        // Wallets refuse such an answer (RSP-05), and on its way the response code would be everybody's.
        if let redirectURI, !configuration.network.permits(redirectURI) { throw .insecureRedirect }
        let now = clock.now
        let sent = transactionData.map(TransactionData.encoded)
        // The wallet would refuse it, later and to another person.
        _ = try Self.entries(sent, query, at: now)
        guard configuration.profile != .haip || mode?.isEncrypted ?? true else {
            throw .openID4VP(
                .notHAIP(rule: "HAIP-05", problem: "response_mode must be direct_post.jwt or dc_api.jwt"))
        }
        let isEncrypted = digital != nil || (mode ?? configuration.responseMode).isEncrypted
        for _ in 0..<Self.limitAttempts {
            let number = TransactionNumber(at: now, from: random)
            let requestID = number.token(from: random)
            let transaction = Transaction(
                number: number.value, id: number.token(from: random), owner: owner, requestID: requestID,
                pageID: number.token(from: random), nonce: token(), state: token(), query: query,
                transactionData: sent, template: template?.name, purpose: template?.purpose,
                redirectURI: redirectURI, digital: digital,
                responseKey: isEncrypted ? try keys.make(for: requestID) : nil,
                createdAt: now, expiresAt: now + configuration.transactionSeconds)
            if try store.insert(transaction, limits: limits) { return transaction }
        }
        // So many numbers of one second cannot be taken by chance.
        throw .cryptography(.libraryFailure(operation: "drawing the number of a transaction"))
    }

    /// What calls the wallet.
    ///
    /// - Throws: `openID4VP`, `http`.
    public func link(for transaction: Transaction) throws(VerifierKitError) -> AppLink {
        let url = try endpoint("requests", transaction)
        do throws(OpenID4VPError) {
            return try RequestObject.link(
                client: signer.client, requestURI: url, method: configuration.requestMethod,
                scheme: configuration.walletScheme)
        } catch { throw .openID4VP(error) }
    }

    /// Where the person's browser finds the request.
    ///
    /// - Throws: `http`.
    public func pageURL(of transaction: Transaction) throws(VerifierKitError) -> WebURL {
        try url("/p/\(transaction.pageID)")
    }

    /// The signed request object, for the wallet (RURI-04, RURI-07).
    ///
    /// Fetched again before a response came, it is signed again over the same nonce.
    ///
    /// - Parameter wallet: what the wallet sent along: its nonce comes back signed (RURI-03), and the object is encrypted
    ///   when it sent keys for that (RURI-05).
    /// - Throws: `noSuchTransaction` also when the transaction has ended; `openID4VP` for metadata that cannot be used.
    public func requestObject(
        requestID: String, wallet: RequestURIForm = RequestURIForm()
    ) throws(VerifierKitError) -> String {
        guard let (transaction, outcome) = try store.transaction(requestID: requestID), transaction.digital == nil
        else { throw .noSuchTransaction }
        let stage = TransactionStage(transaction, outcome, at: clock.now)
        _ = try TransactionTable.step(from: stage, on: .fetched).permitted()
        var object = RequestObject(
            client: signer.client, nonce: transaction.nonce, query: transaction.query,
            answer: .posted(to: try endpoint("responses", transaction), state: transaction.state),
            encryptionKey: transaction.responseKey?.publicKey,
            issuedAt: clock.now,
            expiresAt: transaction.expiresAt)
        (object.walletNonce, object.transactionData) = (wallet.nonce, transaction.transactionData)
        do throws(OpenID4VPError) {
            return try object.signed(
                by: signer.key, chain: signer.chain, encryptedTo: try wallet.metadata?.requestEncryption())
        } catch { throw .openID4VP(error) }
    }

    /// Takes a wallet's response, verifies it, and ends the transaction with it (VFY-01 … VFY-14).
    ///
    /// The transaction ends with the first well-formed response, whatever its verdict. The change that ends it is
    /// conditional, so that of two responses at the same time exactly one counts (SES-08).
    ///
    /// - Returns: where the browser is to go: back to this service, with a fresh response code, when the answer held; to the
    ///   backend when the wallet refused; nil across devices.
    /// - Throws: `noSuchTransaction`, `transactionEnded`, `wrongState` and errors of form, with the transaction as it was;
    ///   `openID4VP` with `response` when the response was well formed and did not hold.
    public func receive(
        _ form: URLForm, requestID: String
    ) throws(VerifierKitError) -> WebURL? {
        // What a page asked for comes back through its backend, and by no other way (DP-07).
        guard let (transaction, outcome) = try store.transaction(requestID: requestID), transaction.digital == nil
        else { throw .noSuchTransaction }
        let now = clock.now
        let stage = TransactionStage(transaction, outcome, at: now)
        // Before any key is used: whether this transaction takes responses at all.
        _ = try TransactionTable.step(from: stage, on: .malformed).permitted()
        let response = try response(in: form, to: transaction)
        let end = try conclude(transaction, stage, with: response, at: now)
        guard end.told != .notAccepted else {
            throw .openID4VP(.response(rule: "RSP-10", problem: "the response was not accepted"))
        }
        return end.redirect
    }

    /// How a well-formed response ended a transaction.
    struct End {
        /// The state that it has since.
        let state: Transaction.State
        /// What the table says that the caller is told.
        let told: TransactionAnswer
        /// Where the browser is to go.
        let redirect: WebURL?
    }

    /// Verifies a well-formed response, and ends the transaction with it.
    ///
    /// - Throws: `transactionEnded` when another one came first.
    func conclude(
        _ transaction: Transaction, _ stage: TransactionStage, with response: AuthorizationResponse, at now: UnixTime
    ) throws(VerifierKitError) -> End {
        switch response.content {
        case .error(let code, _):
            let step = try TransactionTable.step(from: stage, on: .refused).permitted()
            return try end(transaction, step, walletError: code.rawValue, at: now)
        case .presentations(let token):
            let mode = transaction.responseMode
            let expectation = PresentationExpectation(
                audience: transaction.digital?.origin.audience ?? signer.client.text, nonce: transaction.nonce,
                query: transaction.query,
                transactionData: try Self.entries(transaction.transactionData, transaction.query, at: nil),
                responseMode: mode, requestedAt: transaction.createdAt)
            let report = verifier.report(on: token, expectation: expectation, at: now)
            // Not by a conditional expression: there `nil` would be the JSON value null.
            var proof: JSONValue?
            if report.isAccepted, !expectation.transactionData.isEmpty {
                proof = ProofPackage(token: token, expectation: expectation, responseMode: mode, time: now).json
            }
            let step = try TransactionTable.step(from: stage, on: report.isAccepted ? .held : .failed).permitted()
            return try end(transaction, step, report: report, proof: proof, at: now)
        }
    }

    /// Reads a form as the response to this request (VFY-02 … VFY-04).
    private func response(
        in form: URLForm, to transaction: Transaction
    ) throws(VerifierKitError) -> AuthorizationResponse {
        let key = try responseKey(of: transaction)
        let response: AuthorizationResponse
        do throws(OpenID4VPError) { response = try AuthorizationResponse(form, decryptingWith: key) } catch {
            throw .openID4VP(error)
        }
        guard let state = response.state, constantTimeEqual(state, transaction.state) else { throw .wrongState }
        return response
    }

    /// The key to which the answer is encrypted; nil when it comes in the clear.
    func responseKey(of transaction: Transaction) throws(VerifierKitError) -> JWK.Private? {
        guard let kept = transaction.responseKey else { return nil }
        return try keys.open(kept, for: transaction.requestID)
    }

    /// Verifies one response without a transaction: `POST /v1/check`, `verifier check`.
    public func check(_ token: VPToken, _ expectation: PresentationExpectation) -> Report {
        verifier.report(on: token, expectation: expectation, at: clock.now)
    }

    /// Ends and erases what is over; called from time to time.
    ///
    /// - Throws: `sqlite`.
    public func sweep() throws(VerifierKitError) {
        defer { tellWatchers() }
        try store.sweep(at: clock.now, retentionSeconds: TransactionTable.retentionSeconds)
    }

    /// Ends a transaction as the table says.
    private func end(
        _ transaction: Transaction, _ step: TransactionTable.Step, report: Report? = nil, proof: JSONValue? = nil,
        walletError: String? = nil, at now: UnixTime
    ) throws(VerifierKitError) -> End {
        guard let state = step.next.state else { throw .noSuchTransaction }
        let code = step.told == .receivedWithCode ? token() : nil
        var sealed: [UInt8]?
        if let report, report.isAccepted {
            sealed = try seal.seal(Self.claims(of: report), transaction: transaction.id)
        }
        let sealedProof: [UInt8]? =
            if let proof { try seal.seal(proof, transaction: Self.proofName(transaction.id)) } else { nil }
        // On one device nothing is kept for longer than the code that opens it.
        let seconds =
            code == nil ? configuration.resultSeconds : min(configuration.resultSeconds, TransactionTable.codeSeconds)
        let outcome = TransactionOutcome(
            state: state, report: report?.withoutClaims.json, sealedClaims: sealed, sealedProof: sealedProof,
            walletError: walletError,
            responseCodeHash: code.map { HashAlgorithm.sha256.hash(Array($0.utf8)) }, endedAt: now,
            resultExpiresAt: now + seconds)
        guard try store.end(transaction.number, with: outcome) else { throw .transactionEnded }
        tellWatchers(of: transaction.id)
        var redirect: WebURL?
        if let code {
            redirect = try Self.adding(code, to: try url("/r/\(transaction.requestID)"))
        } else if step.told != .notAccepted {
            redirect = transaction.redirectURI
        }
        return End(state: state, told: step.told, redirect: redirect)
    }

    /// A URL that brings a response code along.
    static func adding(_ code: String, to url: WebURL) throws(VerifierKitError) -> WebURL {
        do throws(HTTPError) { return try url.adding([FormField("response_code", code)]) } catch { throw .http(error) }
    }

    private func endpoint(_ name: String, _ transaction: Transaction) throws(VerifierKitError) -> WebURL {
        try url("/v1/\(name)/\(transaction.requestID)")
    }

    private func url(_ path: String) throws(VerifierKitError) -> WebURL {
        var base = configuration.publicURL.text
        while base.hasSuffix("/") { base.removeLast() }
        do throws(HTTPError) { return try WebURL(parsing: base + path) } catch { throw .http(error) }
    }

    private static func entries(
        _ sent: [String], _ query: DCQLQuery, at time: UnixTime?
    ) throws(VerifierKitError) -> [TransactionData] {
        guard !sent.isEmpty else { return [] }
        do throws(TransactionDataFault) {
            return try TransactionData.entries(.array(sent.map(JSONValue.string)), query: query, at: time)
        } catch { throw .openID4VP(.transactionData(error)) }
    }

    /// Claims and proof package are sealed under different names, so that neither opens as the other.
    static func proofName(_ id: String) -> String { "\(id) proof" }

    /// The claims by query id, each an array, as `vp_token` has its presentations.
    private static func claims(of report: Report) -> JSONValue {
        var claims = JSONObject()
        for credential in report.credentials {
            guard let id = credential.queryID, let revealed = credential.claims else { continue }
            claims[id] = .array((claims[id]?.array ?? []) + [.object(revealed)])
        }
        return .object(claims)
    }

    /// 255 random bits (SEC-14). The first of 256 is clear, so that no id begins with a hyphen: on a command line it would be an option.
    func token() -> String {
        var octets = random.bytes(32)
        octets[0] &= 0x7F
        return Base64URL.encode(octets)
    }
}
