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
    /// before, nothing is sent to anyone (ERR-01).
    ///
    /// - Parameter link: the link, a request object fetched from it included.
    /// - Throws: `openID4VP`, `dcql`, `vault`.
    public func proposal(for link: String) throws(WalletKitError) -> PresentationProposal {
        var log = StepLog(subject: "request")
        let authenticated: AuthenticatedRequest
        do throws(OpenID4VPError) { authenticated = try authenticatedRequest(link, log: &log) } catch {
            try? record(
                HistoryEntry(time: clock.now, event: .refused, party: "not authenticated", refusal: error.refusal))
            throw .openID4VP(error)
        }
        let request: AuthorizationRequest
        do throws(OpenID4VPError) { request = try authenticated.authorizationRequest() } catch {
            refuse(authenticated, error)
            throw .openID4VP(error)
        }
        let held = try credentials()
        var facts: [CredentialFacts] = []
        for credential in held {
            if let fact = try self.facts(of: credential, for: request) { facts.append(fact) }
        }
        let match: DCQLMatch
        do throws(DCQLError) { match = try request.query.match(facts) } catch {
            refuse(authenticated, .dcql(error))
            throw .dcql(error)
        }
        return PresentationProposal(
            authenticated: authenticated, request: request, match: match,
            credentials: Dictionary(held.map { ($0.id, $0) }) { first, _ in first }, steps: log.steps)
    }

    /// Makes the presentations that the person chose, without sending them.
    ///
    /// The copies are marked as shown first: whatever happens afterwards, no other verifier will see them.
    ///
    /// - Throws: `noUnusedCopy`, `keyMissing`, `sdJWT`, `vault`.
    public func response(
        to proposal: PresentationProposal, choice: DCQLChoice
    ) throws(WalletKitError) -> AuthorizationResponse {
        var answers: [(queryID: String, presentations: [String])] = []
        for answer in choice.answers {
            let copy = try takeCopy(of: answer.credentialID, for: proposal.request.client.text)
            let content = try Self.content(of: copy.text)
            let chosen = content.withAncestors(of: Set(answer.alternative.disclosures.numbers))
            let text = try presentation(of: content, disclosing: chosen, copy, proposal.request)
            if let index = answers.firstIndex(where: { $0.queryID == answer.queryID }) {
                answers[index].presentations.append(text)
            } else {
                answers.append((answer.queryID, [text]))
            }
        }
        return AuthorizationResponse(.presentations(VPToken(answers)), state: proposal.request.state)
    }

    /// Sends a response and writes it into the history.
    ///
    /// - Throws: `openID4VP` when the verifier did not take it.
    public func send(
        _ response: AuthorizationResponse, for proposal: PresentationProposal, choice: DCQLChoice
    ) throws(WalletKitError) -> PresentationOutcome {
        let party = "\(proposal.authenticated.verifier.name) (\(proposal.request.client.text))"
        do throws(OpenID4VPError) {
            let answer = try ResponseSubmitter(client: client, network: network)
                .submit(response, to: proposal.request.target, encryptedTo: proposal.request.encryption)
            try? record(
                HistoryEntry(
                    time: clock.now, event: .presented, party: party, details: Self.words(for: choice, proposal)))
            return PresentationOutcome(choice: choice, redirectURI: answer.redirectURI?.text)
        } catch {
            try? record(
                HistoryEntry(
                    time: clock.now, event: .refused, party: party, details: Self.words(for: choice, proposal),
                    refusal: error.refusal))
            throw .openID4VP(error)
        }
    }

    /// Tells the verifier `access_denied`: because the person declined or because nothing matches, which look the same to
    /// the verifier (DSEL-10).
    ///
    /// - Throws: `vault`; that the verifier could not be reached is no error here.
    public func decline(_ proposal: PresentationProposal) throws(WalletKitError) {
        _ = try? ResponseSubmitter(client: client, network: network).submit(
            AuthorizationResponse(.error(.accessDenied, description: nil), state: proposal.request.state),
            to: proposal.request.target, encryptedTo: proposal.request.encryption)
        let party = "\(proposal.authenticated.verifier.name) (\(proposal.request.client.text))"
        try record(HistoryEntry(time: clock.now, event: .declined, party: party))
    }

    /// What a choice reveals, by credential type, for the history.
    private static func words(for choice: DCQLChoice, _ proposal: PresentationProposal) -> [String] {
        choice.answers.map { answer in
            let type = proposal.credentials[answer.credentialID]?.type ?? answer.credentialID
            let paths = answer.revealed.map(\.description).joined(separator: ", ")
            return "\(type): \(paths.isEmpty ? "nothing but what is always visible" : paths)"
        }
    }

    private func authenticatedRequest(
        _ text: String, log: inout StepLog
    ) throws(OpenID4VPError) -> AuthenticatedRequest {
        let authenticator = RequestAuthenticator(trust: trust, network: network)
        switch try AuthorizationRequestLink(parsing: text).content {
        case .parameters(let parameters): return try authenticator.authenticated(parameters: parameters, log: &log)
        case .requestObject(let jwt, let clientID):
            return try authenticator.authenticated(requestObject: jwt, clientID: clientID, at: clock.now, log: &log)
        case .byReference(let url, _, let clientID):
            guard network.permits(url) else {
                throw .member(rule: "RURI-01", name: "request_uri", problem: "must be an https URL")
            }
            let jwt = try RequestObjectFetcher(client: client).requestObject(at: url)
            return try authenticator.authenticated(requestObject: jwt, clientID: clientID, at: clock.now, log: &log)
        }
    }

    private func refuse(_ authenticated: AuthenticatedRequest, _ error: OpenID4VPError) {
        _ = try? ResponseSubmitter(client: client, network: network).submit(
            AuthorizationResponse(.error(error.responseCode, description: nil), state: authenticated.state),
            to: authenticated.target, encryptedTo: nil)
        try? record(
            HistoryEntry(
                time: clock.now, event: .refused, party: authenticated.verifier.name, refusal: error.refusal))
    }

    /// What a query needs to know of a credential; nil when no copy may be shown to this verifier, or the verifier says
    /// that it cannot check the signatures in it (WM-02).
    private func facts(
        of credential: HeldCredential, for request: AuthorizationRequest
    ) throws(WalletKitError) -> CredentialFacts? {
        let verifier = request.client.text
        guard let copy = try copies(of: credential.id).first(where: { $0.mayBeShown(to: verifier) }) else { return nil }
        let content = try Self.content(of: copy.text)
        let header = content.received.issuerJWT.header
        let holder = content.payload["cnf"]?["jwk"].flatMap { try? JWK($0) }
        guard
            request.takes(
                .sdJWTVC, issuer: header.algorithm,
                holder: holder.flatMap { SignatureAlgorithm(writtenFor: $0.publicKey.curve) })
        else { return nil }
        let chain = (try? header.certificateChain()) ?? []
        return CredentialFacts(
            id: credential.id, format: .sdJWTVC, type: credential.type, isHolderBound: copy.key != nil,
            authorityKeyIdentifiers: chain.compactMap(\.authorityKeyIdentifier),
            issuedAt: credential.validity.issuedAt, claims: ClaimTree(content))
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

    private func presentation(
        of content: ProcessedSDJWT, disclosing chosen: Set<Int>, _ copy: CredentialCopy, _ request: AuthorizationRequest
    ) throws(WalletKitError) -> String {
        let shown: SDJWTPresentation
        do throws(SDJWTError) { shown = try content.presentation(disclosing: chosen) } catch { throw .sdJWT(error) }
        guard let record = copy.key else { return shown.text }
        let key = try key(record, of: copy)
        do throws(SDJWTError) {
            return try shown.bound(by: key, audience: request.client.text, nonce: request.nonce, at: clock.now)
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
