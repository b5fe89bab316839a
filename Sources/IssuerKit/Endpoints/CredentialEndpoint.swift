import Bytes
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules

/// Issues credentials for access tokens and key proofs. The order of the checks is that of CRED-32, so that each
/// request has one answer: token, JSON, selector, its authorization, encryption, proofs, nonce, policy, issue.
///
/// Source: OpenID4VCI 1.0 §8 (CRED-01…33).
struct CredentialEndpoint: Sendable {
    let context: IssuerContext

    func respond(_ request: HTTPRequest) -> HTTPResponse {
        do {
            switch try answer(request) {
            case .success(let issued):
                context.write(
                    .credentialsIssued, request, issuance: issued.issuance, copies: issued.response.credentials.count)
                return .json(issued.response.json)
            case .failure(let error):
                context.write(.credentialRefused, request, refusal: error.refusal)
                return Self.response(error)
            }
        } catch {
            return context.failed(error, request)
        }
    }

    private typealias Answer = Result<(issuance: String, response: CredentialResponse), CredentialEndpointError>

    /// The inner error is the wallet's, the thrown one ours.
    private func answer(_ request: HTTPRequest) throws(IssuerKitError) -> Answer {
        guard let text = request.authorization("Bearer") else { return .failure(.tokenMissing) }
        let secret = OneTimeSecret(.token, text: text)
        let now = context.clock.now
        guard let token = try context.store.token(secret.digest, at: now) else { return .failure(.tokenNotGood) }
        let wanted: CredentialRequest
        let type: CredentialType
        let proofs: VerifiedProofs?
        do throws(CredentialEndpointError) {
            guard let json = try? JSONValue(parsing: request.body) else { throw .malformedBody }
            wanted = try CredentialRequest(json)
            type = try selected(wanted.selector, token)
            guard !wanted.asksForEncryption else { throw .encryptionNotSupported }
            proofs = try verified(wanted, type, token, at: now)
        } catch {
            return .failure(error)
        }
        // Fewer credentials than keys are allowed (CRED-09): the type's count and what the token has left, which the
        // store knows, not the wallet's wish.
        let limit = min(
            token.copyLimit ?? context.settings.limits.copiesPerToken, type.issuance?.copiesPerToken ?? .max)
        let copies = min(proofs?.keys.count ?? 1, type.issuance?.batchSize ?? 1)
        let holders: [JWK?] = proofs.map { $0.keys.prefix(copies).map { $0 } } ?? [nil]
        let claims = try claims(of: type, sealed: token.sealedClaims, by: secret)
        let order = order(type, holders, proofs?.nonce, token, at: now)
        switch try context.store.issue(order) {
        case .recorded(let entries):
            var credentials: [String] = []
            for (holder, entry) in zip(holders, entries) {
                credentials.append(try context.maker.credential(type, claims, holder: holder, entry: entry, at: now))
            }
            return .success((token.issuance, CredentialResponse(credentials: credentials)))
        case .tokenNotGood: return .failure(.tokenNotGood)
        case .nonceNotGood: return .failure(.nonceNotGood)
        case .keyInUse: return .failure(.proofs(.usedKey))
        case .limitReached: return .failure(.limitReached(limit: limit))
        }
    }

    private func selected(
        _ selector: CredentialRequest.Selector, _ token: StoredToken
    ) throws(CredentialEndpointError) -> CredentialType {
        let id: String
        switch (selector, token.granted) {
        case (.configuration(let name), nil):
            guard context.catalogue.type(name)?.issuance != nil else { throw .unknownConfiguration }
            guard token.configurationIDs.contains(where: { haveSameBytes($0, name) }) else { throw .insufficientScope }
            id = name
        case (.identifier(let name), let granted?):
            let match = granted.first { $0.identifiers.contains { haveSameBytes($0, name) } }
            guard let match else { throw .unknownIdentifier }
            id = match.configurationID
        case (.configuration, _?): throw .selectors(.identifierExpected)
        case (.identifier, nil): throw .selectors(.configurationExpected)
        }
        guard let type = context.catalogue.type(id), type.issuance != nil else { throw .unknownConfiguration }
        return type
    }

    /// Nil for a type that is bound to no key; proofs that come nevertheless are ignored (INEG-159).
    private func verified(
        _ wanted: CredentialRequest, _ type: CredentialType, _ token: StoredToken, at now: UnixTime
    ) throws(CredentialEndpointError) -> VerifiedProofs? {
        guard type.issuance?.isKeyBound == true else { return nil }
        let expectation = ProofJWT.Expectation(
            issuer: context.settings.issuer, algorithms: IssuerContext.proofAlgorithms, requiresNonce: true,
            client: token.clientID.map { .named($0) } ?? .anonymous, now: now)
        return try VerifiedProofs(wanted, limit: context.batchSize, against: expectation)
    }

    private func order(
        _ type: CredentialType, _ holders: [JWK?], _ nonce: String?, _ token: StoredToken, at now: UnixTime
    ) -> IssueOrder {
        IssueOrder(
            issuance: token.issuance, type: type.id,
            copies: holders.map { IssueOrder.Copy(key: $0?.thumbprint()) },
            expires: context.maker.expiry(of: type, at: now), hasStatus: type.issuance?.hasStatus == true,
            authority: IssueOrder.Authority(
                token: token.digest, copiesPerToken: token.copyLimit ?? context.settings.limits.copiesPerToken,
                copiesOfType: type.issuance?.copiesPerToken,
                nonce: nonce.map { OneTimeSecret(.nonce, text: $0).digest }),
            now: now)
    }

    private func claims(
        of type: CredentialType, sealed: [UInt8], by secret: OneTimeSecret
    ) throws(IssuerKitError) -> CheckedClaims {
        guard let all = try? JSONValue(parsing: try secret.opened(sealed), limits: .own),
            let claims = all[type.id]?.object
        else {
            throw .internalInconsistency("the sealed claims of a token cannot be read")
        }
        return try context.maker.checked(claims, for: type)
    }

    private static func response(_ error: CredentialEndpointError) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        if error.status == 401 || error.status == 403 {
            headers.add("WWW-Authenticate", error.code.map { "Bearer error=\"\($0.rawValue)\"" } ?? "Bearer")
        }
        // Without a token nothing is said about what went wrong (RFC 6750 §3.1).
        guard let code = error.code else { return .empty(error.status, headers: headers) }
        return .json(OAuthErrorBody(code, error.refusal).json, status: error.status, headers: headers)
    }
}
