import Certificates
import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import TestSupport
import Testing
import TokenStatusList

@testable import SDJWTVC
@testable import Trust

/// Whose lists are believed, and what a look-up over the network comes to.
@Suite struct FetchedStatusSourceTests {
    private static let uri = "https://post.example/lists/1"
    private static let issuerName = "https://post.example"
    private let now = TestPost.time
    private let post: TestPost
    private let server = ScriptedNetwork()
    private let stranger: SoftwareKey

    init() throws {
        post = try TestPost()
        stranger = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x31, count: 32))
    }

    private func serve(_ signer: SoftwareKey, certificates: [Certificate] = [], keyID: String? = nil, status: Int = 200)
        throws
    {
        let list = try StatusList(count: 16, bits: 1)
        let text = try StatusListPublication(uri: Self.uri, issuedAt: now - 10).signed(
            list, by: signer, certificates: certificates, keyID: keyID)
        server.answers(
            HTTPResponse(
                status: status, headers: ["Content-Type": "application/statuslist+jwt"], body: Array(text.utf8)))
    }

    private var source: FetchedStatusSource { FetchedStatusSource(client: server, network: .secure) }

    private func issuer(entry: String = "kea-post", key: SoftwareKey? = nil) -> IssuerIdentity {
        IssuerIdentity(
            name: "Post of Kea", identifier: Self.issuerName, certificates: [post.leaf],
            decision: TrustDecision(
                entryID: entry, entityName: "Post of Kea", anchor: "root", certificates: [], source: "test",
                key: (key ?? post.key).publicKey))
    }

    private func lookUp(
        _ source: FetchedStatusSource? = nil, _ issuer: IssuerIdentity? = nil, trust: TrustStore? = nil,
        uri: String = uri, at time: UnixTime? = nil
    ) throws(SDJWTVCError) -> StatusFinding {
        try (source ?? self.source).status(
            of: StatusReference(uri: uri, index: 3), issuer: issuer ?? self.issuer(), trust: trust ?? post.trust(),
            at: time ?? now)
    }

    private var valid: StatusFinding {
        .known(name: "valid", value: 0, ageSeconds: 10, reference: StatusReference(uri: Self.uri, index: 3))
    }

    @Test func `TSL-13 the key of the credential's issuer signs its lists, with certificates and without`() throws {
        try serve(post.key)
        #expect(try lookUp() == valid)
        try serve(post.key, certificates: [post.leaf])
        #expect(try lookUp() == valid)
        try serve(post.key, keyID: "any")
        #expect(try lookUp() == valid)
    }

    @Test func `TSL-13 NEG-138 another leaf of the same anchor signs lists only when the entry says so`() throws {
        let leaf = try CertificateTemplate(
            commonName: "Lists", organization: "Post of Kea", key: stranger.publicKey, serialNumber: [7],
            notBefore: now - 3600, notAfter: now + 3600
        ).issued(by: post.root, signedWith: post.rootKey)
        try serve(stranger, certificates: [leaf])
        #expect(throws: SDJWTVCError.self) { try lookUp() }
        let marked = post.trust(purposes: [.postalIssuer, .statusSigner])
        #expect(try lookUp(trust: marked) == valid)
        #expect(throws: SDJWTVCError.self, "an entry speaks for its own credentials only") {
            try lookUp(nil, issuer(entry: "other-post"), trust: marked)
        }
    }

    @Test func `LOT-05 NT-05 a status list is signed under the anchor for revocation, not under the one for issuance`()
        throws
    {
        let listsRootKey = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x32, count: 32))
        var authority = CertificateTemplate(
            commonName: "Lists of Kea", organization: "Post of Kea", key: listsRootKey.publicKey, serialNumber: [1],
            notBefore: now - 3600, notAfter: now + 3600)
        authority.authority = .init(pathLength: 0)
        let listsRoot = try authority.selfSigned(with: listsRootKey)
        func leaf(by root: Certificate, _ key: SoftwareKey) throws -> Certificate {
            try CertificateTemplate(
                commonName: "Lists", organization: "Post of Kea", key: stranger.publicKey, serialNumber: [7],
                notBefore: now - 3600, notAfter: now + 3600
            ).issued(by: root, signedWith: key)
        }
        func entry(_ id: String, _ purpose: TrustPurpose, _ anchor: Certificate) -> TrustEntry {
            TrustEntry(
                id: id, name: "Post of Kea", purposes: [purpose], types: [TestPost.type], keys: [.anchor(anchor)],
                source: "test", entity: "kea-post")
        }
        let trust = TrustStore(entries: [
            entry("list.i", .pidIssuer, post.root), entry("list.s", .statusSigner, listsRoot),
        ])
        try serve(stranger, certificates: [try leaf(by: listsRoot, listsRootKey)])
        #expect(try lookUp(trust: trust) == valid)
        try serve(stranger, certificates: [try leaf(by: post.root, post.rootKey)])
        do throws(SDJWTVCError) {
            _ = try lookUp(trust: trust)
            Issue.record("the anchor for issuance signs status lists")
        } catch { #expect(error.refusal.rule == "TRU-01", "\(error.refusal)") }
    }

    @Test func `TSL-13 an anchor in two entries: the one that vouches for the issuer decides who signs its lists`()
        throws
    {
        let leaf = try CertificateTemplate(
            commonName: "Lists", organization: "Post of Kea", key: stranger.publicKey, serialNumber: [7],
            notBefore: now - 3600, notAfter: now + 3600
        ).issued(by: post.root, signedWith: post.rootKey)
        try serve(stranger, certificates: [leaf])
        func finding(_ own: Set<TrustPurpose>) throws(SDJWTVCError) -> StatusFinding {
            let first = TrustEntry(
                id: "a", name: "A", purposes: [.statusSigner], types: ["urn:other"], keys: [.anchor(post.root)],
                source: "test")
            let trust = TrustStore(entries: [first] + post.trust(purposes: own).entries)
            return try lookUp(trust: trust)
        }
        #expect(try finding([.postalIssuer, .statusSigner]) == valid)
        do throws(SDJWTVCError) {
            _ = try finding([.postalIssuer])
            Issue.record("another entry's signer signs")
        } catch { #expect(error.refusal.code == "other_status_signer", "\(error.refusal)") }
    }

    @Test func `TSL-13 a key of the issuer's own set signs lists when the entry has it for them`() throws {
        func trust(_ purposes: Set<TrustPurpose>) -> TrustStore {
            let keys = JWKSet([
                JWK(publicKey: post.key.publicKey, keyID: "credentials"),
                JWK(publicKey: stranger.publicKey, keyID: "lists"),
            ])
            return TrustStore(entries: [
                TrustEntry(
                    id: "kea-post", name: "Post of Kea", purposes: purposes, types: [TestPost.type],
                    keys: [.keySet(issuer: Self.issuerName, keys: keys)], source: "test")
            ])
        }
        try serve(stranger, keyID: "lists")
        #expect(try lookUp(trust: trust([.postalIssuer, .statusSigner])) == valid)
        #expect(throws: SDJWTVCError.statusList(.jose(.signatureInvalid))) {
            try lookUp(trust: trust([.postalIssuer]))
        }
        #expect(throws: SDJWTVCError.statusList(.jose(.signatureInvalid))) {
            try lookUp(nil, issuer(entry: "other-post"), trust: trust([.postalIssuer, .statusSigner]))
        }
    }

    @Test func `TSL-13 a list that names no key is checked with that of the credential, not with another one`() throws {
        let lists = TrustStore(entries: [
            TrustEntry(
                id: "kea-post", name: "Post of Kea", purposes: [.postalIssuer, .statusSigner], types: [TestPost.type],
                keys: [.keySet(issuer: Self.issuerName, keys: JWKSet([JWK(publicKey: stranger.publicKey)]))],
                source: "test")
        ])
        try serve(stranger)
        #expect(throws: SDJWTVCError.statusList(.jose(.signatureInvalid))) { try lookUp(trust: lists) }
        try serve(post.key)
        #expect(try lookUp(trust: lists) == valid)
    }

    @Test func `HAIP-08 a status list brings the certificate of its signer`() throws {
        func rule() throws -> RuleID? {
            let source = FetchedStatusSource(
                client: server, network: .secure, profile: .haip)
            do throws(SDJWTVCError) {
                _ = try lookUp(source)
                return nil
            } catch { return error.refusal.rule }
        }
        try serve(post.key, certificates: [post.leaf])
        #expect(try rule() == nil)
        try serve(post.key)
        #expect(try rule() == "HAIP-08")
    }

    @Test func `TSL-13 a credential of another issuer that names the list denies it to nobody`() throws {
        try serve(post.key)
        let source = source
        #expect(throws: SDJWTVCError.statusList(.jose(.signatureInvalid))) {
            try lookUp(source, issuer(entry: "mallory", key: stranger))
        }
        #expect(try lookUp(source) == valid)
    }

    @Test func `STA-02 the signer of a list is revoked, unknown or in order as an issuer would be`() throws {
        var template = CertificateTemplate(
            commonName: "Lists", organization: "Post of Kea", key: stranger.publicKey, serialNumber: [7],
            notBefore: now - 3600, notAfter: now + 3600)
        template.revocationListURIs = ["http://ca.example/1.crl"]
        try serve(stranger, certificates: [try template.issued(by: post.root, signedWith: post.rootKey)])
        let marked = post.trust(purposes: [.postalIssuer, .statusSigner])
        func trust(_ lists: [KeptRevocationList], _ unknown: RevocationPolicy.Unknown) -> TrustStore {
            marked.asking(RevocationPolicy(source: KeptRevocationLists(lists), unknown: unknown))
        }
        func list(revoking serials: [UInt8]) throws -> [KeptRevocationList] {
            var template = RevocationListTemplate(thisUpdate: now - 60, nextUpdate: now + 60)
            template.entries = serials.map { .init(serialNumber: [$0], since: now - 7200) }
            let der = try template.signed(by: post.root, with: post.rootKey)
            return [KeptRevocationList(list: try RevocationList(der: der), uri: nil)]
        }
        func code(_ source: FetchedStatusSource, _ trust: TrustStore) -> String? {
            do throws(SDJWTVCError) {
                _ = try lookUp(source, trust: trust)
                return nil
            } catch { return error.refusal.code }
        }
        let source = source
        #expect(code(source, trust([], .refused)) == "revocation_unknown")
        #expect(code(source, trust([], .accepted)) == nil, "what is refused to a payment is not refused to others")
        #expect(code(source, trust([], .refused)) == "revocation_unknown", "a list that is held clears nobody")
        #expect(code(source, trust(try list(revoking: []), .refused)) == "revocation_unknown", "refused a minute long")
        #expect(code(self.source, trust(try list(revoking: []), .refused)) == nil)
        for unknown in [RevocationPolicy.Unknown.accepted, .refused] {
            #expect(code(self.source, trust(try list(revoking: [7]), unknown)) == "certificate_revoked")
        }
    }

    @Test(arguments: [200, 203]) func `TSL-14 any answer of success is one`(status: Int) throws {
        try serve(post.key, status: status)
        #expect(try lookUp() == valid)
    }

    @Test(arguments: [304, 404, 500]) func `TSL-44 NEG-142 any other leaves the status unknown`(status: Int) throws {
        try serve(post.key, status: status)
        #expect(
            try lookUp()
                == .unknown(why: "the server of the status list answered \(status)"))
    }

    @Test func `TSL-48 one plain question for the whole list, without a word about the holder`() throws {
        try serve(post.key)
        _ = try lookUp()
        let asked = server.sent
        #expect(asked.map(\.url.description) == [Self.uri])
        #expect(asked.allSatisfy { $0.body.isEmpty })
    }

    @Test func `TSL-21 NEG-143 nothing is asked of an address without TLS`() throws {
        try serve(post.key)
        for uri in ["http://post.example/lists/1", "http://127.0.0.1:8080/lists/1", "file:///etc/passwd"] {
            guard case .unknown = try lookUp(uri: uri) else {
                Issue.record("\(uri) was fetched")
                continue
            }
        }
        #expect(server.sent.isEmpty)
    }

    @Test func `TSL-61 of the past the list of that moment is asked for, of the present the present one`() throws {
        try serve(post.key)
        let source = FetchedStatusSource(
            client: server, network: .secure, pastBefore: now + 100)
        #expect(throws: SDJWTVCError.statusList(.outsideRequestedTime(now))) { try lookUp(source) }
        #expect(server.sent.map(\.url.text) == [Self.uri + "?time=\(now.seconds)"])
        #expect(
            try lookUp(source, at: now - 10)
                == .known(
                    name: "valid", value: 0, ageSeconds: 0, reference: StatusReference(uri: Self.uri, index: 3)))
        _ = try lookUp(source, at: now + 100)
        #expect(server.sent.last?.url.text == Self.uri)
    }

    @Test(arguments: [404, 501])
    func `TSL-61 a server that keeps no lists of the past leaves the status unknown, not valid`(status: Int) throws {
        try serve(post.key, status: status)
        let source = FetchedStatusSource(
            client: server, network: .secure, pastBefore: now + 100)
        #expect(try lookUp(source) == .unknown(why: "the server keeps no list of that moment (\(status))"))
    }

    @Test func `TSL-60 the addresses of an issuer's lists are fetched, those that may not be asked left out`() throws {
        let client = StatusListClient(client: server, network: .secure)
        func named(_ body: String, type: String = "application/json", status: Int = 200) -> [String]? {
            server.answers(HTTPResponse(status: status, headers: ["Content-Type": type], body: Array(body.utf8)))
            return try? client.lists(namedAt: "https://post.example/lists")
        }
        let body = #"{"status_lists":["https://post.example/lists/1","http://post.example/lists/2","file:///x"]}"#
        #expect(named(body) == ["https://post.example/lists/1"])
        #expect(named(body, type: "text/html") == nil)
        #expect(named(body, status: 404) == nil)
        #expect(named("[]") == nil)
        #expect((try? client.lists(namedAt: "http://post.example/lists")) == nil)
        #expect(server.sent.allSatisfy { $0.url.text == "https://post.example/lists" })
    }
}
