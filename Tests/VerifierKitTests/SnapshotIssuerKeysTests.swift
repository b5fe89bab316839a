import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import TestSupport
import Testing
import Trust

@testable import VerifierKit

/// The keys of issuers that publish them, in a snapshot: the row of the policy table of spec/trust-and-payments.md §2.6.
@Suite struct SnapshotIssuerKeysTests {
    private static let issuer = "https://post.example"
    private static let week: Int64 = 7 * 86_400
    private let snapshots: TestSnapshot

    init() throws { snapshots = try TestSnapshot() }

    private func trust(_ issuers: [String] = [issuer], state: TrustState = .granted) -> TrustStore {
        TrustStore(
            entries: issuers.enumerated().map { number, issuer in
                TrustEntry(
                    id: "post-\(number)", name: "Post of Kea", purposes: [.postalIssuer], types: [TestPost.type],
                    keys: [.published(issuer: issuer)], state: state, source: "test")
            })
    }

    private func metadata(of issuer: String = issuer) -> [UInt8] {
        let keys = JWKSet([JWK(publicKey: snapshots.post.key.publicKey, keyID: "1")])
        return JSONValue.object(["issuer": .string(issuer), "jwks": .object(keys.json)]).serialized()
    }

    private func snapshot(
        of trust: TrustStore, told: (String, SDJWTVCError) -> Void = { _, _ in }
    ) -> TrustSnapshot {
        let maker = snapshots.maker(serving: nil, trust: trust)
        let network = OneAnswer(body: metadata(), mediaType: "application/json")
        let keys = maker.issuerKeys(by: IssuerKeyFetch(client: network, network: .secure), told: told)
        return maker.snapshot(lists: [], types: nil, issuerKeys: keys)
    }

    private func report(
        _ snapshot: TrustSnapshot, keyID: String = "1", issuer: String = issuer, after seconds: Int64 = 60
    ) throws -> Report {
        var claims = TestPost.claims
        claims["iss"] = .string(issuer)
        claims["exp"] = .integer(TestPost.time.seconds + 400 * 86_400)
        let text = try snapshots.post.credential(
            claims: claims, header: ["typ": "dc+sd-jwt", "kid": .string(keyID)])
        let moment = TestSnapshot.made + seconds
        return snapshot.report(at: moment, stakes: .ordinary, profile: .openID4VP) { basis in
            PresentationCheck(time: moment, as: .credential).report(
                on: Array(text.utf8), trust: basis.trust, status: basis.status, typeMetadata: basis.typeMetadata,
                issuerKeys: basis.issuerKeys, policy: CredentialPolicy())
        }
    }

    @Test func `STA-07 VC-33 the keys that an issuer publishes go along, and a check asks nobody for them`() throws {
        let file = try snapshot(of: trust()).signed(by: snapshots.key)
        let report = try report(try TrustSnapshot(file: file, signedBy: snapshots.key.publicKey))
        #expect(report.isAccepted, "\(report.refusals)")
        let source = try #require(report.sources.first { $0.kind == "issuer keys" })
        #expect(source.name == Self.issuer)
        #expect(source.freshness == .fresh)
    }

    @Test func `STA-01 VC-33 published keys serve for a week, not longer`() throws {
        let snapshot = snapshot(of: trust())
        #expect(try report(snapshot, after: Self.week).isAccepted)
        let late = try report(snapshot, after: Self.week + 1)
        #expect(late.refusal?.rule == "VC-33")
        #expect(late.refusal?.problem.contains("too old") == true, "\(late.refusals)")
    }

    @Test func `VC-33 a key that the snapshot does not know is not adopted, nor that of another issuer`() throws {
        let snapshot = snapshot(of: trust([Self.issuer, "https://other.example"]))
        let newer = try report(snapshot, keyID: "2")
        #expect(newer.refusal?.rule == "VC-33")
        #expect(newer.refusal?.problem.contains("newer than the snapshot") == true, "\(newer.refusals)")
        let other = try report(snapshot, issuer: "https://other.example")
        #expect(other.refusal?.problem.contains("does not hold the keys") == true, "\(other.refusals)")
    }

    @Test func `STA-07 an issuer whose keys cannot be had keeps no other one away, and one not in force is not asked`()
    {
        var left: [String] = []
        let made = snapshot(of: trust(["https://other.example", Self.issuer, Self.issuer])) { issuer, error in
            #expect(error.refusal.rule == "VC-33", "its metadata names another issuer")
            left.append(issuer)
        }
        #expect(left == ["https://other.example"])
        #expect(made.issuerKeys.map(\.issuer) == [Self.issuer], "once, though two entries name it")
        #expect(snapshot(of: trust(state: .withdrawn)).issuerKeys.isEmpty)
    }

    @Test func `STA-07 keys in a snapshot that cannot be read are refused, not left out`() throws {
        let piece = try #require(snapshot(of: trust()).json["issuer_keys"]?[0]?.object)
        #expect(throws: Never.self) { try TrustSnapshot(json(with: piece)) }
        for (name, value) in [("jwks", JSONValue.object(["keys": [["kty": "oct", "k": "AA"]]])), ("iss", "")] {
            var changed = piece
            changed[name] = value
            #expect(throws: VerifierKitError.self, "\(name)") { try TrustSnapshot(json(with: changed)) }
        }
    }

    private func json(with piece: JSONObject) -> JSONObject {
        var json = snapshot(of: trust()).json
        json["issuer_keys"] = [.object(piece)]
        return json
    }
}
