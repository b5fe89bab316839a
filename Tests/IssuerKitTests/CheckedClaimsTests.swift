import CredentialModel
import JSON
import OpenID4VCI
import Rules
import TestSupport
import Testing

@testable import IssuerKit

@Suite struct CheckedClaimsTests {
    private let catalogue: TypeCatalogue

    init() throws { catalogue = try TypeCatalogue(folder: repositoryPath("examples/types")) }

    private func check(_ type: String, _ change: (inout JSONObject) -> Void) throws -> CheckedClaims {
        var claims = try #require(try JSONValue(parsing: repositoryFile("examples/claims/\(type).json")).object)
        claims["issuing_country"] = "GR"
        claims["issuing_operator"] = "KEA"
        change(&claims)
        return try CheckedClaims(claims, rules: catalogue.claims(of: try #require(catalogue.type(type))))
    }

    @Test func `CLAIM-01 mandatory claims are there, outside and inside`() throws {
        #expect(throws: IssuerKitError.claims(path: ["box_id"], .missing)) {
            try check("po-box") { $0["box_id"] = nil }
        }
        #expect(throws: IssuerKitError.claims(path: ["issuing_country"], .missing)) {
            try check("po-box") { $0["issuing_country"] = nil }
        }
        #expect(throws: IssuerKitError.claims(path: ["address", "country"], .missing)) {
            try check("address-proof") { $0["address"] = ["postcode": "1"] }
        }
    }

    @Test func `TRAP-29 what the type does not describe is not issued`() throws {
        #expect(throws: IssuerKitError.claims(path: ["colour"], .undescribed)) {
            try check("po-box") { $0["colour"] = "red" }
        }
        #expect(throws: IssuerKitError.claims(path: ["address", "planet"], .undescribed)) {
            try check("address-proof") { $0["address"] = ["country": "GR", "planet": "Earth"] }
        }
        for name in ["iss", "exp", "cnf", "vct", "status", "_sd", "..."] {
            #expect(throws: IssuerKitError.claims(path: [.name(name)], .undescribed)) {
                try check("po-box") { $0[name] = "x" }
            }
        }
    }

    @Test(
        arguments: [
            ("po-box", "box_id", 7), ("po-box", "box_id", ""), ("po-box", "valid_until", "2027-02-29"),
            ("po-box", "valid_until", "2027-01-31T00:00:00Z"), ("po-box", "valid_until", "31.01.2027"),
            ("po-box", "persons", .array([])), ("po-box", "persons", "Ana"), ("po-box", "persons", .array([7])),
            ("po-box", "issuing_country", "gr"), ("po-box", "issuing_country", "GRC"),
            ("po-box", "issuing_operator", "KE"),
            ("delivery-proof", "item_id", "RR473124828GR"), ("delivery-proof", "event", "lost"),
            ("delivery-proof", "event_at", "2026-11-23"), ("delivery-proof", "weight_g", -1),
            ("delivery-proof", "weight_g", "1"),
            ("delivery-proof", "signature_image_digest", "AAAA"),
            ("identity", "age_equal_or_over", .object(["18": "yes"])),
            ("address-proof", "address", "12 Harbour Street"),
            ("money-order", "amount", .object(["value": "12,50", "currency": "EUR"])),
            ("money-order", "amount", .object(["value": 12, "currency": "EUR"])), ("money-order", "role", .null),
        ] as [(String, String, JSONValue)])
    func `PST-02 values of another kind`(type: String, claim: String, value: JSONValue) {
        do {
            _ = try check(type) { $0[claim] = .some(value) }
            Issue.record("accepted")
        } catch let error as IssuerKitError {
            #expect(["claim_value", "claim_missing"].contains(error.refusal.code))
        } catch { Issue.record("\(error)") }
    }

    @Test func `SEC-32 a refusal names the claim and never its value`() throws {
        let error = #expect(throws: IssuerKitError.self) { try check("po-box") { $0["valid_until"] = "secret 1234" } }
        #expect(error?.description.contains("valid_until") == true)
        #expect(error?.description.contains("1234") == false)
    }

    @Test func `PST-02 forty characters a line and eight lines`() throws {
        func lines(_ lines: [String]) throws -> CheckedClaims {
            let address: JSONValue = ["country": "GR", "formatted_lines": .array(lines.map(JSONValue.string))]
            return try check("address-proof") { $0["address"] = address }
        }
        #expect(throws: Never.self) { try lines(Array(repeating: String(repeating: "ā", count: 40), count: 8)) }
        #expect(throws: IssuerKitError.self) { try lines(Array(repeating: "a", count: 9)) }
        #expect(throws: IssuerKitError.self) { try lines([String(repeating: "a", count: 41)]) }
    }

    @Test func `CLAIM-03 claims are issued in the order of the type`() throws {
        let claims = try check("po-box") { claims in
            let box = claims["box_id"]
            claims["box_id"] = nil
            claims["box_id"] = box
        }
        #expect(claims.json.names == ["issuing_country", "issuing_operator", "box_id", "office", "valid_until"])
    }
}

@Suite struct PostalItemIdentifierTests {
    @Test(arguments: ["RR473124829GR", "EE123456785US", "RA000000080CH", "CP000000005FR"])
    func `PST-01 numbers with the right check digit`(text: String) {
        #expect(PostalItemIdentifier(text)?.description == text)
    }

    @Test(arguments: [
        "RR473124828GR", "RR473124820GR", "rr473124829GR", "RR473124829gr", "RR47312482GR", "RR4731248299GR",
        "R1473124829GR",
        "", "RR473124829G1", "RR47312482٩GR", "RR473124829GR ",
    ])
    func `PST-01 numbers that are none`(text: String) { #expect(PostalItemIdentifier(text) == nil) }

    @Test func `PST-01 of the ten check digits exactly one fits`() {
        for serial in ["00000000", "12345678", "99999999", "00000013", "47312482"] {
            let fitting = (0...9).filter { PostalItemIdentifier("RR\(serial)\($0)CH") != nil }
            #expect(fitting.count == 1, "\(serial)")
        }
    }
}
