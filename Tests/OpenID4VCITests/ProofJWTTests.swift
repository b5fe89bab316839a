import Cryptography
import JOSE
import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VCI

@Suite struct ProofJWTTests {
    private static let now = UnixTime(seconds: 1_795_478_400)
    private let issuer: IssuerIdentifier
    private let key: SoftwareKey

    init() throws {
        issuer = try IssuerIdentifier("https://i.example/a", hosts: .publicHosts)
        key = try SoftwareKey(generating: .p256)
    }

    private func expectation(
        _ client: ProofJWT.Expectation.Client = .anonymous, algorithms: [String] = ["ES256"],
        requiresNonce: Bool = true,
        at now: UnixTime = ProofJWTTests.now
    ) -> ProofJWT.Expectation {
        ProofJWT.Expectation(
            issuer: issuer, algorithms: algorithms, requiresNonce: requiresNonce, client: client, now: now)
    }

    private func proof(
        _ key: SoftwareKey? = nil, nonce: String? = "n", clientID: String? = nil,
        _ algorithm: SignatureAlgorithm = .es256
    ) throws -> String {
        try ProofJWT.text(
            for: issuer, nonce: nonce, clientID: clientID, key: key ?? self.key, algorithm: algorithm, at: Self.now)
    }

    private func signed(_ header: JSONObject, _ claims: JSONObject) throws -> String {
        var all: JSONObject = ["typ": "openid4vci-proof+jwt", "jwk": .object(JWK(publicKey: key.publicKey).json)]
        for (name, value) in header { if value.isNull { all[name] = nil } else { all[name] = value } }
        var payload: JSONObject = ["aud": "https://i.example/a", "iat": .integer(Self.now.seconds), "nonce": "n"]
        for (name, value) in claims { if value.isNull { payload[name] = nil } else { payload[name] = value } }
        return try CompactJWS.signed(header: all, payload: payload, by: key)
    }

    @Test(arguments: try vectors("openid4vci/proofs.json"))
    func `PROOF-01 to PROOF-08 the vectors of openid4vci.proofs`(vector: Vector) throws {
        let request = try CredentialRequest(["credential_configuration_id": "a", "proofs": vector["proofs"] ?? .null])
        let expectation = ProofJWT.Expectation(
            issuer: try IssuerIdentifier(vector["issuer"]?.string ?? "", hosts: .publicHosts),
            algorithms: vector["algorithms"]?.array?.compactMap(\.string) ?? [], requiresNonce: true,
            client: vector["client"]?.string.map { .named($0) } ?? .anonymous,
            now: UnixTime(seconds: vector["now"]?.integer ?? 0))
        do {
            let proofs = try VerifiedProofs(request, limit: Int(vector["limit"]?.integer ?? 0), against: expectation)
            if proofs.nonce == vector["nonce"]?.string {
                #expect(vector.result == "valid")
                #expect(Int64(proofs.keys.count) == vector.test["output"]?["keys"]?.integer)
                if let thumbprint = vector.test["output"]?["thumbprint"]?.string {
                    #expect(proofs.keys.first?.thumbprintText == thumbprint)
                }
            } else {
                #expect(vector.error == "invalid_nonce")
            }
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.code?.rawValue == vector.error, "\(error)")
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    @Test func `PROOF-06 a proof shows the minimal key and nothing else`() throws {
        let jws = try CompactJWS(parsing: try proof())
        #expect(jws.header.json.names == ["typ", "alg", "jwk"])
        #expect(jws.header.json["jwk"]?.object?.names.sorted() == ["crv", "kty", "x", "y"])
        #expect(try jws.uncheckedPayload().names == ["aud", "iat", "nonce"])
        #expect(try ProofJWT(verifying: try proof(), against: expectation()).key.publicKey == key.publicKey)
    }

    @Test(
        arguments: [
            (-301, ProofFault.tooOld), (61, .inTheFuture), (-100_000, .tooOld), (1_000_000_000, .inTheFuture),
        ] as [(Int64, ProofFault)])
    func `PROOF-04 proofs outside the window`(offset: Int64, fault: ProofFault) throws {
        let text = try signed([:], ["iat": .integer(Self.now.seconds + offset)])
        #expect(throws: fault) { try ProofJWT(verifying: text, against: expectation()) }
    }

    @Test(arguments: [-300, 0, 60] as [Int64])
    func `PROOF-04 the ends of the window are in it`(offset: Int64) throws {
        let text = try signed([:], ["iat": .integer(Self.now.seconds + offset)])
        #expect(throws: Never.self) { try ProofJWT(verifying: text, against: expectation()) }
    }

    @Test(arguments: [
        ("iat", JSONValue.null, ProofFault.timeMissing), ("iat", "1795478400", .timeMissing), ("iat", -1, .timeMissing),
        ("aud", .null, .audience), ("aud", .array(["https://i.example/a"]), .audience),
        ("aud", "https://i.example/a/", .audience),
        ("aud", "https://i.example/\u{0061}\u{0301}", .audience), ("nonce", .null, .nonceMissing),
        ("nonce", 7, .nonceMissing),
        ("iss", "https://w.example", .client), ("iss", 7, .client), ("iss", "", .client),
    ])
    func `PROOF-02 PROOF-04 PROOF-05 claims that are wrong`(claim: String, value: JSONValue, fault: ProofFault) throws {
        let text = try signed([:], [claim: value])
        #expect(throws: fault) { try ProofJWT(verifying: text, against: expectation()) }
    }

    @Test func `PROOF-02 a client may be named or left out, and never be another`() throws {
        let client = ProofJWT.Expectation.Client.named("https://w.example")
        for clientID in ["https://w.example", nil] {
            #expect(throws: Never.self) {
                try ProofJWT(verifying: try proof(clientID: clientID), against: expectation(client))
            }
        }
        #expect(throws: ProofFault.client) {
            try ProofJWT(verifying: try proof(clientID: "https://w.example/"), against: expectation(client))
        }
    }

    @Test(arguments: [
        ("typ", JSONValue.null, ProofFault.type), ("typ", "JWT", .type), ("typ", "dpop+jwt", .type),
        ("typ", "OPENID4VCI-PROOF+JWT", .type), ("typ", "application/openid4vci-proof+jwt", .type),
        ("jwk", .null, .keyMembers), ("kid", "0", .keyMembers), ("x5c", .array(["AA=="]), .keyMembers),
        ("key_attestation", "e30.e30.AA", .unsupportedKeyForm), ("trust_chain", .array(["x"]), .unsupportedKeyForm),
        ("jwk", .object(["kty": "oct", "k": "AA"]), .key), ("jwk", "x", .key), ("jwk", .object([:]), .key),
    ])
    func `PROOF-01 PROOF-07 headers that are wrong`(member: String, value: JSONValue, fault: ProofFault) throws {
        let text = try signed([member: value], [:])
        #expect(throws: fault) { try ProofJWT(verifying: text, against: expectation()) }
    }

    @Test(arguments: ["kid", "x5c"])
    func `SEC-10 PROOF-07 keys that would have to be looked up`(member: String) throws {
        let text = try signed(["jwk": .null, member: member == "kid" ? "did:key:x#1" : ["AA=="]], [:])
        #expect(throws: ProofFault.unsupportedKeyForm) { try ProofJWT(verifying: text, against: expectation()) }
    }

    @Test func `PROOF-04 INEG-168 keys and algorithms that are not listed`() throws {
        let edward = try SoftwareKey(generating: .ed25519)
        let text = try proof(edward, .edDSA)
        #expect(throws: ProofFault.algorithm) { try ProofJWT(verifying: text, against: expectation()) }
        for list in [["EdDSA"], ["Ed25519"], ["ES256", "Ed25519"]] {
            for name in [SignatureAlgorithm.edDSA, .ed25519] {
                let text = try proof(edward, name)
                #expect(throws: Never.self) { try ProofJWT(verifying: text, against: expectation(algorithms: list)) }
            }
        }
        #expect(throws: ProofFault.algorithm) {
            try ProofJWT(verifying: try proof(), against: expectation(algorithms: ["EdDSA"]))
        }
        #expect(throws: ProofFault.algorithm) {
            try ProofJWT(verifying: try proof(), against: expectation(algorithms: ["RS256"]))
        }
        let parts = try proof().split(separator: ".")
        for header in ["eyJ0eXAiOiJvcGVuaWQ0dmNpLXByb29mK2p3dCIsImFsZyI6Im5vbmUifQ"] {
            #expect(throws: ProofFault.algorithm) {
                try ProofJWT(verifying: "\(header).\(parts[1]).\(parts[2])", against: expectation())
            }
        }
    }

    @Test func `PROOF-04 the private key in the header is refused`() throws {
        let vector = try #require(
            try vectors("openid4vci/proofs.json").first { $0.test["comment"] == "private key in jwk" })
        let text = try #require(vector["proofs"]?["jwt"]?[0]?.string)
        let expectation = ProofJWT.Expectation(
            issuer: try IssuerIdentifier("https://issuer.carnet.example/po", hosts: .publicHosts),
            algorithms: ["ES256"],
            requiresNonce: true, client: .named("https://wallet.carnet.example"), now: Self.now)
        #expect(throws: ProofFault.key) { try ProofJWT(verifying: text, against: expectation) }
    }

    @Test func `PROOF-04 any changed part is noticed`() throws {
        let parts = try proof().split(separator: ".").map(String.init)
        let other = try proof(try SoftwareKey(generating: .p256)).split(separator: ".").map(String.init)
        #expect(throws: ProofFault.signature) {
            try ProofJWT(verifying: "\(parts[0]).\(parts[1]).\(other[2])", against: expectation())
        }
        #expect(throws: ProofFault.signature) {
            try ProofJWT(verifying: "\(other[0]).\(parts[1]).\(parts[2])", against: expectation())
        }
        for text in [
            "", ".", "..", "a.b", "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1]).",
            parts.joined(separator: ".") + ".",
        ] {
            #expect(throws: ProofFault.self, "\(text)") { try ProofJWT(verifying: text, against: expectation()) }
        }
    }

    @Test func `NONCE-09 without a nonce endpoint nonces mean nothing`() throws {
        let expectation = expectation(requiresNonce: false)
        #expect(try ProofJWT(verifying: try proof(nonce: nil), against: expectation).nonce == nil)
        let other = try SoftwareKey(generating: .p256)
        let request = CredentialRequest(
            .configuration("a"), proofs: [try proof(nonce: "x"), try proof(other, nonce: "y")])
        #expect(try VerifiedProofs(request, limit: 2, against: expectation).nonce == nil)
    }

    @Test func `SEC-17 no other token is a proof`() throws {
        for type in ["kb+jwt", "dc+sd-jwt", "statuslist+jwt", "oauth-authz-req+jwt", "key-attestation+jwt"] {
            let text = try signed(["typ": .string(type)], [:])
            #expect(throws: ProofFault.type) { try ProofJWT(verifying: text, against: expectation()) }
        }
    }
}
