import Bytes
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
import TokenStatusList
import Trust

@testable import VerifierKit

/// The file of a snapshot: what is written is read, and nothing else is.
@Suite struct TrustSnapshotTests {
    private let snapshots: TestSnapshot
    private let whole: TrustSnapshot

    init() throws {
        snapshots = try TestSnapshot()
        let keys = JWKSet([JWK(publicKey: snapshots.key.publicKey, keyID: "1")])
        let trust = TrustStore(
            entries: snapshots.post.trust().entries + [
                TrustEntry(
                    id: "other", name: "Other", purposes: [.attestationIssuer], types: ["urn:other"],
                    keys: [.keySet(issuer: "https://other.example", keys: keys)], state: .suspended,
                    since: TestSnapshot.made, source: "test")
            ],
            blocks: [
                .entity(id: "bad"), .certificate(sha256: [UInt8](repeating: 1, count: 32)),
                .key(sha256: [UInt8](repeating: 2, count: 32)),
            ])
        whole = try snapshots.snapshot(
            lists: [snapshots.list()], trust: trust,
            documents: [(TestPost.type, Array("{\"vct\":\"\(TestPost.type)\"}".utf8))])
    }

    private func refusal(_ file: [UInt8], key: PublicKey? = nil) -> Refusal? {
        do throws(VerifierKitError) {
            _ = try TrustSnapshot(file: file, signedBy: key ?? snapshots.key.publicKey)
            return nil
        } catch { return error.refusal }
    }

    /// The snapshot with another content under the right key, as only the verifier itself could make it.
    private func resigned(_ change: (inout JSONObject) -> Void) throws -> Refusal? {
        var json = whole.json
        change(&json)
        let header: JSONObject = ["typ": .string(TrustSnapshot.mediaType)]
        return refusal(Array(try CompactJWS.signed(header: header, payload: json, by: snapshots.key).utf8))
    }

    @Test func `STA-07 a snapshot is read as it was written`() throws {
        let read = try TrustSnapshot(file: try whole.signed(by: snapshots.key), signedBy: snapshots.key.publicKey)
        #expect(read.json == whole.json)
        #expect(read.created == TestSnapshot.made)
        #expect(read.trust.entries.map(\.id) == ["kea-post", "other"])
        #expect(read.trust.entries.first?.anchors == [snapshots.post.root])
        #expect(read.trust.entries.last?.state == .suspended)
        #expect(read.trust.blocks == whole.trust.blocks)
        #expect(read.lists == whole.lists)
        #expect(read.documents == whole.documents)
    }

    @Test func `STA-07 a snapshot that is larger than the limit is not written`() throws {
        let count = try whole.signed(by: snapshots.key).count
        #expect(try whole.signed(by: snapshots.key, limitBytes: count).count == count)
        let why = "would have more than \(count - 1) bytes; name fewer status lists"
        #expect(throws: VerifierKitError.badSnapshot(problem: why)) {
            try whole.signed(by: snapshots.key, limitBytes: count - 1)
        }
    }

    @Test func `STA-07 a snapshot of another key, or of another kind of token, is refused`() throws {
        let file = try whole.signed(by: snapshots.key)
        #expect(refusal(file, key: snapshots.post.key.publicKey)?.code == "signature_invalid")
        let header: JSONObject = ["typ": "oauth-authz-req+jwt"]
        let request = try CompactJWS.signed(header: header, payload: whole.json, by: snapshots.key)
        #expect(refusal(Array(request.utf8))?.code == "type_mismatch")
        #expect(refusal(Array("{}".utf8)) != nil)
        #expect(refusal([]) != nil)
    }

    @Test func `STA-07 NT-10 one octet changed anywhere is refused`() throws {
        let file = try whole.signed(by: snapshots.key)
        for position in stride(from: 0, to: file.count, by: 41) {
            var changed = file
            changed[position] = file[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(refusal(changed) != nil, "octet \(position)")
        }
        #expect(refusal(Array(file.dropLast())) != nil)
    }

    /// Changes each leaf of the content, one after the other, and signs none of it anew.
    @Test func `STA-07 every piece that was changed is refused`() throws {
        let parts = String(decoding: try whole.signed(by: snapshots.key), as: UTF8.self).split(separator: ".")
        var pieces = 0
        for change in Self.changes(of: .object(whole.json)) {
            let payload = Base64URL.encode(change.serialized())
            #expect(refusal(Array("\(parts[0]).\(payload).\(parts[2])".utf8))?.code == "signature_invalid")
            pieces += 1
        }
        #expect(pieces > 30)
    }

    private static func changes(of value: JSONValue) -> [JSONValue] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                changes(of: member.value).map { changed in
                    var other = object
                    other[member.name] = changed
                    return .object(other)
                }
            }
        case .array(let elements):
            elements.indices.flatMap { index in
                changes(of: elements[index]).map { changed in
                    .array(elements[..<index] + [changed] + elements[(index + 1)...])
                }
            } + (elements.isEmpty ? [] : [.array(Array(elements.dropLast()))])
        case .string(let text): [.string(text + "A")]
        default: [.null]
        }
    }

    @Test(
        arguments: [
            ("version", 2, "bad_snapshot"), ("created", "today", "bad_snapshot"), ("trust", .null, "bad_snapshot"),
            ("status_lists", .null, "bad_snapshot"), ("status_lists", [7], "bad_snapshot"),
            ("type_metadata", [[:]], "bad_snapshot"), ("valid", true, "bad_snapshot"),
        ] as [(String, JSONValue, String)])
    func `STA-07 content of another form is refused whole`(member: String, value: JSONValue, code: String) throws {
        #expect(try resigned { $0[member] = value }?.code == code)
        #expect(try resigned { $0[member] = member == "valid" ? nil : $0[member] } == nil)
    }

    @Test func `STA-01 STA-07 pieces with times out of order, twice or of another form are refused`() throws {
        func changed(_ member: String, _ change: (inout JSONObject) -> Void) throws -> Refusal? {
            try resigned { json in
                guard var piece = json[member]?.array?.first?.object else { return }
                change(&piece)
                json[member] = [.object(piece)]
            }
        }
        #expect(try changed("status_lists") { $0["fresh_until"] = "2000-01-01T00:00:00Z" }?.code == "bad_snapshot")
        #expect(try changed("status_lists") { $0["usable_until"] = "2000-01-01T00:00:00Z" }?.code == "bad_snapshot")
        #expect(try changed("status_lists") { $0["fetched_at"] = nil }?.code == "bad_snapshot")
        #expect(try changed("status_lists") { $0["uri"] = "" }?.code == "bad_snapshot")
        #expect(try changed("status_lists") { $0["extra"] = true }?.code == "bad_snapshot")
        #expect(try changed("type_metadata") { $0["document"] = "=" }?.code == "bad_snapshot")
        #expect(
            try resigned { json in
                let lists = json["status_lists"]?.array ?? []
                json["status_lists"] = .array(lists + lists)
            }?.code == "bad_snapshot")
    }

    @Test func `TRU-03 TRU-04 trust data of another form is refused whole`() throws {
        func changed(_ change: (inout JSONObject) -> Void) throws -> Refusal? {
            try resigned { json in
                guard var trusted = json["trust"]?.object else { return }
                change(&trusted)
                json["trust"] = .object(trusted)
            }
        }
        #expect(try changed { $0["blocked"] = nil }?.code == "bad_snapshot")
        #expect(try changed { $0["blocked"] = ["entity": ["x"]] }?.code == "bad_trust_entry")
        #expect(try changed { $0["entries"] = [7] }?.code == "bad_trust_entry")
        #expect(
            try changed { trusted in
                let entries = trusted["entries"]?.array ?? []
                trusted["entries"] = .array(entries + entries)
            }?.code == "bad_trust_entry")
        #expect(
            try changed { trusted in
                guard var entry = trusted["entries"]?.array?.first?.object else { return }
                entry["anchors"] = ["AAAA"]
                trusted["entries"] = [.object(entry)]
            }?.code == "bad_trust_entry")
    }

    @Test func `STA-07 a snapshot takes only lists along that a check could believe`() throws {
        func code(_ maker: SnapshotMaker) -> String? {
            do throws(VerifierKitError) {
                _ = try maker.list(at: TestSnapshot.uri)
                return nil
            } catch { return error.refusal.code }
        }
        #expect(code(snapshots.maker(serving: try snapshots.list())) == nil)
        #expect(code(snapshots.maker(serving: nil)) == "status_list_unavailable")
        let cwt = try snapshots.listCWT()
        #expect(code(snapshots.maker(serving: cwt, mediaType: StatusListToken.mediaTypeCWT)) == nil)
        #expect(code(snapshots.maker(serving: cwt)) != nil, "TSL-14: the form is another than the server says")
        #expect(code(snapshots.maker(serving: try snapshots.list(), mediaType: "text/html")) != nil)
        #expect(code(snapshots.maker(serving: Array("no list".utf8))) != nil)
        #expect(code(snapshots.maker(serving: try snapshots.list(uri: "https://post.example/lists/2"))) != nil)
        let old = try snapshots.list()
        #expect(code(snapshots.maker(serving: old, at: TestSnapshot.made + 7200)) == nil)
        #expect(code(snapshots.maker(serving: old, at: TestSnapshot.made + 7201)) != nil)
        #expect(code(snapshots.maker(serving: try snapshots.list(by: snapshots.key))) == "signature_invalid")
        #expect(code(snapshots.maker(serving: old, trust: TrustStore(entries: []))) == "no_anchor_configured")
    }

    @Test func `TSL-60 STA-07 all lists of an issuer are taken along, a bad one is told and not taken`() throws {
        let other = "https://post.example/lists/2"
        let client = ListServer(documents: [
            "https://post.example/lists": Array(
                "{\"status_lists\":[\"\(other)\",\"\(TestSnapshot.uri)\",\"https://post.example/none\"]}".utf8),
            other: Array("no list".utf8), TestSnapshot.uri: try snapshots.list(),
        ])
        let maker = SnapshotMaker(
            trust: snapshots.post.trust(), client: StatusListClient(client: client, network: .secure),
            at: TestSnapshot.made)
        var told: [String] = []
        let lists = try maker.lists(namedAt: "https://post.example/lists") { told.append($0.refusal.code) }
        #expect(lists.map(\.uri) == [TestSnapshot.uri])
        #expect(told.count == 2)
        #expect(throws: VerifierKitError.self) {
            try maker.lists(namedAt: "https://post.example/elsewhere") { told.append($0.refusal.code) }
        }
    }
}

/// A server with some documents: addresses with `lists` at their end are JSON, all others status lists.
private struct ListServer: HTTPFetching {
    let documents: [String: [UInt8]]

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        guard let body = documents[request.url.text] else { throw .hostNotFound(host: request.url.host) }
        let type = request.url.text.hasSuffix("lists") ? "application/json" : StatusListToken.mediaType
        return HTTPResponse(status: 200, headers: ["Content-Type": type], body: body)
    }
}
