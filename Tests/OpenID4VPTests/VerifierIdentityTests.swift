import Bytes
import Certificates
import Cryptography
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing
import Trust

/// Whom a wallet takes a verifier for: by its access certificate, and by nothing else that is trusted.
@Suite struct VerifierIdentityTests {
    private let verifier: TestVerifier
    private let rootKey: SoftwareKey

    init() throws {
        verifier = try TestVerifier()
        rootKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x71, count: 32))
    }

    private func request(
        as client: String, signedBy leaf: Certificate? = nil, trusting purposes: Set<TrustPurpose>
    ) throws -> Result<AuthenticatedRequest, OpenID4VPError> {
        let trust = TrustStore(entries: [
            TrustEntry(
                id: "ca", name: "CA", purposes: purposes, types: ["*"], keys: [.anchor(verifier.root)], source: "test")
        ])
        let object = try verifier.requestObject(verifier.parameters(client: client)) { header in
            if let leaf { header["x5c"] = JOSEHeader.x5c([leaf]) }
        }
        var log = StepLog()
        do throws(OpenID4VPError) {
            return .success(
                try RequestAuthenticator(trust: trust, network: .secure).authenticated(
                    requestObject: object, clientID: client, at: TestPost.time, log: &log))
        } catch { return .failure(error) }
    }

    private func organization(_ change: (inout CertificateTemplate) -> Void) throws -> VerifierIdentity {
        var template = CertificateTemplate(
            commonName: "Verifier 7", organization: "Harbour Bank", country: "GR", key: verifier.key.publicKey,
            serialNumber: [7], notBefore: TestPost.time - 3600, notAfter: TestPost.time + 3600)
        change(&template)
        let leaf = try template.issued(by: verifier.root, signedWith: rootKey)
        let client = "x509_hash:\(Base64URL.encode(leaf.fingerprint))"
        return try request(as: client, signedBy: leaf, trusting: [.relyingPartyAccess]).get().verifier
    }

    @Test(arguments: [nil, "x509_san_dns:bank.example"])
    func `RPC-01 an authority of access certificates vouches for a verifier, an anchor of any other purpose does not`(
        client: String?
    ) throws {
        let client = client ?? verifier.hashClient
        #expect(try request(as: client, trusting: [.relyingPartyAccess]).get().standing == .authenticated)
        for purpose in TrustPurpose.known where purpose != .relyingPartyAccess {
            guard case .failure(let error) = try request(as: client, trusting: [purpose]) else {
                Issue.record("an anchor for \(purpose.rawValue) vouches for a verifier")
                continue
            }
            #expect(error.refusal.rule == "TRU-02", "\(purpose.rawValue): \(error.refusal)")
        }
    }

    @Test func `RPC-02 organisation, register number and country are those of the access certificate`() throws {
        let full = try organization { $0.organizationIdentifier = "VATGR-123456789" }
        #expect(full.organization?.text == "Harbour Bank, VATGR-123456789, GR")
        #expect(full.name == "Harbour Bank")
        #expect(try organization { _ in }.organization?.text == "Harbour Bank, GR")
        #expect(try organization { $0.country = nil }.organization?.text == "Harbour Bank")
    }

    @Test func `RPC-02 a certificate without organisation names none, and no other part stands in for it`() throws {
        let person = try organization { $0.organization = nil }
        #expect(person.organization == nil)
        #expect(person.name == "Verifier 7")
    }

    @Test func `RPC-04 a certified or registered client is authenticated, a bare address and a DID are not`() throws {
        #expect(try request(as: verifier.hashClient, trusting: [.relyingPartyAccess]).get().standing == .authenticated)
        var log = StepLog()
        let authenticator = RequestAuthenticator(trust: verifier.trust, network: .secure)
        let registered = try authenticator.authenticated(
            requestObject: try verifier.requestObject(verifier.parameters(client: "shop")) { $0["x5c"] = nil },
            clientID: "shop", at: TestPost.time, log: &log)
        #expect(registered.standing == .authenticated)
        #expect(registered.verifier.organization == nil)
        let bare = try authenticator.authenticated(
            parameters: verifier.parameters(client: "redirect_uri:https://bank.example/response"), log: &log)
        #expect(bare.standing == .selfAsserted)
        let jwk = JSONValue.object(JWK(publicKey: verifier.key.publicKey).json)
        let did = "decentralized_identifier:did:jwk:\(Base64URL.encode(jwk.serialized()))"
        let named = try authenticator.authenticated(
            requestObject: try verifier.requestObject(verifier.parameters(client: did)) { header in
                header["x5c"] = nil
                header["kid"] = .string(String(did.dropFirst("decentralized_identifier:".count)) + "#0")
            }, clientID: did, at: TestPost.time, log: &log)
        #expect(named.standing == .selfAsserted)
    }
}
