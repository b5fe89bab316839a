import Certificates
import CredentialModel
import DCQL
import JOSE
import Rules
import SDJWT
import SDJWTVC

/// A credential as a query sees it, and why it must not be shown, if so.
struct AnswerCandidate {
    let credential: HeldCredential
    let facts: CredentialFacts
    let hindrance: Refusal?
}

extension Wallet {
    /// All credentials, as this verifier would see them.
    func held(for verifier: String) throws(WalletKitError) -> [AnswerCandidate] {
        var held: [AnswerCandidate] = []
        for credential in try credentials() {
            let copies = try copies(of: credential.id)
            let usable = copies.first { $0.mayBeShown(to: verifier) }
            guard let copy = usable ?? copies.first else { continue }
            held.append(
                AnswerCandidate(
                    credential: credential, facts: try facts(of: credential, copy),
                    hindrance: usable == nil
                        ? WalletKitError.noUnusedCopy(credential: credential.id).refusal
                        : hindrance(credential, copy)))
        }
        return held
    }

    func match(_ query: DCQLQuery, _ held: [AnswerCandidate]) throws(WalletKitError) -> DCQLMatch {
        let policy = DCQLPolicy(types: types.matching)
        do throws(DCQLError) { return try query.match(held.map(\.facts), policy: policy) } catch { throw .dcql(error) }
    }

    /// Which of those would have answered; that this cannot be found out harms nobody.
    func hindrances(_ query: DCQLQuery, _ held: [AnswerCandidate]) -> [PresentationProposal.Hindrance] {
        guard !held.isEmpty, let match = try? match(query, held) else { return [] }
        return match.queries.flatMap { query in
            query.candidates.compactMap { candidate in
                held.first { $0.facts.id == candidate.credential.id }?.hindrance.map { refusal in
                    PresentationProposal.Hindrance(
                        queryID: query.query.id, credentialID: candidate.credential.id, refusal: refusal)
                }
            }
        }
    }

    private func facts(
        of credential: HeldCredential, _ copy: CredentialCopy
    ) throws(WalletKitError) -> CredentialFacts {
        let content = try Self.content(of: copy.text)
        let chain = (try? content.received.issuerJWT.header.certificateChain()) ?? []
        return CredentialFacts(
            id: credential.id, format: .sdJWTVC, type: credential.type, otherTypes: credential.otherTypes,
            isHolderBound: copy.key != nil,
            authorityKeyIdentifiers: chain.compactMap(\.authorityKeyIdentifier),
            issuedAt: credential.validity.issuedAt, claims: ClaimTree(content))
    }

    /// Why a verifier would refuse the credential, as far as the wallet can tell without asking anybody: its times, and
    /// what a kept list says. A verifier that the person has no common trust with decides the rest by itself.
    private func hindrance(_ credential: HeldCredential, _ copy: CredentialCopy) -> Refusal? {
        let state = credential.validity.state(at: clock.now)
        guard state == .valid else {
            return WalletKitError.notInForce(credential: credential.id, state: state).refusal
        }
        guard case .failure(let error) = verification(of: copy.text, status: keptStatus, types: nil).result,
            case .notValid = error
        else { return nil }
        return error.refusal
    }
}
