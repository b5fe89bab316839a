import Cryptography
import HTTP
import JOSE
import JSON
import Rules
import SDJWT
import Synchronization
import Testing

@testable import OpenID4VCI

extension CredentialReceiverTests {
    @Test func `CRED-26 INEG-193 credentials of strangers, of nobody, and twice for one key`() throws {
        let stranger = JWK(publicKey: try SoftwareKey(generating: .p256).publicKey)
        let cases: [(ReceivedFault, @Sendable ([JWK]) -> [JWK?])] = [
            (.foreignKey, { _ in [stranger] }), (.unbound, { _ in [nil] }), (.repeatedKey, { [$0[0], $0[0]] }),
            (.foreignKey, { [$0[0], stranger] }),
        ]
        for (fault, holders) in cases {
            let peer = Peer([Peer.credentialAddress: { request in Peer.issued(to: holders(Peer.keys(in: request))) }])
            let error = #expect(throws: OpenID4VCIError.self) { try received(peer, keys: try keys(2)) }
            guard case .received(let found, _) = error else { continue }
            #expect(found == fault)
        }
    }

    @Test func `CRED-09 INEG-195 fewer copies are taken, more are not`() throws {
        let fewer = Peer([Peer.credentialAddress: { Peer.issued(to: Array(Peer.keys(in: $0).prefix(1))) }])
        #expect(try received(fewer, keys: try keys(3)).map(\.keyIndex) == [0])
        let more = Peer([Peer.credentialAddress: { Peer.issued(to: Peer.keys(in: $0) + [nil]) }])
        #expect(throws: OpenID4VCIError.tooManyCredentials(count: 3, asked: 2)) {
            try received(more, keys: try keys(2))
        }
    }

    @Test func `CRED-26 FMT-01 INEG-196 INEG-198 other types and other forms`() throws {
        let type = Peer([Peer.credentialAddress: { Peer.issued(to: Peer.keys(in: $0), vct: "urn:x:A") }])
        #expect(throws: OpenID4VCIError.received(.type, position: 0)) { try received(type, keys: try keys(1)) }
        let forms: [@Sendable (String) -> String] = [
            { $0 + "e30.e30.AA" }, { String($0.dropLast()) }, { _ in "x" }, { _ in "" },
            { $0.replacing(".", with: "~") },
        ]
        for form in forms {
            let peer = Peer([
                Peer.credentialAddress: { request in
                    let text = Peer.credential(for: Peer.keys(in: request)[0])
                    return .json(["credentials": [["credential": .string(form(text))]]])
                }
            ])
            #expect(throws: OpenID4VCIError.received(.form, position: 0)) { try received(peer, keys: try keys(1)) }
        }
    }

    @Test func `CRED-20 INEG-190 INEG-192 answers that promise, and statuses that do not fit`() throws {
        let later = Peer([Peer.credentialAddress: Peer.always(["transaction_id": "t", "interval": 5], status: 202)])
        #expect(throws: OpenID4VCIError.deferred) { try received(later, keys: try keys(1)) }
        let accepted = Peer([
            Peer.credentialAddress: { request in
                var answer = Peer.issued(to: Peer.keys(in: request))
                answer.status = 202
                return answer
            }
        ])
        #expect(try received(accepted, keys: try keys(1)).count == 1)
        let page = Peer([Peer.credentialAddress: { _ in .text("hello") }])
        #expect(code { _ = try received(page, keys: try keys(1)) } == "unexpected_answer")
        let silent = Peer([Peer.credentialAddress: Peer.always([], status: 400)])
        #expect(code { _ = try received(silent, keys: try keys(1)) } == "unexpected_answer")
    }

    @Test func `CRED-08 the number of keys is that of the batch`() throws {
        #expect(throws: OpenID4VCIError.keyCount(count: 4, limit: 3)) { try received(Peer(), keys: try keys(4)) }
        #expect(throws: OpenID4VCIError.keyCount(count: 0, limit: 3)) { try received(Peer(), keys: []) }
        let single = Peer([Peer.metadataAddress: Peer.changed(Peer.metadata, ["batch_credential_issuance": .null])])
        #expect(throws: OpenID4VCIError.keyCount(count: 2, limit: 1)) { try received(single, keys: try keys(2)) }
    }

    @Test func `CRED-03 a credential without key binding is asked for without proofs`() throws {
        let unbound: JSONValue = ["a": ["format": "dc+sd-jwt", "vct": "urn:x:a"]]
        let peer = Peer([
            Peer.metadataAddress: Peer.changed(Peer.metadata, ["credential_configurations_supported": unbound]),
            Peer.credentialAddress: { _ in Peer.issued(to: [nil]) },
        ])
        #expect(try received(peer, keys: []).map(\.keyIndex) == [nil])
        let body = try JSONValue(parsing: try #require(peer.requests(Peer.credentialAddress).first).body)
        #expect(body == ["credential_configuration_id": "a"])
        #expect(peer.requests(Peer.nonceAddress).isEmpty)
        #expect(throws: OpenID4VCIError.keyCount(count: 1, limit: 0)) { try received(peer, keys: try keys(1)) }
    }

    @Test func `PROOF-01 proofs that this wallet cannot make are not tried`() throws {
        for jwt: JSONValue in [
            ["proof_signing_alg_values_supported": ["RS256"]],
            ["proof_signing_alg_values_supported": ["ES256"], "key_attestations_required": [:]],
        ] {
            let configuration: JSONValue = [
                "format": "dc+sd-jwt", "vct": "urn:x:a", "cryptographic_binding_methods_supported": ["jwk"],
                "proof_types_supported": ["jwt": jwt],
            ]
            let peer = Peer([
                Peer.metadataAddress: Peer.changed(
                    Peer.metadata, ["credential_configurations_supported": ["a": configuration]])
            ])
            #expect(throws: OpenID4VCIError.proofNotPossible(configuration: "a")) {
                try received(peer, keys: try keys(1))
            }
            #expect(peer.requests(Peer.credentialAddress).isEmpty)
        }
    }
}
