import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VCI

@Suite struct AuthorizationServerMetadataTests {
    @Test(arguments: try vectors("openid4vci/server.json"))
    func `META-30 to META-33 the vectors of openid4vci.server`(vector: Vector) throws {
        let issuer = try IssuerIdentifier(vector["issuer"]?.string ?? "", hosts: .publicHosts)
        do {
            let server = try AuthorizationServerMetadata(
                vector["document"] ?? .null, expected: issuer, hosts: .publicHosts)
            try #require(vector.result == "valid")
            let summary: JSONValue = [
                "pre_authorized": .bool(server.grantTypes.contains(.preAuthorizedCode)),
                "anonymous": .bool(server.allowsAnonymousPreAuthorizedAccess),
            ]
            #expect(summary == vector.test["output"])
        } catch let error as OpenID4VCIError {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    @Test func `META-32 what is written is read back`() throws {
        let issuer = try IssuerIdentifier("https://i.example/a", hosts: .publicHosts)
        let server = AuthorizationServerMetadata(
            issuer: issuer, tokenEndpoint: try issuer.endpoint("/token"), allowsAnonymousPreAuthorizedAccess: true)
        #expect(try AuthorizationServerMetadata(server.json, expected: issuer, hosts: .publicHosts) == server)
        #expect(server.json["response_types_supported"] == nil)
    }
}
