import Bytes
import Cryptography
import HTTP
import JOSE
import JSON
import Rules
import TestSupport
import Testing
import Trust

@testable import OpenID4VP

/// Verifiers that are named by a DID, by the prefix `decentralized_identifier`.
@Suite struct DecentralizedIdentifierTests {
    private let verifier: TestVerifier
    private let network = ScriptedNetwork()

    init() throws { verifier = try TestVerifier() }

    private var jwkDID: String {
        "did:jwk:" + Base64URL.encode(JSONValue.object(JWK(publicKey: verifier.key.publicKey).json).serialized())
    }

    private static let webDID = "did:web:bank.example"

    private func request(
        _ did: String, keyID: String?, by key: SoftwareKey? = nil, trust: TrustStore? = nil,
        reach: NetworkPolicy = .secure
    ) throws -> (identity: VerifierIdentity?, refusal: Refusal?) {
        let client = "decentralized_identifier:\(did)"
        let object = try verifier.requestObject(
            verifier.parameters(client: client),
            header: {
                $0["x5c"] = nil
                $0["kid"] = keyID.map(JSONValue.string)
            }, by: key)
        var log = StepLog()
        do throws(OpenID4VPError) {
            let authenticator = RequestAuthenticator(
                trust: trust ?? verifier.trust, network: reach, dids: DIDResolver(client: network, network: reach))
            return (
                try authenticator.authenticated(
                    requestObject: object, clientID: client, at: TestPost.time, log: &log
                ).verifier, nil
            )
        } catch { return (nil, error.refusal) }
    }

    private func document(_ change: (inout JSONObject) -> Void = { _ in }) -> JSONValue {
        var json: JSONObject = [
            "id": .string(Self.webDID),
            "verificationMethod": [
                [
                    "id": "#key-1", "type": "JsonWebKey", "controller": .string(Self.webDID),
                    "publicKeyJwk": .object(JWK(publicKey: verifier.key.publicKey).json),
                ]
            ],
            "assertionMethod": ["#key-1"],
        ]
        change(&json)
        return .object(json)
    }

    private func web(_ document: JSONValue, keyID: String? = "\(webDID)#key-1") throws -> String? {
        network.answers(.json(document))
        return try request(Self.webDID, keyID: keyID).refusal?.code
    }

    @Test func `CID-07 CID-13 a did:jwk proves its key and no more`() throws {
        let (identity, refusal) = try request(jwkDID, keyID: jwkDID + "#0")
        #expect(refusal == nil)
        #expect(identity?.assurance == .provesIdentifier(jwkDID))
        #expect(network.sent.isEmpty, "it needs no network")
    }

    @Test func `NEG-166 CID-07 a kid of another DID, none, and another key are refused`() throws {
        let stranger = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x74, count: 32))
        let other =
            "did:jwk:" + Base64URL.encode(JSONValue.object(JWK(publicKey: stranger.publicKey).json).serialized())
        for keyID in [other + "#0", jwkDID, jwkDID + "#1", "#0", "0", nil] {
            #expect(try request(jwkDID, keyID: keyID).refusal?.rule == "CID-07", "\(keyID ?? "none")")
        }
        #expect(try request(jwkDID, keyID: jwkDID + "#0", by: stranger).refusal?.code == "signature_invalid")
    }

    @Test func `CID-07 a did:web is fetched from its host, and its document names the key`() throws {
        network.answers(.json(document()))
        let (identity, refusal) = try request(Self.webDID, keyID: Self.webDID + "#key-1")
        #expect(refusal == nil)
        #expect(identity?.assurance == .provesIdentifier(Self.webDID))
        #expect(network.sent.map(\.url.text) == ["https://bank.example/.well-known/did.json"])
        #expect(try web(document { $0["verificationMethod"]?.setFirst("id", .string(Self.webDID + "#key-1")) }) == nil)
        let embedded = document {
            $0["assertionMethod"] = nil
            $0["authentication"] = $0["verificationMethod"]
            $0["verificationMethod"] = nil
        }
        #expect(try web(embedded) == nil)
    }

    @Test func `NEG-166 CID-07 a document of another DID, without the key or without its purpose is refused`() throws {
        #expect(try web(document { $0["id"] = "did:web:shop.example" }) == "did_unusable")
        #expect(try web(document { $0["verificationMethod"] = [] }) == "did_unusable")
        #expect(try web(document { $0["assertionMethod"] = [] }) == "did_unusable")
        #expect(
            try web(
                document {
                    $0["assertionMethod"] = nil
                    $0["keyAgreement"] = ["#key-1"]
                }) == "did_unusable")
        #expect(
            try web(document { $0["verificationMethod"]?.setFirst("controller", "did:web:shop.example") })
                == "did_unusable")
        #expect(try web(document(), keyID: Self.webDID + "#key-2") == "did_unusable")
        let twice = document {
            $0["verificationMethod"] = .array(Array(repeating: $0["verificationMethod"]?[0] ?? .null, count: 2))
        }
        #expect(try web(twice) == "did_unusable")
        let many = document {
            $0["verificationMethod"] = .array(Array(repeating: $0["verificationMethod"]?[0] ?? .null, count: 65))
        }
        #expect(try web(many) == "did_unusable")
        func others(_ count: Int) -> JSONValue {
            document {
                let method = $0["verificationMethod"]?[0] ?? .null
                let more = (0..<count).map { number -> JSONValue in
                    var other = method.object ?? [:]
                    other["id"] = .string("#other-\(number)")
                    return .object(other)
                }
                $0["verificationMethod"] = .array([method] + more)
            }
        }
        #expect(try web(others(63)) == nil)
        #expect(try web(others(64)) == "did_unusable", "SEC-03")
        func related(_ count: Int) -> JSONValue {
            document { $0["assertionMethod"] = .array(Array(repeating: "#key-1", count: count)) }
        }
        #expect(try web(related(128)) == nil)
        #expect(try web(related(129)) == "did_unusable", "SEC-03")
        let foreign = "did:web:shop.example#key-1"
        let lent = document {
            $0["verificationMethod"]?.setFirst("id", .string(foreign))
            $0["assertionMethod"] = [.string(foreign)]
        }
        #expect(try web(lent, keyID: foreign) == "did_unusable", "a key of another DID is not this one's")
        var key = JWK(publicKey: verifier.key.publicKey).json
        key["use"] = "enc"
        #expect(
            try web(document { $0["verificationMethod"]?.setFirst("publicKeyJwk", .object(key)) }) == "jwk_restricted")
        #expect(try web([]) == "did_unusable")
        network.answers(.text("{", type: .json))
        #expect(try request(Self.webDID, keyID: Self.webDID + "#key-1").refusal?.code == "did_unusable")
        network.answers(.json(document(), status: 404))
        #expect(try request(Self.webDID, keyID: Self.webDID + "#key-1").refusal?.code == "did_unusable")
    }

    @Test(arguments: [(String?.none, 2), ("sig", 2), ("enc", 0)])
    func `VC-35 keys that are meant for something else than signatures are left out`(use: String?, count: Int) throws {
        var key = JWK(publicKey: verifier.key.publicKey).json
        key["use"] = use.map(JSONValue.string)
        let json = document { $0["verificationMethod"]?.setFirst("publicKeyJwk", .object(key)) }
        let read = try DIDDocument(json, of: try DecentralizedIdentifier(parsing: Self.webDID))
        #expect(read.keySet.keys.count == count)
    }

    @Test func `SEC-03 CID-07 a DID has at most 4096 octets`() throws {
        let longest = "did:web:" + String(repeating: "a", count: 4088)
        #expect(try DecentralizedIdentifier(parsing: longest).text == longest)
        #expect(throws: OpenID4VPError.self) { try DecentralizedIdentifier(parsing: longest + "a") }
    }

    @Test(arguments: [
        ("did:web:bank.example", "https://bank.example/.well-known/did.json"),
        ("did:web:bank.example%3A8443", "https://bank.example:8443/.well-known/did.json"),
        ("did:web:bank.example:branch:7", "https://bank.example/branch/7/did.json"),
        ("did:web:127.0.0.1%3A8080", "http://127.0.0.1:8080/.well-known/did.json"),
    ])
    func `CID-07 a did:web makes a URL`(did: String, url: String) throws {
        let read = try DecentralizedIdentifier(parsing: did)
        #expect(try read.documentURL(network: .loopbackAllowed)?.text == url)
    }

    @Test(arguments: [
        "did:web:", "did:web:a/b", "did:web:a?b", "did:web:a#b", "did:example:123", "did:Web:a", "DID:web:a", "web:a",
        "did:web:user@a", "did:web", "did", "did:web:a\u{E9}", "",
    ])
    func `CID-07 what is no DID, or of an unknown method, is refused`(text: String) {
        #expect(throws: OpenID4VPError.self) { try DecentralizedIdentifier(parsing: text) }
    }

    @Test(arguments: [
        "did:web:a:..:x", "did:web:a::x", "did:web:%41.example", "did:web:a:%2e%2e", "did:web:a:", "did:web::x",
    ])
    func `CID-07 RURI-06 a did:web that makes no URL that may be fetched is refused`(text: String) throws {
        let did = try DecentralizedIdentifier(parsing: text)
        #expect(throws: OpenID4VPError.self) { try did.documentURL(network: .secure) }
    }

    @Test func `CID-07 TRU-01 a DID that the trust folder knows is named as there`() throws {
        let key = JWK(publicKey: verifier.key.publicKey, keyID: jwkDID + "#0")
        let known = TrustStore(
            entries: [
                TrustEntry(
                    id: "bank", name: "Harbour Bank", purposes: [.relyingPartyAccess], types: [],
                    keys: [.keySet(issuer: jwkDID, keys: JWKSet([key]))],
                    source: "test")
            ])
        let identity = try request(jwkDID, keyID: jwkDID + "#0", trust: known).identity
        #expect(identity?.name == "Harbour Bank")
    }
}

extension JSONValue {
    /// Changes a member of the first element.
    fileprivate mutating func setFirst(_ name: String, _ value: JSONValue) {
        guard var elements = array, var first = elements.first?.object else { return }
        first[name] = value
        elements[0] = .object(first)
        self = .array(elements)
    }
}
