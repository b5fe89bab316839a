import Bytes
import CredentialModel
import Cryptography
import HTTP
import JSON
import OpenID4VCI
import Rules
import Testing

@testable import IssuerKit

@Suite struct DocumentEndpointsTests {
    private func document(_ issuer: TestIssuer, _ path: String) throws -> JSONValue {
        let answer = issuer.respond("GET", path)
        #expect(answer.status == 200, "\(path)")
        #expect(answer.mediaType == .json)
        #expect(answer.headers["Cache-Control"] == "public, max-age=600")
        return try JSONValue(parsing: answer.body)
    }

    @Test func `META-02 META-01 META-08 the issuer's metadata lies where it must and is read without a complaint`()
        throws
    {
        let issuer = try TestIssuer()
        let json = try document(issuer, "/.well-known/openid-credential-issuer/kea")
        let metadata = try CredentialIssuerMetadata(json, expected: issuer.settings.issuer, hosts: .publicHosts)
        #expect(metadata.skipped.isEmpty)
        #expect(metadata.configurations.count == 8)
        #expect(metadata.configurations.allSatisfy { $0.droppedClaims == nil && !$0.claims.isEmpty })
        #expect(metadata.batchSize == 10)
        #expect(metadata.authorizationServers == nil)
        #expect(metadata.display.first?.name.description == "Post of Kea")
        #expect(json.object?.names.contains("deferred_credential_endpoint") == false)
        #expect(issuer.respond("GET", "/kea/.well-known/openid-credential-issuer").status == 404)
        #expect(issuer.respond("GET", "/.well-known/openid-credential-issuer").status == 404)
    }

    @Test func `HAIPI-07 HAIPI-08 every configuration has a scope and asks for the same proofs`() throws {
        let issuer = try TestIssuer()
        let json = try document(issuer, "/.well-known/openid-credential-issuer/kea")
        for (id, value) in json["credential_configurations_supported"]?.object ?? [:] {
            #expect(value["scope"] == .string(id))
            #expect(value["cryptographic_binding_methods_supported"] == ["jwk"])
            #expect(value["proof_types_supported"] == ["jwt": ["proof_signing_alg_values_supported": ["ES256"]]])
            #expect(value["credential_signing_alg_values_supported"] == ["ES256"])
        }
    }

    @Test func `META-30 META-33 the authorization server's metadata`() throws {
        let issuer = try TestIssuer()
        let json = try document(issuer, "/.well-known/oauth-authorization-server/kea")
        let server = try AuthorizationServerMetadata(json, expected: issuer.settings.issuer, hosts: .publicHosts)
        #expect(server.tokenEndpoint.text == "https://post.example/kea/token")
        #expect(server.allowsAnonymousPreAuthorizedAccess)
        let other = try TestIssuer(server: "https://login.example")
        #expect(try document(other, "/.well-known/oauth-authorization-server")["issuer"] == "https://login.example")
        let metadata = try document(other, "/.well-known/openid-credential-issuer/kea")
        #expect(metadata["authorization_servers"] == ["https://login.example"])
    }

    @Test func `META-01 an issuer without a path, and one whose path ends in a slash`() throws {
        let plain = try TestIssuer(issuer: "https://post.example")
        #expect(plain.respond("GET", "/.well-known/openid-credential-issuer").status == 200)
        #expect(plain.respond("POST", "/nonce").status == 200)
        let slash = try TestIssuer(issuer: "https://post.example/kea/")
        #expect(slash.respond("GET", "/.well-known/openid-credential-issuer/kea").status == 200)
        #expect(slash.respond("POST", "/kea/nonce").status == 200)
    }

    @Test func `VC-51 VC-60 PST-04 type metadata is served as its integrity says`() throws {
        let issuer = try TestIssuer()
        let base = issuer.respond("GET", "/kea/types/base")
        let address = try document(issuer, "/kea/types/address-proof")
        #expect(address["vct"] == "urn:carnet:postal:address-proof:1")
        #expect(address["extends"] == "urn:carnet:postal:base:1")
        let hash = Base64.encode(HashAlgorithm.sha256.hash(base.body))
        #expect(address["extends#integrity"] == .string("sha256-\(hash)"))
        #expect(address["issuance"] == nil && address["schema"] == nil)
        #expect(address["claims"]?[0]?["path"] == ["address"])
        #expect(address["claims"]?[0]?["value"] == nil)
        #expect(address["display"]?.array?.compactMap { $0["locale"]?.string } == ["en", "fr", "ar"])
        let list = try document(issuer, "/kea/types")
        #expect(list["types"]?.array?.count == 8)
        #expect(list["types"]?[0]?["type_metadata"] == "https://post.example/kea/types/address-proof")
        #expect(issuer.respond("GET", "/kea/types/nothing").status == 404)
    }

    @Test func `SEC-31 every route protects its answers`() throws {
        let issuer = try TestIssuer()
        for route in issuer.service.router.routes {
            let path = route.template.description.replacing("{id}", with: "po-box").replacing("{number}", with: "1")
            let answer = issuer.respond(route.method, path)
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff", "\(path)")
            #expect(answer.headers["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true, "\(path)")
            #expect(answer.headers["Access-Control-Allow-Origin"] == nil)
            #expect(answer.headers["Cache-Control"] != nil)
        }
    }

    @Test func `SEC-32 the health of the store is told, without reading what was issued`() throws {
        let store = try CountingStore()
        #expect(try TestIssuer(store: store).respond("GET", "/healthz").status == 200)
        #expect(store.calls(of: "issuances") == 0)
        let broken = try TestIssuer(store: BrokenStore())
        #expect(broken.respond("GET", "/healthz").status == 503)
    }

    @Test func `SEC-32 a store that fails is told in two words, and logged with its rule`() throws {
        let broken = try TestIssuer(store: BrokenStore())
        let answers = [
            broken.redeem("x"), broken.respond("POST", "/kea/nonce"), broken.credential([:], bearer: "x"),
            broken.respond("GET", "/kea/offers/x"), broken.respond("GET", "/kea/statuslists/1"),
        ]
        for answer in answers {
            #expect(Answer(answer) == Answer(500, "server_error"))
            #expect(answer.headers["Cache-Control"] == "no-store")
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("secret place"))
        }
        #expect(broken.log.count == 5)
        #expect(broken.log.allSatisfy { $0.contains(#""event":"failure""#) && $0.contains("internal_inconsistency") })
    }
}

/// A store whose disk is gone.
struct BrokenStore: IssuerStore {
    private static let error = IssuerKitError.internalInconsistency("secret place")

    func add(_ offer: StoredOffer, at now: UnixTime) throws(IssuerKitError) { throw Self.error }
    func offer(reference: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer? { throw Self.error }
    func offer(code: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredOffer? { throw Self.error }
    func redeem(
        code: [UInt8], tag: [UInt8]?, for token: StoredToken, attempts: Int, at now: UnixTime
    ) throws(IssuerKitError) -> RedeemOutcome { throw Self.error }
    func token(_ digest: [UInt8], at now: UnixTime) throws(IssuerKitError) -> StoredToken? { throw Self.error }
    func add(nonce: [UInt8], expires: UnixTime, limit: Int, at now: UnixTime) throws(IssuerKitError) {
        throw Self.error
    }
    func issue(_ order: IssueOrder) throws(IssuerKitError) -> IssueOutcome { throw Self.error }
    func sweep(at now: UnixTime) throws(IssuerKitError) { throw Self.error }
    func probe() throws(IssuerKitError) { throw Self.error }
    func statusListVersion(_ number: Int) throws(IssuerKitError) -> Int? { throw Self.error }
    func statusListNumbers() throws(IssuerKitError) -> [Int] { throw Self.error }
    func statusList(_ number: Int) throws(IssuerKitError) -> StatusListContent? { throw Self.error }
    func setStatus(_ status: UInt8, of issuance: String) throws(IssuerKitError) -> Int? { throw Self.error }
    func issuances(limit: Int, at now: UnixTime) throws(IssuerKitError) -> [IssuanceSummary] { throw Self.error }
}
