import Certificates
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules
import SDJWT
import SQLite
import Testing
import TokenStatusList

@testable import IssuerKit

@Suite struct StatusListEndpointTests {
    private func issued(_ issuer: TestIssuer, copies: Int) throws -> (issuance: String, indices: [UInt64]) {
        let offer = try issuer.offer()
        let token = try JSONValue(parsing: issuer.redeem(try issuer.code(offer)).body)["access_token"]?.string
        let keys = try (0..<copies).map { _ in try SoftwareKey(generating: .p256) }
        let answer = issuer.credential(try issuer.request(keys: keys, nonce: try issuer.nonce()), bearer: token)
        let response = try CredentialResponse(try JSONValue(parsing: answer.body), limit: copies)
        let indices = try response.credentials.map { text in
            let payload = try CompactSDJWT(parsing: text).issuerJWT.uncheckedPayload()
            return UInt64(try #require(payload["status"]?["status_list"]?["idx"]?.integer))
        }
        return (offer.issuance, indices)
    }

    private func list(_ issuer: TestIssuer, _ number: Int = 1) throws -> StatusListToken {
        let answer = issuer.respond("GET", "/kea/statuslists/\(number)")
        #expect(answer.status == 200)
        #expect(answer.headers["Content-Type"] == "application/statuslist+jwt")
        let uri = "https://post.example/kea/statuslists/\(number)"
        let token = try UnverifiedStatusListToken(parsing: answer.body)
        let path = try CertificatePath.validated(
            leafFirst: token.signer.certificates, anchors: [issuer.root], at: issuer.now)
        return try token.verified(by: try #require(path.leaf.publicKey), for: uri, at: issuer.now)
    }

    @Test func `TSL-10 TSL-12 a list is signed by a key of its own and holds all copies`() throws {
        let issuer = try TestIssuer()
        let copies = try issued(issuer, copies: 5)
        let token = try list(issuer)
        #expect(token.list.count == 131_072)
        #expect(token.timeToLiveSeconds == 300)
        #expect(token.expires == issuer.now + 86_400)
        for index in copies.indices { #expect(try token.list.status(at: index) == .valid) }
        #expect(token.signer.certificates.first?.subject.commonName == "Status")
    }

    @Test func `TSL-04 revocation reaches every copy at once and nobody else, and is final`() throws {
        let issuer = try TestIssuer()
        let (mine, others) = (try issued(issuer, copies: 4), try issued(issuer, copies: 4))
        _ = try list(issuer)
        #expect(try issuer.store.setStatus(2, of: mine.issuance) == 4)
        for index in mine.indices { #expect(try list(issuer).list.status(at: index) == .suspended) }
        #expect(try issuer.store.setStatus(0, of: mine.issuance) == 4)
        for index in mine.indices { #expect(try list(issuer).list.status(at: index) == .valid) }
        #expect(try issuer.store.setStatus(1, of: mine.issuance) == 4)
        #expect(try issuer.store.setStatus(0, of: mine.issuance) == 4)
        for index in mine.indices { #expect(try list(issuer).list.status(at: index) == .invalid) }
        for index in others.indices { #expect(try list(issuer).list.status(at: index) == .valid) }
    }

    @Test func `TSL-14 a list is signed again when it changes or half its time has passed`() throws {
        let issuer = try TestIssuer()
        let copies = try issued(issuer, copies: 1)
        let first = issuer.respond("GET", "/kea/statuslists/1")
        #expect(first.headers["Cache-Control"] == "public, max-age=300")
        issuer.wait(149)
        #expect(issuer.respond("GET", "/kea/statuslists/1").body == first.body)
        issuer.wait(1)
        let second = issuer.respond("GET", "/kea/statuslists/1")
        #expect(second.body != first.body)
        _ = try issuer.store.setStatus(1, of: copies.issuance)
        #expect(issuer.respond("GET", "/kea/statuslists/1").body != second.body)
    }

    @Test func `TSL-14 the entries of a list are read only when it is signed again`() throws {
        let store = try CountingStore()
        let issuer = try TestIssuer(store: store)
        let copies = try issued(issuer, copies: 1)
        for _ in 0..<3 { _ = try list(issuer) }
        #expect(store.calls(of: "statusList") == 1)
        _ = try store.setStatus(2, of: copies.issuance)
        for _ in 0..<3 { _ = try list(issuer) }
        #expect(store.calls(of: "statusList") == 2)
    }

    @Test func `TSL-61 lists of the past and lists that never were`() throws {
        let issuer = try TestIssuer()
        _ = try issued(issuer, copies: 1)
        let past = issuer.respond("GET", "/kea/statuslists/1", query: [FormField("time", "1")])
        #expect(past.status == 501)
        for number in ["2", "0", "-1", "x", "99999999999999999999"] {
            let answer = issuer.respond("GET", "/kea/statuslists/\(number)")
            #expect(answer.status == 404)
            #expect(answer.headers["Cache-Control"] == "no-store")
        }
    }

    @Test func `TSL-60 the addresses of all lists are published, and every list says where`() throws {
        let issuer = try TestIssuer()
        let address = "https://post.example/kea/statuslists"
        func addresses() throws -> [String] {
            let answer = issuer.respond("GET", "/kea/statuslists")
            #expect(answer.status == 200)
            #expect(answer.headers["Content-Type"] == "application/json")
            return try StatusListAggregation(parsing: answer.body).uris
        }
        #expect(try addresses() == [])
        _ = try issued(issuer, copies: 1)
        #expect(try addresses() == [address + "/1"])
        #expect(try list(issuer).aggregationURI == address)
        let metadata = issuer.respond("GET", "/.well-known/openid-credential-issuer/kea")
        #expect(try JSONValue(parsing: metadata.body)["status_list_aggregation_endpoint"] == .string(address))
    }

    @Test func `TSL-05 no place is given twice, and a list that is half full is followed by another`() throws {
        let issuer = try TestIssuer { $0.statusListEntries = 64 }
        var places: Set<StatusEntry> = []
        for round in 0..<5 {
            let order = IssueOrder(
                issuance: "i\(round)", type: "t", copies: Array(repeating: .init(key: nil), count: 10),
                expires: issuer.now,
                hasStatus: true, authority: nil, now: issuer.now)
            guard case .recorded(let entries) = try issuer.store.issue(order) else { continue }
            for case let entry? in entries { #expect(places.insert(entry).inserted) }
        }
        #expect(places.count == 50)
        #expect(Set(places.map(\.list)) == [1, 2])
        #expect(places.filter { $0.list == 1 }.count == 32)
        #expect(places.allSatisfy { (0..<64).contains($0.index) })
    }

    @Test func `TSL-05 a random source that repeats itself still finds a free place`() throws {
        let database = try Database.inMemory(schema: SQLiteIssuerStore.schema)
        let store = SQLiteIssuerStore(database, random: Zeros(), listSize: 64)
        let order = IssueOrder(
            issuance: "i", type: "t", copies: Array(repeating: .init(key: nil), count: 10), expires: TestIssuer.start,
            hasStatus: true, authority: nil, now: TestIssuer.start)
        guard case .recorded(let entries) = try store.issue(order) else { return }
        #expect(entries.compactMap { $0?.index } == Array(0..<10))
    }
}

private struct Zeros: RandomSource {
    func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
