import Bytes
import Cryptography
import DCQL
import JOSE
import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VP

@Suite struct TransactionDataTests {
    private static let query: JSONValue = [
        "credentials": [
            ["id": "pay", "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:x"]]],
            ["id": "other", "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:y"]]],
        ]
    ]

    /// An entry of a file in `examples/transaction-data`.
    static func example(_ name: String) throws -> JSONObject {
        try JSONValue(parsing: try repositoryFile("examples/transaction-data/\(name).json")).object ?? [:]
    }

    static let examples = ["payment", "login", "account-access", "mandate", "money-order"]

    private func read(
        _ objects: JSONObject..., registry: TransactionDataRegistry = .standard, at time: UnixTime? = TestPost.time
    ) throws -> [TransactionData] {
        try TransactionData.entries(
            .array(objects.map { .string(TransactionData.encoded($0)) }),
            query: try DCQLQuery(json: Self.query, reader: .verifier), registry: registry, at: time)
    }

    private func changed(_ name: String, _ change: (inout JSONObject) -> Void) throws -> JSONObject {
        var object = try Self.example(name)
        var payload = object["payload"]?.object ?? [:]
        change(&payload)
        object["payload"] = .object(payload)
        return object
    }

    private func fault(_ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch { return (error as? TransactionDataFault)?.refusal }
    }

    @Test(arguments: [
        ("payment", "eGhKrHWEABCX80nlMHENoer9pqQxn5GqrZA5aA62lDY"),
        ("money-order", "MZn4VAziEh2-zMe3B_xJXwtmk5nhaFg8qT4GkeYyR7w"),
    ])
    func `TXD-04 TXD-01 the examples have the hashes that the rules name`(name: String, hash: String) throws {
        let entry = try #require(try read(try Self.example(name)).first)
        #expect(entry.hash(.sha256) == hash)
        #expect(entry.credentialIDs == ["pay"])
        #expect(entry.hashAlgorithms == [.sha256])
        #expect(entry.namesHashAlgorithms)
    }

    @Test func `TXD-07 TXD-04 the text is kept as it was sent and never encoded again`() throws {
        let object = try Self.example("payment")
        // The same JSON in another spelling: white space, escapes, another order.
        let spelled = JSONValue.object(object).prettyText()
        let sent = Base64URL.encode(Array(spelled.utf8))
        let query = try DCQLQuery(json: Self.query, reader: .verifier)
        let entry = try #require(try TransactionData.entries([.string(sent)], query: query, at: nil).first)
        #expect(entry.sent == sent)
        #expect(entry.hash(.sha256) == Base64URL.encode(HashAlgorithm.sha256.hash(Array(sent.utf8))))
        #expect(try entry.hash(.sha256) != read(object).first?.hash(.sha256))
        #expect(try entry.content == read(object).first?.content)
    }

    @Test func `PAY-12 TXD-07 payee and amount lead, and every field is shown once`() throws {
        let options = try JSONValue(
            parsing: #"{"amount_variable":true,"min_amount":1,"max_amount":50.5,"total_amount":600,"initial_amount":0,"#
                + #""initial_amount_number":1,"apr":3.5}"#)
        let full = try changed("payment") { payload in
            payload["date_time"] = "2026-11-24T10:00:00.123+02:00"
            payload["pisp"] = ["legal_name": "Pay AG", "brand_name": "Pay", "domain_name": "pay.example"]
            payload["amount_estimated"] = true
            payload["amount_earmarked"] = false
            payload["sct_inst"] = true
            payload["recurrence"] = [
                "frequency": "MNTH", "start_date": "2026-12-01", "end_date": "2027-12-01T00:00:00Z", "number": 12,
                "mit_options": options,
            ]
            payload["payee"] = [
                "name": "Post\nOffice", "id": "KE", "logo": "https://p.example/l.png", "website": "https://p.example",
            ]
        }
        let content = try #require(try read(full).first?.content)
        #expect(content.fields.prefix(3).map(\.name) == ["payee.name", "amount", "payee.id"])
        #expect(content.fields.first?.value == "Post\nOffice", "whoever shows it escapes it")
        #expect(Set(content.fields.map(\.name)).count == content.fields.count)
        var leaves = 0
        func count(_ value: JSONValue) {
            if let object = value.object { for (_, member) in object { count(member) } } else { leaves += 1 }
        }
        count(full["payload"] ?? .null)
        // The currency stands with its amount.
        #expect(content.fields.count == leaves - 1)
        #expect(content.fields.first { $0.name == "recurrence.mit_options.max_amount" }?.value == "50.50 EUR")
    }

    @Test func `PMO-02 a money order shows payee, what she receives and what is paid first`() throws {
        let content = try #require(try read(try Self.example("money-order")).first?.content)
        #expect(
            content.fields.filter { $0.level == .prominent }.map(\.name) == [
                "payee.name", "payee_receives", "sender_pays",
            ])
        #expect(content.fields.filter { $0.level == .main }.map(\.name) == ["fee", "payout", "payee.country"])
        #expect(content.amount?.description == "15 230.00 KES")
    }

    @Test func `PMO-01 amounts of two currencies are not compared`() throws {
        let elsewhere = try changed("money-order") { payload in
            payload["fee"] = ["amount": "900", "currency": "KES"]
            payload["payee_receives"] = ["amount": "15230.00", "currency": "EUR"]
        }
        #expect(try read(elsewhere).count == 1)
        let exact = try changed("money-order") { $0["payee_receives"] = ["amount": "100.00", "currency": "EUR"] }
        #expect(try read(exact).count == 1)
    }

    @Test(arguments: ["0", "-1", "1.5", "1e2", "true", "\"3\""])
    func `PAY-06 how often is an integer above zero`(count: String) throws {
        func paid(_ count: String) throws -> JSONObject {
            let recurrence = try JSONValue(parsing: #"{"frequency":"YEAR","number":\#(count)}"#)
            return try changed("payment") { $0["recurrence"] = recurrence }
        }
        #expect(try read(try paid("1")).count == 1)
        #expect(fault { _ = try read(try paid(count)) }?.rule == "TXD-02")
    }

    @Test(arguments: ["-1", "1e2", "1.5E0"])
    func `PAY-06 a yearly rate is a plain decimal`(rate: String) throws {
        func paid(_ rate: String) throws -> JSONObject {
            let recurrence = try JSONValue(parsing: #"{"frequency":"YEAR","mit_options":{"apr":\#(rate)}}"#)
            return try changed("payment") { $0["recurrence"] = recurrence }
        }
        #expect(try read(try paid("0.75")).count == 1)
        #expect(fault { _ = try read(try paid(rate)) }?.rule == "TXD-02")
    }

    @Test func `PAY-06 PAY-07 a day may be a date or a date-time, and is over when it is over everywhere`() throws {
        func executed(_ day: String) throws -> Refusal? {
            let object = try changed("payment") { $0["execution_date"] = .string(day) }
            return fault { _ = try read(object) }
        }
        // It is 2026-11-24T00:00:00Z.
        #expect(try executed("2026-11-24") == nil)
        #expect(try executed("2026-11-23") == nil)
        #expect(try executed("2026-11-22")?.rule == "TXD-02")
        #expect(try executed("2026-11-24T00:00:00Z") == nil)
        #expect(try executed("2026-11-23T23:59:59Z")?.rule == "TXD-02")
        #expect(try executed("24.11.2026")?.rule == "TXD-02")
    }

    @Test func `PMO-03 an offer that is over is refused, one second before it is not`() throws {
        func ends(_ seconds: Int64) throws -> JSONObject {
            try changed("money-order") { $0["expires_at"] = .string((TestPost.time + seconds).description) }
        }
        #expect(try read(try ends(1)).first?.content.endsAt == TestPost.time + 1)
        #expect(fault { _ = try read(try ends(0)) }?.rule == "PMO-03")
        #expect(try read(try ends(0), at: nil).count == 1, "what was sent before was checked then")
    }

    @Test func `PAY-09 a payment of nothing is refused unless a policy permits it`() throws {
        let nothing = try changed("payment") { $0["amount"] = 0 }
        #expect(fault { _ = try read(nothing) }?.rule == "PAY-09")
        var registry = TransactionDataRegistry.standard
        registry.zeroAmounts = .permitted
        #expect(try read(nothing, registry: registry).first?.content.amount?.isZero == true)
    }

    @Test func `TXD-02 a type that the registry leaves out is unknown`() throws {
        let order = try Self.example("money-order")
        #expect(try read(order, registry: TransactionDataRegistry([.moneyOrder])).count == 1)
        #expect(
            fault { _ = try read(order, registry: TransactionDataRegistry([.payment])) }?.code
                == "transaction_data_unknown_type")
    }

    @Test func `TXD-02 no member of an example can be left out, and none can be mistyped`() throws {
        let optional = ["date_time", "service", "aisp", "description", "purpose", "payment_payload"]
        for name in Self.examples {
            let object = try Self.example(name)
            let payload = try #require(object["payload"]?.object)
            for member in payload.names {
                for value in [nil, JSONValue.null, [], 7, true] as [JSONValue?] {
                    if member == "amount", value?.number != nil { continue }
                    if value == nil, optional.contains(member) || name == "mandate" && member != "transaction_id" {
                        continue
                    }
                    let broken = try changed(name) { $0[member] = value }
                    #expect(fault { _ = try read(broken) } != nil, "\(name) \(member) \(value?.text ?? "missing")")
                }
            }
        }
    }

    @Test(arguments: examples)
    func `TXD-01 no shortened text of an entry is read`(name: String) throws {
        let query = try DCQLQuery(json: Self.query, reader: .verifier)
        let sent = TransactionData.encoded(try Self.example(name))
        for count in 0..<sent.count {
            #expect(throws: TransactionDataFault.self) {
                try TransactionData.entries([.string(String(sent.prefix(count)))], query: query, at: nil)
            }
        }
    }

    @Test func `TXD-01 sixteen entries are read and an entry may be large, but not without end`() throws {
        func numbered(_ number: Int) throws -> JSONObject {
            try changed("money-order") { $0["transaction_id"] = .string("MO-\(number)") }
        }
        let query = try DCQLQuery(json: Self.query, reader: .verifier)
        let texts = try (0..<17).map { JSONValue.string(TransactionData.encoded(try numbered($0))) }
        #expect(try TransactionData.entries(.array(Array(texts.prefix(16))), query: query, at: nil).count == 16)
        #expect(throws: TransactionDataFault.tooMany(count: 17, limit: 16)) {
            try TransactionData.entries(.array(texts), query: query, at: nil)
        }
        let compact = JSONValue.object(try Self.example("payment")).serialized()
        func padded(to count: Int) -> JSONValue {
            // Four characters for three bytes.
            let spaces = [UInt8](repeating: 0x20, count: count / 4 * 3 - compact.count)
            return .string(Base64URL.encode(compact + spaces))
        }
        #expect(try TransactionData.entries([padded(to: 65_536)], query: query, at: nil).count == 1)
        #expect(
            fault { _ = try TransactionData.entries([padded(to: 65_540)], query: query, at: nil) }?.rule == "TXD-01")
    }

    @Test(arguments: [
        ("2026-11-24T10:00:00Z", 36_000), ("2026-11-24T10:00:00.5Z", 36_000), ("2026-11-24T10:00:00+02:00", 28_800),
        ("2026-11-24T10:00:00-01:30", 41_400),
    ])
    func `PAY-06 date-times of all offsets are read`(text: String, seconds: Int64) {
        #expect(DateTimeText.time(text) == TestPost.time + seconds)
    }

    @Test(arguments: [
        "", "2026-11-24", "2026-11-24T10:00:00", "2026-11-24T10:00:00.Z", "2026-11-24T10:00:00+2:00",
        "2026-11-24T10:00:00+02:00x", "2026-11-24T10:00:00+24:00", "2026-11-24T25:00:00Z", "2026-11-24 10:00:00Z",
        "2026-11-24T10:00:0٣Z", "2026-11-24T10:00:00Z ", "2026-11-24T10:00:00x02:00", "2026-11-24T10:00:00+02x00",
        "2026-11-24T10:00:00+:2:00", "2026-11-24T10:00:00+0:00:", "2026-11-24T10:00:00+02:60",
        "2026-11-24T10:00:00+02:00:0",
        "2026-11-24T10:00:00+02:0:", "2026-11-24T10:00:00+ 2:00",
    ])
    func `PAY-06 what is no date-time is refused`(text: String) { #expect(DateTimeText.time(text) == nil) }
}

extension TransactionDataTests {
    private static let requests = (try? vectors("openid4vp/request.json"))?.filter { $0.id.contains("-txd-") } ?? []

    @Test func `TXD-01 the vectors of requests are there`() { #expect(Self.requests.count > 50) }

    /// The vectors that `conformance` runs as a whole, here for the entries alone.
    @Test(arguments: requests.filter { $0.error != "transaction_data_unsigned" })
    func `TXD-01 TXD-02 TXD-03 TXD-05 TXD-06 the vectors of requests are read or refused`(vector: Vector) throws {
        let link = try AuthorizationRequestLink(parsing: vector["link"]?.string ?? "")
        guard case .requestObject(let jwt, _) = link.content else {
            Issue.record("no request object")
            return
        }
        let payload = try #require(jwt.split(separator: ".").dropFirst().first)
        let request = try JSONValue(parsing: try Base64URL.decode(String(payload)))
        let query = try DCQLQuery(json: request["dcql_query"] ?? .null, reader: .wallet)
        let time = UnixTime(seconds: try #require(vector["time"]?.integer))
        do throws(TransactionDataFault) {
            _ = try TransactionData.entries(request["transaction_data"] ?? .null, query: query, at: time)
            #expect(vector.result == "valid")
        } catch {
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description))
        }
    }

    @Test func `PAY-18 a verifier of whom no more than its own key is known has nothing confirmed`() throws {
        let verifier = try TestVerifier()
        let key = JSONValue.object(JWK(publicKey: verifier.key.publicKey).json)
        let did = "did:jwk:" + Base64URL.encode(key.serialized())
        let client = "decentralized_identifier:\(did)"
        var entry = try Self.example("payment")
        entry["credential_ids"] = ["person"]
        func code(_ entries: [JSONObject]?) throws -> String? {
            var parameters = verifier.parameters(client: client)
            parameters["transaction_data"] = entries.map {
                .array($0.map { .string(TransactionData.encoded($0)) })
            }
            let object = try verifier.requestObject(parameters) { header in
                header["x5c"] = nil
                header["kid"] = .string("\(did)#0")
            }
            var log = StepLog()
            let resolver = DIDResolver(client: ScriptedNetwork(), network: .secure)
            let authenticated = try RequestAuthenticator(trust: verifier.trust, network: .secure, dids: resolver)
                .authenticated(requestObject: object, clientID: client, at: TestPost.time, log: &log)
            do throws(OpenID4VPError) {
                _ = try authenticated.authorizationRequest()
                return nil
            } catch { return error.refusal.code }
        }
        #expect(try code(nil) == nil)
        #expect(try code([entry]) == "transaction_data_unsigned")
    }
}
