import Certificates
import CredentialModel
import Cryptography
import DCQL
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWT
import SDJWTVC

/// A credential as a query sees it, and why it must not be shown, if so.
struct AnswerCandidate {
    let credential: HeldCredential
    let facts: CredentialFacts
    let hindrance: Refusal?
    /// Whether this verifier has seen a copy, which it then sees again.
    let isSeen: Bool
}

extension Wallet {
    /// All credentials, as this verifier would see them.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - authenticated: who asks.
    ///   - policies: whether what the issuer of a credential permits counts.
    ///   - known: what was looked up of credentials, by their ids.
    func held(
        for request: AuthorizationRequest, by authenticated: AuthenticatedRequest, policies: PolicyHeed,
        knowing known: [String: SignerFinding]
    ) throws(WalletKitError) -> [AnswerCandidate] {
        var held: [AnswerCandidate] = []
        for credential in try credentials() {
            let copies = try copies(of: credential.id)
            let usable = copies.first { $0.mayBeShown(to: request.client.text) }
            guard let copy = usable ?? copies.first else { continue }
            let content = try Self.content(of: copy.text)
            let hindrance =
                usable == nil
                ? WalletKitError.noUnusedCopy(credential: credential.id).refusal
                : Self.isTaken(content, by: request)
                    ? hindrance(credential, copy)
                        ?? hindrance(credential, authenticated, policies, known[credential.id])
                    : WalletKitError.verifierCannotCheck(credential: credential.id).refusal
            held.append(
                AnswerCandidate(
                    credential: credential, facts: Self.facts(of: credential, copy, content), hindrance: hindrance,
                    isSeen: copies.contains { $0.shownTo == request.client.text }))
        }
        return held
    }

    /// Whether the verifier says that it can check the signatures in it (WM-02).
    private static func isTaken(_ content: ProcessedSDJWT, by request: AuthorizationRequest) -> Bool {
        let holder = content.payload["cnf"]?["jwk"].flatMap { try? JWK($0) }
        return request.takes(
            .sdJWTVC, issuer: content.received.issuerJWT.header.algorithm,
            holder: holder.flatMap { SignatureAlgorithm(writtenFor: $0.publicKey.curve) })
    }

    /// What answers a query: nothing, and why, when it takes too much work to find out. How much it takes depends on what is
    /// held, so that this is for the person, as it is that nothing answers (DSEL-10).
    func match(
        _ query: DCQLQuery, _ held: [AnswerCandidate]
    ) throws(WalletKitError) -> (match: DCQLMatch, fault: DCQLError?) {
        let policy = DCQLPolicy(types: types.matching)
        do throws(DCQLError) {
            do throws(DCQLError) { return (try query.match(held.map(\.facts), policy: policy), nil) } catch {
                return (try query.match([], policy: policy), error)
            }
        } catch { throw .dcql(error) }
    }

    /// Which of those would have answered; that this cannot be found out harms nobody.
    func hindrances(_ query: DCQLQuery, _ held: [AnswerCandidate]) -> [PresentationProposal.Hindrance] {
        guard !held.isEmpty, let match = try? match(query, held).match else { return [] }
        return match.queries.flatMap { query in
            query.candidates.compactMap { candidate in
                held.first { $0.facts.id == candidate.credential.id }?.hindrance.map { refusal in
                    PresentationProposal.Hindrance(
                        queryID: query.query.id, credentialID: candidate.credential.id, refusal: refusal)
                }
            }
        }
    }

    private static func facts(
        of credential: HeldCredential, _ copy: CredentialCopy, _ content: ProcessedSDJWT
    ) -> CredentialFacts {
        let chain = (try? content.received.issuerJWT.header.certificateChain()) ?? []
        return CredentialFacts(
            id: credential.id, format: .sdJWTVC, type: credential.type, otherTypes: credential.otherTypes,
            isHolderBound: copy.key != nil,
            authorityKeyIdentifiers: chain.compactMap(\.authorityKeyIdentifier),
            issuedAt: credential.validity.issuedAt, claims: ClaimTree(content))
    }

    /// That the issuer does not permit the credential to be shown to this verifier. The person may decide otherwise, but not
    /// for an attestation for strong authentication (PAY-19).
    private func hindrance(
        _ credential: HeldCredential, _ authenticated: AuthenticatedRequest, _ policies: PolicyHeed,
        _ known: SignerFinding?
    ) -> Refusal? {
        guard credential.disclosurePolicy != nil else { return nil }
        // A type may have become one since it came: what is kept or was looked up says so, and signs by it.
        let standings = [
            credential.transactions, known?.standing, (try? type(of: credential)).map(TransactionStanding.init),
        ]
        let isFinal = standings.contains(.attestation)
        guard policies == .heeded || isFinal else { return nil }
        return authenticated.contradiction(to: credential, isFinal: isFinal)?.refusal
    }

    /// Why a verifier would refuse the credential, as far as the wallet can tell without asking anybody: its times, and
    /// what a kept list says. A verifier that the person has no common trust with decides the rest by itself, and so it does
    /// for a credential whose issuer publishes its keys, which are not kept.
    private func hindrance(_ credential: HeldCredential, _ copy: CredentialCopy) -> Refusal? {
        let state = credential.validity.state(at: clock.now)
        guard state == .valid else {
            return WalletKitError.notInForce(credential: credential.id, state: state).refusal
        }
        guard
            case .failure(let error) = verification(
                of: copy.text, status: keptStatus, types: nil, asking: .nobody
            ).result,
            case .notValid = error
        else { return nil }
        return error.refusal
    }
}
