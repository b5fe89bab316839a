import Bytes
import Certificates
import Cryptography
import JOSE
import Rules
import Trust

/// Who signed a request object: the key to check it with, and how sure the wallet is of the name.
struct RequestSender: Sendable {
    let key: PublicKey
    let identity: VerifierIdentity
    /// The certificate that signs, where the prefix asks for one.
    var leaf: Certificate?
    /// Where answers may go, as far as the proof of the sender says; nil when it does not.
    var responseURIs: [String]?
}

extension RequestAuthenticator {
    /// Finds the sender by the rules of the prefix; nothing in the request is believed before its signature was checked
    /// with the key.
    func sender(
        _ client: ClientIdentifier, _ jws: CompactJWS, at time: UnixTime
    ) throws(OpenID4VPError) -> RequestSender {
        switch client.prefix {
        case .redirectURI, .origin: throw .signatureNotAsPrefixAsks(prefix: client.prefix.rawValue, signed: true)
        case .preRegistered: return try registered(client, jws, at: time)
        case .x509SanDNS, .x509Hash: return try certified(client, jws, at: time)
        case .verifierAttestation:
            let attestation = try VerifierAttestation(
                in: jws.header, about: client.name, trust: trust, at: time, skewSeconds: skewSeconds)
            return RequestSender(
                key: attestation.key,
                identity: VerifierIdentity(name: client.name, assurance: .authenticated(attestation.decision)),
                responseURIs: attestation.redirectURIs)
        case .decentralizedIdentifier: return try decentralized(client, jws, at: time)
        }
    }

    private func registered(
        _ client: ClientIdentifier, _ jws: CompactJWS, at time: UnixTime
    ) throws(OpenID4VPError) -> RequestSender {
        do throws(TrustError) {
            let decision = try trust.decide(
                [.relyingPartyAccess], type: nil, evidence: .issuer(client.text, header: jws.header), at: time)
            return RequestSender(
                key: decision.key,
                identity: VerifierIdentity(name: decision.entityName, assurance: .authenticated(decision)),
                responseURIs: trust.responseURIs(of: client.text))
        } catch {
            if case .unknownIssuer = error { throw .unknownClient(id: client.text) }
            throw .trust(error)
        }
    }

    private func certified(
        _ client: ClientIdentifier, _ jws: CompactJWS, at time: UnixTime
    ) throws(OpenID4VPError) -> RequestSender {
        let chain: [Certificate]
        do throws(JOSEError) { chain = try jws.header.certificateChain() } catch { throw .jose(error) }
        guard let leaf = chain.first, Self.certificate(leaf, standsFor: client) else {
            throw .certificateDoesNotMatch(prefix: client.prefix.rawValue, name: client.name)
        }
        do throws(TrustError) {
            let decision = try trust.decide(
                [.relyingPartyAccess], type: nil, evidence: .certificates(chain), at: time)
            let name = leaf.subject.organizationName ?? leaf.subject.commonName ?? decision.entityName
            return RequestSender(
                key: decision.key,
                identity: VerifierIdentity(
                    name: name, assurance: .authenticated(decision),
                    organization: VerifierIdentity.Organization(leaf.subject)),
                leaf: leaf)
        } catch { throw .trust(error) }
    }

    /// A DID that the trust folder knows is a registered client; any other one proves no more than itself.
    private func decentralized(
        _ client: ClientIdentifier, _ jws: CompactJWS, at time: UnixTime
    ) throws(OpenID4VPError) -> RequestSender {
        let did = try DecentralizedIdentifier(parsing: client.name)
        let key = try dids.document(of: did).key(named: jws.header.keyID)
        let known = try? trust.decide(
            [.relyingPartyAccess], type: nil, evidence: .issuer(did.text, header: jws.header), at: time)
        if let known, known.key == key {
            return RequestSender(
                key: key, identity: VerifierIdentity(name: known.entityName, assurance: .authenticated(known)))
        }
        return RequestSender(
            key: key, identity: VerifierIdentity(name: did.text, assurance: .provesIdentifier(did.text)))
    }

    /// Whether the leaf carries the name of the client identifier (CID-04, CID-05, CID-06).
    private static func certificate(_ leaf: Certificate, standsFor client: ClientIdentifier) -> Bool {
        if client.prefix == .x509Hash {
            return Base64URL.encode(HashAlgorithm.sha256.hash(leaf.der)).utf8.elementsEqual(client.name.utf8)
        }
        guard let name = DNSName(client.name) else { return false }
        return leaf.dnsNames.contains { DNSName($0) == name }
    }
}
