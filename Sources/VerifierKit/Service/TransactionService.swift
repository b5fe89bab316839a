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
    /// Wrong response codes after which the claims are erased (SES-10).
    public static let limitWrongCodes = 5
    /// How long ended transactions are kept, without claims.
    public static let retentionSeconds: Int64 = 86_400

    /// What becomes of the claims, or of the proof package, when a result is read.
    public enum Claims: Sendable {
        /// They are handed out and erased.
        case taken
        /// They stay where they are, for a reader who does not get the result's body.
        case left
    }

    private let configuration: VerifierConfiguration
    private let signer: RequestSigner
    private let store: any TransactionStore
    private let verifier: PresentationVerifier
    private let seal: ClaimSeal
    private let keys: ResponseKeys
    private let clock: Clock
    private let random: any RandomSource
    private let limits: OpenLimits

    /// Puts a service together.
    public init(
        configuration: VerifierConfiguration, signer: RequestSigner, store: any TransactionStore,
        verifier: PresentationVerifier, seal: ClaimSeal, keys: ResponseKeys, clock: Clock, random: any RandomSource,
        limits: OpenLimits = OpenLimits()
    ) {
        self.limits = limits
        (self.configuration, self.signer, self.store) = (configuration, signer, store)
        (self.verifier, self.seal, self.clock, self.random) = (verifier, seal, clock, random)
        self.keys = keys
    }

    /// Begins a transaction (SES-01).
    ///
    /// - Parameters:
    ///   - query: what to ask for.
    ///   - transactionData: what is to be confirmed; written once and kept as it is sent (TXD-07).
    ///   - redirectURI: where the browser goes in the same-device flow; nil across devices.
    ///   - mode: `direct_post` or `direct_post.jwt`; nil for what the configuration says.
    ///   - owner: the caller's API key.
    /// - Returns: the transaction and the link for the wallet.
    /// - Throws: `insecureRedirect`, `tooManyOpen`, `sqlite`, `openID4VP`, also for transaction data that no wallet would take.
    public func create(
        query: DCQLQuery, transactionData: [JSONObject] = [], redirectURI: WebURL?, mode: ResponseMode? = nil,
        owner: Int64
    ) throws(VerifierKitError) -> (Transaction, link: AppLink) {
        // Wallets refuse such an answer (RSP-05), and on its way the response code would be everybody's.
        if let redirectURI, !configuration.network.permits(redirectURI) { throw .insecureRedirect }
        let now = clock.now
        let sent = transactionData.map(TransactionData.encoded)
        // The wallet would refuse it, later and to another person.
        _ = try Self.entries(sent, query, at: now)
        let requestID = token()
        guard configuration.profile != .haip || mode ?? .directPostJWT == .directPostJWT else {
            throw .openID4VP(.notHAIP(rule: "HAIP-05", problem: "response_mode must be direct_post.jwt"))
        }
        let isEncrypted = (mode ?? configuration.responseMode).isEncrypted
        let transaction = Transaction(
            id: token(), owner: owner, requestID: requestID, nonce: token(), state: token(), query: query,
            transactionData: sent, redirectURI: redirectURI,
            responseKey: isEncrypted ? try keys.make(for: requestID) : nil, createdAt: now,
            expiresAt: now + configuration.transactionSeconds)
        try store.insert(transaction, limits: limits)
        let url = try endpoint("requests", transaction)
        do throws(OpenID4VPError) {
            let link = try RequestObject.link(
                client: signer.client, requestURI: url, method: configuration.requestMethod,
                scheme: configuration.walletScheme)
            return (transaction, link)
        } catch { throw .openID4VP(error) }
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
        guard let (transaction, outcome) = try store.transaction(requestID: requestID), outcome == nil,
            clock.now < transaction.expiresAt
        else { throw .noSuchTransaction }
        var object = RequestObject(
            client: signer.client, nonce: transaction.nonce, state: transaction.state, query: transaction.query,
            responseURI: try endpoint("responses", transaction), encryptionKey: transaction.responseKey?.publicKey,
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
    /// - Returns: where the browser is to go, with a fresh response code; nil across devices.
    /// - Throws: `noSuchTransaction`, `transactionEnded`, `wrongState` and errors of form, with the transaction as it was;
    ///   `openID4VP` with `response` when the response was well formed and did not hold.
    public func receive(
        _ form: URLForm, requestID: String
    ) throws(VerifierKitError) -> WebURL? {
        guard let (transaction, outcome) = try store.transaction(requestID: requestID) else {
            throw .noSuchTransaction
        }
        let now = clock.now
        guard outcome == nil, now < transaction.expiresAt else { throw .transactionEnded }
        let response: AuthorizationResponse
        var key: JWK.Private?
        if let kept = transaction.responseKey { key = try keys.open(kept, for: requestID) }
        do throws(OpenID4VPError) { response = try AuthorizationResponse(form, decryptingWith: key) } catch {
            throw .openID4VP(error)
        }
        guard let state = response.state, constantTimeEqual(state, transaction.state) else {
            throw .wrongState
        }
        switch response.content {
        case .error(let code, _):
            try end(transaction, .walletError, walletError: code.rawValue, at: now)
            return try redirect(transaction, code: nil)
        case .presentations(let token):
            let expectation = PresentationExpectation(
                audience: signer.client.text, nonce: transaction.nonce, query: transaction.query,
                transactionData: try Self.entries(transaction.transactionData, transaction.query, at: nil),
                requestedAt: transaction.createdAt)
            let report = verifier.report(on: token, expectation: expectation, at: now)
            // A response that does not hold sends no browser anywhere, so nobody could ever bring its code back.
            let code = transaction.redirectURI == nil || !report.isAccepted ? nil : self.token()
            // Not by a conditional expression: there `nil` would be the JSON value null.
            var claims: JSONValue?
            var proof: JSONValue?
            if report.isAccepted { claims = Self.claims(of: report) }
            if report.isAccepted, !expectation.transactionData.isEmpty {
                let mode: ResponseMode = transaction.responseKey == nil ? .directPost : .directPostJWT
                proof = ProofPackage(token: token, expectation: expectation, responseMode: mode, time: now).json
            }
            try end(
                transaction, report.isAccepted ? .accepted : .rejected, report: report.withoutClaims.json,
                claims: claims, proof: proof, code: code, at: now)
            guard report.isAccepted else {
                throw .openID4VP(.response(rule: "RSP-10", problem: "the response was not accepted"))
            }
            return try redirect(transaction, code: code)
        }
    }

    /// What a backend learns of a transaction.
    ///
    /// The claims come with the first call after the answer and are then erased. In the same-device flow they need the
    /// response code (SES-02, SES-03); how a transaction failed is told without one.
    ///
    /// - Throws: `noSuchTransaction`, `wrongResponseCode`.
    public func result(
        id: String, owner: Int64, responseCode: String?, claims: Claims = .taken
    ) throws(VerifierKitError) -> TransactionResult {
        let (transaction, outcome) = try found(id: id, owner: owner, responseCode: responseCode)
        guard let outcome else {
            let isOver = clock.now >= transaction.expiresAt
            return TransactionResult(transaction, state: isOver ? .expired : .open)
        }
        var result = TransactionResult(transaction, state: outcome.state)
        result.report = outcome.report
        result.walletError = outcome.walletError
        if claims == .taken, clock.now < outcome.resultExpiresAt, let sealed = try store.takeClaims(id: id) {
            result.claims = seal.open(sealed, transaction: id)
        }
        return result
    }

    /// Everything with which somebody else can repeat the verification, such as the bank that carries the payment out (PAY-23).
    ///
    /// The package comes with the first call and is then erased, like the claims and under the same conditions.
    /// - Throws: `noSuchTransaction`, `wrongResponseCode`, `noProof`.
    public func proof(
        id: String, owner: Int64, responseCode: String?, claims: Claims = .taken
    ) throws(VerifierKitError) -> JSONValue {
        let (_, outcome) = try found(id: id, owner: owner, responseCode: responseCode)
        guard let outcome, clock.now < outcome.resultExpiresAt,
            let sealed = claims == .taken ? try store.takeProof(id: id) : outcome.sealedProof,
            let package = seal.open(sealed, transaction: Self.proofName(id))
        else { throw .noProof }
        return package
    }

    /// A transaction of that backend, and how it ended; in the same-device flow only with the right response code.
    private func found(
        id: String, owner: Int64, responseCode: String?
    ) throws(VerifierKitError) -> (Transaction, TransactionOutcome?) {
        guard let (transaction, outcome) = try store.transaction(id: id), transaction.owner == owner else {
            throw .noSuchTransaction
        }
        if let expected = outcome?.responseCodeHash {
            let given = HashAlgorithm.sha256.hash(Array((responseCode ?? "").utf8))
            guard responseCode != nil, constantTimeEqual(given, expected) else {
                if responseCode != nil { try store.countWrongResponseCode(id: id, limit: Self.limitWrongCodes) }
                throw .wrongResponseCode
            }
        }
        return (transaction, outcome)
    }

    /// Claims and proof package are sealed under different names, so that neither opens as the other.
    private static func proofName(_ id: String) -> String { "\(id) proof" }

    private static func entries(
        _ sent: [String], _ query: DCQLQuery, at time: UnixTime?
    ) throws(VerifierKitError) -> [TransactionData] {
        guard !sent.isEmpty else { return [] }
        do throws(TransactionDataFault) {
            return try TransactionData.entries(.array(sent.map(JSONValue.string)), query: query, at: time)
        } catch { throw .openID4VP(.transactionData(error)) }
    }

    /// Removes a transaction, whatever its state.
    ///
    /// - Throws: `noSuchTransaction`.
    public func delete(id: String, owner: Int64) throws(VerifierKitError) {
        guard let (transaction, _) = try store.transaction(id: id), transaction.owner == owner,
            try store.delete(id: id)
        else { throw .noSuchTransaction }
    }

    /// Verifies one response without a transaction: `POST /v1/check`, `verifier check`.
    public func check(_ token: VPToken, _ expectation: PresentationExpectation) -> Report {
        verifier.report(on: token, expectation: expectation, at: clock.now)
    }

    /// Ends and erases what is over; called from time to time.
    ///
    /// - Throws: `sqlite`.
    public func sweep() throws(VerifierKitError) {
        try store.sweep(at: clock.now, retentionSeconds: Self.retentionSeconds)
    }

    private func end(
        _ transaction: Transaction, _ state: Transaction.State, report: JSONValue? = nil, claims: JSONValue? = nil,
        proof: JSONValue? = nil, walletError: String? = nil, code: String? = nil, at now: UnixTime
    ) throws(VerifierKitError) {
        let sealed: [UInt8]? = if let claims { try seal.seal(claims, transaction: transaction.id) } else { nil }
        let sealedProof: [UInt8]? =
            if let proof { try seal.seal(proof, transaction: Self.proofName(transaction.id)) } else { nil }
        let outcome = TransactionOutcome(
            state: state, report: report, sealedClaims: sealed, sealedProof: sealedProof, walletError: walletError,
            responseCodeHash: code.map { HashAlgorithm.sha256.hash(Array($0.utf8)) }, endedAt: now,
            resultExpiresAt: now + configuration.resultSeconds)
        guard try store.end(id: transaction.id, with: outcome) else { throw .transactionEnded }
    }

    private func redirect(_ transaction: Transaction, code: String?) throws(VerifierKitError) -> WebURL? {
        guard let url = transaction.redirectURI else { return nil }
        do throws(HTTPError) {
            return try url.adding(code.map { [FormField("response_code", $0)] } ?? [])
        } catch { throw .http(error) }
    }

    private func endpoint(_ name: String, _ transaction: Transaction) throws(VerifierKitError) -> WebURL {
        var base = configuration.publicURL.text
        while base.hasSuffix("/") { base.removeLast() }
        do throws(HTTPError) { return try WebURL(parsing: "\(base)/v1/\(name)/\(transaction.requestID)") } catch {
            throw .http(error)
        }
    }

    /// The claims by query id, each an array, as `vp_token` has its presentations.
    private static func claims(of report: Report) -> JSONValue {
        var claims = JSONObject()
        for credential in report.credentials {
            guard let id = credential.queryID, let revealed = credential.claims else { continue }
            claims[id] = .array((claims[id]?.array ?? []) + [.object(revealed)])
        }
        return .object(claims)
    }

    /// 256 random bits (SEC-14).
    private func token() -> String { Base64URL.encode(random.bytes(32)) }
}
