import Cryptography
import JOSE
import JSON
import Rules
import SDJWT
import TestSupport
import Testing

@Suite struct SDJWTIssuerTests {
    static let claims: JSONObject = [
        "iss": "https://post.example", "given_name": "Ada", "address": ["street": "Hauptstrasse 1", "country": "DE"],
        "nationalities": ["DE", "GB"], "nested": [["a", "b"], ["c"]],
    ]

    @Test(arguments: try vectors("sdjwt/issue.json"))
    func `SDJWT-17 to SDJWT-22 vectors`(vector: Vector) throws {
        let key = try JWK.Private(vector["issuer_private_key"] ?? .null).key
        let claims = try #require(vector["claims"]?.object)
        let template = SDJWTTemplate(disclosable: (vector["disclosable"]?.array ?? []).map(path))
        let holder = try vector["holder_key"].map { try JWK($0) }
        do throws(SDJWTError) {
            let issued = try SDJWTIssuer(key: key, random: SeededRandom(1)).issue(
                claims, template: template, header: vector["header"]?.object ?? [:], holder: holder)
            #expect(vector.result == "valid")
            let output = vector.test["output"]
            #expect(Int64(issued.disclosures.count) == output?["disclosures"]?.integer)
            let all = try CompactSDJWT(parsing: issued.text).processed()
            #expect(JSONValue.object(all.payload) == output?["all"])
            let none = try CompactSDJWT(parsing: all.presentation(disclosing: []).text).processed()
            #expect(JSONValue.object(none.payload) == output?["none"])
        } catch {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description))
        }
    }

    @Test func `SDJWT-17 digests are sorted, or shuffled by the random source`() throws {
        let paths: [SDJWTPath] = [["given_name"], ["address"], ["nationalities"], ["nested"]]
        var template = SDJWTTemplate(disclosable: paths)
        let sorted = try digests(template, seed: 1)
        #expect(sorted == sorted.sorted())
        template.order = .shuffled
        let orders = try Set(
            (0..<20 as Range<UInt64>).map { seed in
                let issued = try issue(template, seed: seed)
                let digests = issuedDigests(issued)
                let places = try CompactSDJWT(parsing: issued.text).processed().disclosures.map(\.disclosure.name)
                return digests.map { digest in
                    issued.disclosures.firstIndex { digestText($0) == digest }.map { places[$0] ?? "" } ?? ""
                }
            })
        #expect(orders.count > 5)
    }

    @Test func `SDJWT-19 decoys look like digests and change nothing else`() throws {
        var template = SDJWTTemplate(disclosable: [["given_name"]])
        template.decoys = [
            .init(at: [], count: 3), .init(at: ["nationalities"], count: 2), .init(at: ["address"], count: 1),
        ]
        let issued = try issue(template, seed: 1)
        let processed = try CompactSDJWT(parsing: issued.text).processed()
        #expect(processed.payload == Self.claims)
        #expect(processed.issuerPayload["_sd"]?.array?.count == 4)
        #expect(processed.issuerPayload["address"]?["_sd"]?.array?.count == 1)
        #expect(processed.issuerPayload["nationalities"]?.array?.count == 4)
    }

    @Test func `SDJWT-21 every salt is fresh, and 16 bytes or more`() throws {
        let template = SDJWTTemplate(disclosable: [["nationalities", .every], ["given_name"]])
        let issued = try SDJWTIssuer(key: Parties.issuer(), random: SystemRandom()).issue(
            Self.claims, template: template, header: [:])
        let salts = try issued.disclosures.map { disclosure in
            try JSONValue(parsing: decoded(disclosure.text))[0]?.string ?? ""
        }
        #expect(Set(salts).count == 3)
        #expect(salts.allSatisfy { $0.utf8.count == 22 })
    }

    @Test(arguments: [15, 0, -1])
    func `SDJWT-21 short salts are refused`(bytes: Int) throws {
        var template = SDJWTTemplate(disclosable: [["given_name"]])
        template.saltBytes = bytes
        #expect(throws: SDJWTError.composition(.shortSalt(bytes: bytes))) { try issue(template, seed: 1) }
        template.saltBytes = 16
        #expect(try issue(template, seed: 1).disclosures.count == 1)
    }

    @Test func `SDJWT-21 a random source that runs dry is noticed`() throws {
        let issuer = SDJWTIssuer(key: try Parties.issuer(), random: DryRandom())
        #expect(throws: SDJWTError.composition(.shortSalt(bytes: 3))) {
            try issuer.issue(Self.claims, template: .init(disclosable: [["given_name"]]), header: [:])
        }
    }

    @Test func `SDJWT-22 the entries of aud may be disclosable, aud as a whole not`() throws {
        let claims: JSONObject = ["aud": ["a", "b"]]
        let issuer = SDJWTIssuer(key: try Parties.issuer(), random: SeededRandom(1))
        let issued = try issuer.issue(claims, template: .init(disclosable: [["aud", .every]]), header: [:])
        #expect(issued.disclosures.count == 2)
        for name in ["iss", "aud", "exp", "nbf", "cnf"] {
            #expect(throws: SDJWTError.composition(.notDisclosable(name))) {
                try issuer.issue(claims, template: .init(disclosable: [[.name(name)]]), header: [:])
            }
        }
    }

    @Test func `SDJWT-22 an absent claim is refused unless the template permits it`() throws {
        var template = SDJWTTemplate(disclosable: [["given_name"], ["middle_name"]])
        #expect(throws: SDJWTError.composition(.nothingAtPath(["middle_name"]))) { try issue(template, seed: 1) }
        template.absence = .permitted
        #expect(try issue(template, seed: 1).disclosures.count == 1)
    }

    @Test func `KB-12 the holder's key becomes cnf, without its private or other members`() throws {
        let holder = try Parties.holder()
        let jwk = JWK(publicKey: holder.publicKey, keyID: "1", algorithm: "ES256", use: "sig")
        let issued = try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(1)).issue(
            Self.claims, template: .init(disclosable: []), header: [:], holder: jwk)
        let payload = try CompactSDJWT(parsing: issued.text).processed().payload
        #expect(payload["cnf"] == ["jwk": .object(JWK(publicKey: holder.publicKey).json)])
    }

    @Test func `SDJWT-08 _sd_alg is always written`() throws {
        for hash in HashAlgorithm.allCases {
            var template = SDJWTTemplate(disclosable: [["given_name"]])
            template.hashAlgorithm = hash
            let processed = try CompactSDJWT(parsing: issue(template, seed: 1).text).processed()
            #expect(processed.issuerPayload["_sd_alg"] == .string(hash.rawValue))
            #expect(processed.hashAlgorithm == hash)
            #expect(processed.payload == Self.claims)
        }
    }

    @Test func `JOSE-06 a key that does not sign issues nothing`() throws {
        let key = try SoftwareKey(generating: .x25519)
        let issuer = SDJWTIssuer(key: key, random: SeededRandom(1))
        #expect(throws: SDJWTError.jose(.algorithmMissing)) {
            try issuer.issue(Self.claims, template: .init(disclosable: []), header: [:])
        }
    }

    private func issue(_ template: SDJWTTemplate, seed: UInt64) throws -> IssuedSDJWT {
        try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(seed)).issue(
            Self.claims, template: template, header: ["typ": "example+sd-jwt"])
    }

    private func digests(_ template: SDJWTTemplate, seed: UInt64) throws -> [String] {
        issuedDigests(try issue(template, seed: seed))
    }

    private func issuedDigests(_ issued: IssuedSDJWT) -> [String] {
        let payload = try? CompactJWS(parsing: issued.issuerJWT).uncheckedPayload()
        return payload?["_sd"]?.array?.compactMap(\.string) ?? []
    }

    private func path(_ json: JSONValue) -> SDJWTPath {
        SDJWTPath(
            (json.array ?? []).map { step in
                if let name = step.string { return .name(name) }
                if let index = step.integer { return .index(Int(index)) }
                return .every
            })
    }

    @Test func `SDJWT-19 decoys of an array stand anywhere, and its elements keep their order`() throws {
        var template = SDJWTTemplate(disclosable: [["list", 0], ["list", 1], ["list", 2]])
        template.decoys = [.init(at: ["list"], count: 3)]
        var places: Set<Int> = []
        for seed in 0..<40 as Range<UInt64> {
            let issued = try SDJWTIssuer(key: Parties.issuer(), random: SeededRandom(seed)).issue(
                ["list": ["a", "b", "c"]], template: template, header: [:], holder: nil)
            let received = try CompactSDJWT(parsing: issued.text)
            let elements = try #require(received.issuerJWT.uncheckedPayload()["list"]?.array)
            #expect(elements.count == 6)
            let real = try received.processed().disclosures.map { digestText($0.disclosure) }
            for (index, element) in elements.enumerated() where !real.contains(element["..."]?.string ?? "") {
                places.insert(index)
            }
            #expect(try received.processed().payload["list"] == ["a", "b", "c"])
        }
        #expect(places == Set(0..<6))
    }
}
