import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VCI

@Suite struct TokenResponseTests {
    @Test(arguments: try vectors("openid4vci/token.json"))
    func `TOKEN-05 to TOKEN-09 the vectors of openid4vci.token`(vector: Vector) throws {
        do {
            let used = vector["used_details"]?.bool ?? false
            let response = try TokenResponse(vector["document"] ?? .null, usedDetails: used)
            try #require(vector.result == "valid")
            var summary = JSONObject([("token", .string(response.accessToken))])
            summary["expires_in"] = response.expiresInSeconds.map { .integer($0) }
            summary["identifiers"] = response.granted.map { .array($0.flatMap(\.identifiers).map(JSONValue.string)) }
            #expect(.object(summary) == vector.test["output"])
        } catch let error as OpenID4VCIError {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    @Test func `TOKEN-05 what is written is read back`() throws {
        let granted = [GrantedCredential(configurationID: "a", identifiers: ["x", "y"])]
        let response = TokenResponse(accessToken: "at", expiresInSeconds: 300, granted: granted)
        #expect(try TokenResponse(response.json, usedDetails: true) == response)
        #expect(response.json["token_type"] == "Bearer")
    }

    @Test func `TOKEN-06 64 identifiers are taken, one more is not, and none twice`() throws {
        func code(_ granted: [GrantedCredential]) -> String? {
            let json = TokenResponse(accessToken: "at", expiresInSeconds: 300, granted: granted).json
            do throws(OpenID4VCIError) {
                _ = try TokenResponse(json, usedDetails: true)
                return nil
            } catch {
                #expect(error.refusal.rule == "TOKEN-06")
                return error.refusal.code
            }
        }
        let many = (0..<64).map { "dataset-\($0)" }
        let first = GrantedCredential(configurationID: "a", identifiers: Array(many.prefix(32)))
        let second = GrantedCredential(configurationID: "b", identifiers: Array(many.suffix(32)))
        #expect(code([first, second]) == nil)
        #expect(code([first, second, GrantedCredential(configurationID: "c", identifiers: ["x"])]) == "too_many")
        #expect(code([GrantedCredential(configurationID: "a", identifiers: ["x", "x"])]) == "repeated")
        #expect(code([first, GrantedCredential(configurationID: "b", identifiers: ["dataset-0"])]) == "repeated")
    }
}
