import Bytes
import Certificates
import CredentialModel
import Cryptography
public import DCQL
import HTTP
import JOSE
import JSON
public import OpenID4VP
import Rules
import SDJWT
import SDJWTVC
import Vault

extension Wallet {
    /// Authenticates and reads a request, and finds what the wallet could answer.
    ///
    /// A request that breaks a rule after its sender was authenticated is refused to the verifier with the right code;
    /// before, nothing is sent to anyone (ERR-01). Whether types of transactions are understood that only attestations name
    /// depends on which ones are held, so the refusal of a type that is not understood waits until the person was asked
    /// (DSEL-10).
    ///
    /// - Parameters:
    ///   - link: the link, a request object fetched from it included.
    ///   - tellsVerifier: whether a refusal is sent at all; false for a trial, of which the verifier must learn nothing.
    ///   - policies: whether credentials are left out that their issuers do not permit to be shown to this verifier.
    /// - Throws: `openID4VP`, `dcql`, `vault`.
    public func proposal(
        for link: String, tellsVerifier: Bool = true, policies: PolicyHeed = .heeded
    ) throws(WalletKitError) -> PresentationProposal {
        try proposal(policies, tellsVerifier: tellsVerifier) { (log) throws(OpenID4VPError) in
            try authenticatedRequest(link, log: &log)
        }
    }

    /// The same for a request that a page makes through the Digital Credentials API, which a file stands in for.
    ///
    /// A refusal reaches nobody: to the page it is as if the person had cancelled (ERR-03).
    ///
    /// - Parameters:
    ///   - origin: who asks, as the platform says.
    ///   - policies: as above.
    /// - Throws: `openID4VP`, `dcql`, `vault`.
    public func proposal(
        for request: DigitalCredentialRequest, from origin: WebOrigin, policies: PolicyHeed = .heeded
    ) throws(WalletKitError) -> PresentationProposal {
        try proposal(policies, tellsVerifier: false) { (log) throws(OpenID4VPError) in
            try authenticator.authenticated(request, from: origin, at: clock.now, log: &log)
        }
    }

    private func proposal(
        _ policies: PolicyHeed, tellsVerifier: Bool,
        _ authenticate: (inout StepLog) throws(OpenID4VPError) -> AuthenticatedRequest
    ) throws(WalletKitError) -> PresentationProposal {
        var log = StepLog(subject: "request")
        let authenticated: AuthenticatedRequest
        do throws(OpenID4VPError) { authenticated = try authenticate(&log) } catch {
            noteRefusal(by: "not authenticated", error.refusal)
            throw .openID4VP(error)
        }
        do throws(WalletKitError) {
            return try proposal(to: authenticated, policies, log.steps, knowing: [:])
        } catch {
            if case .openID4VP(let fault) = error { refuse(authenticated, fault, tellsVerifier) }
            throw error
        }
    }

    /// The proposal, after it was looked up what the types of its credentials say of transactions.
    ///
    /// Whoever publishes that learns that somebody asks, and may be the verifier: the person is asked before, with the hosts
    /// that `lookUps` names (DSEL-10, PAY-04). What is learned is kept, and may leave out a credential (PAY-19). All look-ups
    /// share one time (SEC-03).
    ///
    /// - Parameter credentialIDs: those whose types are looked up; all that need it for nil.
    /// - Throws: `openID4VP`, `dcql`, `vault`; the verifier is told nothing.
    public func lookingUp(
        _ proposal: PresentationProposal, of credentialIDs: [String]? = nil
    ) throws(WalletKitError) -> PresentationProposal {
        let names = proposal.authenticated.transactions.map(\.type)
        let wallet = sharingTime()
        var known: [String: SignerFinding] = [:]
        for finding in proposal.findings
        where !finding.hosts.isEmpty && credentialIDs?.contains(finding.credentialID) ?? true {
            guard let credential = proposal.credentials[finding.credentialID] else { continue }
            known[credential.id] = wallet.signer(credential, for: names, asking: .others)
        }
        return try self.proposal(to: proposal.authenticated, proposal.policies, proposal.steps, knowing: known)
    }

    /// What the wallet could answer, by what is kept and what was looked up just now.
    ///
    /// - Parameter known: what was looked up of credentials, by their ids.
    private func proposal(
        to authenticated: AuthenticatedRequest, _ policies: PolicyHeed, _ steps: [Step],
        knowing known: [String: SignerFinding]
    ) throws(WalletKitError) -> PresentationProposal {
        var (request, fault) = try Self.request(authenticated)
        let held = try self.held(for: request, by: authenticated, policies: policies, knowing: known)
        let (match, unmatched) = try match(request.query, held.filter { $0.hindrance == nil })
        let findings = signers(held.map(\.credential), match, authenticated.transactions)
            .map { known[$0.credentialID] ?? $0 }
        if fault != nil {
            let registry = TransactionDataRegistry.standard.knowing(findings.map(\.signer))
            do throws(OpenID4VPError) {
                (request, fault) = (try authenticated.authorizationRequest(transactionData: registry), nil)
            } catch { fault = error }
        }
        return PresentationProposal(
            authenticated: authenticated, policies: policies, request: request,
            unanswerable: fault ?? unmatched.map(OpenID4VPError.dcql), match: match,
            hindered: hindrances(request.query, held.filter { $0.hindrance != nil }),
            seenCopies: Set(held.filter(\.isSeen).map(\.facts.id)),
            credentials: Dictionary(held.map { ($0.facts.id, $0.credential) }) { first, _ in first },
            findings: findings, language: types.language, steps: steps)
    }

    /// Reads a request by what every wallet understands; without its transaction data, and with the fault of that, when a
    /// type is none of those.
    private static func request(
        _ authenticated: AuthenticatedRequest
    ) throws(WalletKitError) -> (AuthorizationRequest, unread: OpenID4VPError?) {
        func read(_ registry: TransactionDataRegistry?) throws(WalletKitError) -> AuthorizationRequest {
            do throws(OpenID4VPError) { return try authenticated.authorizationRequest(transactionData: registry) } catch
            {
                throw .openID4VP(error)
            }
        }
        do throws(WalletKitError) { return (try read(.standard), nil) } catch {
            guard case .openID4VP(.transactionData(.unknownType(let entry, let type))) = error else { throw error }
            return (try read(nil), .transactionData(.unknownType(entry: entry, type: type)))
        }
    }

    /// Which transactions are signed by the credentials that answer a query which an entry names, in the order in which they
    /// were taken in. By what is kept: who publishes their types may be whoever asks, and must not learn before consent what is
    /// held (DSEL-10).
    private func signers(
        _ credentials: [HeldCredential], _ match: DCQLMatch, _ transactions: [(type: String, queryIDs: [String])]
    ) -> [SignerFinding] {
        let named = Set(transactions.flatMap(\.queryIDs))
        let candidates = match.queries.filter { named.contains($0.query.id) }.flatMap(\.candidates)
        let ids = Set(candidates.map(\.credential.id))
        return credentials.filter { ids.contains($0.id) }
            .map { signer($0, for: transactions.map(\.type), asking: .nobody) }
    }

    /// Makes the presentations that the person chose, without sending them.
    ///
    /// The copies are marked as shown first: whatever happens afterwards, no other verifier will see them.
    ///
    /// - Parameter methods: how the person was authenticated for this; nil when nobody was, and then nothing is signed that
    ///   asks for it (PAY-13).
    /// - Throws: `authenticationMissing`, `openID4VP` when the choice cannot sign the transaction data, `noUnusedCopy`, `copiesDiffer`, `keyMissing`,
    ///   `sdJWT`, `vault`.
    public func response(
        to proposal: PresentationProposal, choice: DCQLChoice, authenticatedBy methods: AuthenticationMethods? = nil
    ) throws(WalletKitError) -> AuthorizationResponse {
        let signing = try proposal.signing(choice)
        guard methods != nil || !proposal.request.transactionData.contains(where: \.needsAuthentication) else {
            throw .authenticationMissing
        }
        var answers: [(queryID: String, presentations: [String])] = []
        for answer in choice.answers {
            let copy = try takeCopy(of: answer.credentialID, for: proposal.request.client.text)
            let content = try Self.content(of: copy.text)
            // Copies may order their Disclosures differently: what the person agreed to are positions.
            guard let disclosures = ClaimTree(content).disclosures(at: answer.revealed) else {
                throw .copiesDiffer(credential: answer.credentialID)
            }
            let chosen = content.withAncestors(of: Set(disclosures.numbers))
            let signs = proposal.signer(of: answer.queryID, in: choice) == answer.credentialID
            let share = signs ? signing.share(of: answer.queryID) : nil
            let confirmed = share.map { claims(for: $0, proposal.request, methods) }
            let text = try presentation(
                of: content, disclosing: chosen, copy, proposal.request, confirming: confirmed)
            if let index = answers.firstIndex(where: { $0.queryID == answer.queryID }) {
                answers[index].presentations.append(text)
            } else {
                answers.append((answer.queryID, [text]))
            }
        }
        return AuthorizationResponse(.presentations(VPToken(answers)), state: proposal.request.state)
    }

    /// Sends a response. The history has it before anything is sent, so that nothing is shown without a trace.
    ///
    /// - Throws: `vault` before anything is sent; `openID4VP` when the verifier did not take it.
    public func send(
        _ response: AuthorizationResponse, for proposal: PresentationProposal, choice: DCQLChoice
    ) throws(WalletKitError) -> PresentationOutcome {
        let isPosted = proposal.request.target.mode.isPosted
        let line = try record(entry(isPosted ? .presented : .handedOver, choice, proposal))
        do throws(OpenID4VPError) {
            let answer = try ResponseSubmitter(client: client, network: network)
                .submit(response, to: proposal.request.target, encryptedTo: proposal.request.encryption)
            return PresentationOutcome(
                choice: choice, redirectURI: answer.redirectURI?.text, isDelivered: isPosted)
        } catch {
            try? amend(line, entry(.refused, choice, proposal, error.refusal))
            throw .openID4VP(error)
        }
    }

    /// Writes into the history that a response leaves the wallet on another way, such as in a file.
    ///
    /// - Throws: `vault`.
    public func noteHandedOver(_ choice: DCQLChoice, for proposal: PresentationProposal) throws(WalletKitError) {
        try record(entry(.handedOver, choice, proposal))
    }

    /// Tells the verifier `access_denied`: because the person declined or because nothing matches, which look the same to
    /// the verifier (DSEL-10), and through the Digital Credentials API are told by giving no answer (ERR-03); or `invalid_transaction_data` when nothing can sign what was to be confirmed (TXD-02).
    ///
    /// - Returns: where the browser is to go, if anywhere.
    /// - Throws: `vault`; that the verifier could not be reached is no error here.
    @discardableResult
    public func decline(_ proposal: PresentationProposal) throws(WalletKitError) -> String? {
        let answer = try? ResponseSubmitter(client: client, network: network).submit(
            AuthorizationResponse(.error(proposal.refusalCode, description: nil), state: proposal.request.state),
            to: proposal.request.target, encryptedTo: proposal.request.encryption)
        try record(entry(.declined, nil, proposal, proposal.unanswerable?.refusal))
        return answer?.redirectURI?.text
    }

    /// Writes into the history why a request was not answered of which the verifier was told nothing: its transaction data
    /// could not be read, or it takes too much work to answer.
    public func noteUnanswered(_ proposal: PresentationProposal) {
        guard let fault = proposal.unanswerable else { return }
        noteRefusal(by: proposal.authenticated.verifier.name, fault.refusal)
    }

    /// A line of history that says what a choice reveals, by credential type, and which transaction it was for: its name, its
    /// number and whom it concerns, as PAY-21 asks, and no amount.
    private func entry(
        _ event: HistoryEntry.Event, _ choice: DCQLChoice?, _ proposal: PresentationProposal, _ refusal: Refusal? = nil
    ) -> HistoryEntry {
        let details = choice?.answers.map { answer in
            let type = proposal.credentials[answer.credentialID]?.type ?? answer.credentialID
            let paths = answer.revealed.map(\.description).joined(separator: ", ")
            return "\(type): \(paths.isEmpty ? "nothing but what is always visible" : paths)"
        }
        let transactions = proposal.request.transactionData.map { entry in
            let parties = entry.content.parties.joined(separator: ", ")
            return "\(entry.content.title) \(entry.content.transactionID)\(parties.isEmpty ? "" : ": ")\(parties)"
        }
        return HistoryEntry(
            time: clock.now, event: event,
            party: "\(proposal.authenticated.verifier.name) (\(proposal.request.client.text))",
            details: transactions + (details ?? []), refusal: refusal)
    }

    private func authenticatedRequest(
        _ text: String, log: inout StepLog
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        switch try AuthorizationRequestLink(parsing: text).content {
        case .parameters(let parameters): return try authenticator.authenticated(parameters: parameters, log: &log)
        case .requestObject(let jwt, let clientID):
            return try authenticator.authenticated(
                requestObject: jwt, clientID: clientID, transport: .value, at: clock.now, log: &log)
        case .byReference(let url, let method, let clientID):
            let sender = try ClientIdentifier(parsing: clientID)
            try authenticator.checkReference(url, of: sender)
            let fetched = try RequestObjectFetcher(client: client, random: random)
                .requestObject(at: url, method: method, sender: sender)
            return try authenticator.authenticated(
                requestObject: fetched.text, clientID: clientID, walletNonce: fetched.walletNonce, at: clock.now,
                log: &log)
        }
    }

    private var authenticator: RequestAuthenticator {
        RequestAuthenticator(
            trust: trust, network: network, profile: profile, dids: DIDResolver(client: client, network: network))
    }

    private func refuse(_ authenticated: AuthenticatedRequest, _ error: OpenID4VPError, _ tellsVerifier: Bool) {
        if tellsVerifier {
            _ = try? ResponseSubmitter(client: client, network: network).submit(
                AuthorizationResponse(.error(error.responseCode, description: nil), state: authenticated.state),
                to: authenticated.target, encryptedTo: nil)
        }
        noteRefusal(by: authenticated.verifier.name, error.refusal)
    }

    /// The refusal matters more than its line of history, which a vault that is open for reading cannot take.
    func noteRefusal(by party: String, _ refusal: Refusal) {
        _ = try? record(HistoryEntry(time: clock.now, event: .refused, party: party, refusal: refusal))
    }

    /// Picks a copy at random among those that this verifier may see, one that it has seen first, and marks it.
    private func takeCopy(of id: String, for verifier: String) throws(WalletKitError) -> CredentialCopy {
        let usable = try copies(of: id).filter { $0.mayBeShown(to: verifier) }
        let seen = usable.filter { $0.shownTo != nil }
        let pool = seen.isEmpty ? usable : seen
        guard !pool.isEmpty else { throw .noUnusedCopy(credential: id) }
        var copy = pool[Int(random.bytes(2).reduce(0) { $0 << 8 | Int($1) }) % pool.count]
        guard copy.shownTo == nil else { return copy }
        let version = copy.version
        copy.shownTo = verifier
        let (record, value) = (copy.record, copy.value)
        do throws(VaultError) { _ = try vault.update(record, value: value, expecting: version) } catch .recordChanged {
            // Another process took this copy first, for this verifier or for another.
            return try takeCopy(of: id, for: verifier)
        } catch { throw .vault(error) }
        return copy
    }

    /// A payment is signed with a fresh code, the way of the answer and what is known of the person (PAY-13).
    private func claims(
        for share: TransactionDataAssignment.Share, _ request: AuthorizationRequest, _ methods: AuthenticationMethods?
    ) -> JSONObject {
        var claims = share.claims
        if let methods, share.positions.contains(where: { request.transactionData[$0].needsAuthentication }) {
            claims["jti"] = .string(Base64URL.encode(random.bytes(16)))
            claims["response_mode"] = .string(request.target.mode.rawValue)
            claims["amr"] = methods.json
        }
        return claims
    }

    private func presentation(
        of content: ProcessedSDJWT, disclosing chosen: Set<Int>, _ copy: CredentialCopy,
        _ request: AuthorizationRequest, confirming confirmed: JSONObject?
    ) throws(WalletKitError) -> String {
        let shown: SDJWTPresentation
        do throws(SDJWTError) { shown = try content.presentation(disclosing: chosen) } catch { throw .sdJWT(error) }
        guard let record = copy.key else { return shown.text }
        let key = try key(record, of: copy)
        do throws(SDJWTError) {
            return try shown.bound(
                by: key, audience: request.audience, nonce: request.nonce, at: clock.now,
                extraClaims: confirmed ?? [:], algorithm: request.holderAlgorithm(for: key.publicKey.curve))
        } catch { throw .sdJWT(error) }
    }

    private func key(_ record: RecordID, of copy: CredentialCopy) throws(WalletKitError) -> SoftwareKey {
        let secret: SecretBytes
        do throws(VaultError) { secret = try vault.secret(record) } catch .unknownRecord {
            throw .keyMissing(credential: copy.credentialID)
        } catch { throw .vault(error) }
        // All keys that this wallet makes are P-256; a key file may bring an Ed25519 key, whose record says so.
        let curve = try curve(of: record)
        do throws(CryptographyError) { return try SoftwareKey(curve, secret: secret) } catch {
            throw .cryptography(error)
        }
    }

    private func curve(of record: RecordID) throws(WalletKitError) -> KeyCurve {
        let summary = try list(Category.key).first { $0.id == record }
        let word = summary?.tags.first { $0.field == "curve" }?.value
        return word.flatMap(KeyCurve.init(rawValue:)) ?? .p256
    }
}
