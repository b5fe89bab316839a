import Bytes
import Certificates
public import DCQL
import OpenID4VCI
import OpenID4VP
public import Rules
import Trust

/// Whether the wallet leaves out what issuers do not permit to be shown, until the person says otherwise (PAY-19).
public enum PolicyHeed: Sendable {
    /// What is not permitted is not offered.
    case heeded
    /// The person knows, and decides; no attestation for strong authentication is shown against its policy all the same.
    case leftToThePerson
}

extension AuthenticatedRequest {
    /// That the issuer of a credential does not permit it to be shown to whoever sent this request; nil when it does.
    ///
    /// - Parameter isFinal: whether the person cannot decide otherwise.
    func contradiction(to credential: HeldCredential, isFinal: Bool) -> WalletKitError? {
        guard let policy = credential.disclosurePolicy, !policy.permits(self) else { return nil }
        return .notPermitted(credential: credential.id, verifier: verifier.name, policy, isFinal: isFinal)
    }

    /// The access certificate of the verifier and those above it; none where it was authenticated in another way. Who
    /// vouches for a verifier by an attestation has certificates too, and they are not the verifier's.
    fileprivate var accessPath: [Certificate] {
        guard case .authenticated(let decision) = verifier.assurance else { return [] }
        switch client.prefix {
        case .x509SanDNS, .x509Hash: return decision.certificates
        default: return []
        }
    }
}

extension PresentationProposal {
    /// What the issuers of the credentials in a choice say against it; empty when all of them permit it.
    public func contradictions(to choice: DCQLChoice) -> [Refusal] {
        var seen: Set<String> = []
        return choice.answers.compactMap { answer in
            guard seen.insert(answer.credentialID).inserted else { return nil }
            let credential = credentials[answer.credentialID]
            return credential.flatMap { authenticated.contradiction(to: $0, isFinal: false) }?.refusal
        }
    }
}

extension DisclosurePolicy {
    /// Whether the issuer permits what it vouched for to be shown to whoever sent a request.
    ///
    /// What counts is what trusted authorities say of the verifier: the access certificate whose path was checked, and the
    /// registration certificate that came with it. Nobody is asked for this, neither the issuer nor a register.
    /// Source: ETSI TS 119 472-3 §4.2.5.2, ARF topic 43 (PAY-19).
    func permits(_ request: AuthenticatedRequest) -> Bool {
        let path = request.accessPath
        switch condition {
        case .anyone: return true
        case .unreadable: return false
        case .parties(let parties):
            let entitlements = request.registration?.entitlements ?? []
            return parties.contains { party in
                if let subject = party.subject, let leaf = path.first, subject.matches(leaf.subject) { return true }
                guard let wanted = party.entitlement else { return false }
                return entitlements.contains { haveSameBytes($0, wanted) }
            }
        case .authorities(let authorities):
            return path.dropFirst().contains { certificate in
                authorities.contains {
                    $0.subject.matches(certificate.subject) && $0.serialNumber == certificate.serialNumber
                }
            }
        }
    }
}
