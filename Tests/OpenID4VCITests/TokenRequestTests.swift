import HTTP
import JSON
import Rules
import Testing

@testable import OpenID4VCI

@Suite struct TokenRequestTests {
    private static let grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code"

    @Test func `TOKEN-02 what is written is read back`() throws {
        let details = [AuthorizationDetail(configurationID: "a", locations: ["https://i.example"])]
        let request = TokenRequest(
            preAuthorizedCode: "c+/=&%é", transactionCode: "012345", clientID: "https://w.example", details: details)
        #expect(try TokenRequest(try URLForm(parsing: request.form.encoded)) == request)
    }

    @Test func `HTTP-04 unknown parameters are ignored, empty ones are absent, doubled ones are refused`() throws {
        let form = URLForm(["grant_type": Self.grant, "pre-authorized_code": "c", "tx_code": "", "x": "y"])
        #expect(try TokenRequest(form) == TokenRequest(preAuthorizedCode: "c", transactionCode: nil))
        for name in ["tx_code", "x", "grant_type"] {
            let doubled = URLForm(form.fields + [FormField(name, "1"), FormField(name, "1")])
            #expect(throws: TokenEndpointError.parameterTwice, "\(name)") { try TokenRequest(doubled) }
        }
    }

    @Test(
        arguments: [
            (["pre-authorized_code": "c"], TokenEndpointError.parameterMissing(name: "grant_type"), "invalid_request"),
            (["grant_type": "password"], .unsupportedGrant, "unsupported_grant_type"),
            (["grant_type": "authorization_code", "code": "c"], .unsupportedGrant, "unsupported_grant_type"),
            (["grant_type": grant], .parameterMissing(name: "pre-authorized_code"), "invalid_request"),
            (
                ["grant_type": grant, "pre_authorized_code": "c"], .parameterMissing(name: "pre-authorized_code"),
                "invalid_request"
            ),
            (
                ["grant_type": grant, "pre-authorized_code": ""], .parameterMissing(name: "pre-authorized_code"),
                "invalid_request"
            ),
        ] as [([String: String], TokenEndpointError, String)])
    func `TOKEN-02 OFFER-09 forms that are no request`(
        fields: [String: String], error: TokenEndpointError, code: String
    ) {
        let form = URLForm(fields.map { FormField($0.key, $0.value) })
        #expect(throws: error) { try TokenRequest(form) }
        #expect(error.code.rawValue == code)
        #expect(error.status == 400)
    }

    @Test(arguments: [
        ("[]", TokenEndpointError.DetailsFault.notAnArray), ("{}", .notAnArray), ("x", .notAnArray),
        ("[1]", .otherType),
        (#"[{"type":"payment"}]"#, .otherType), (#"[{"type":"openid_credential"}]"#, .noConfiguration),
        (#"[{"type":"openid_credential","credential_configuration_id":"a","locations":"x"}]"#, .foreignLocation),
        (#"[{"type":"openid_credential","credential_configuration_id":"a","locations":[1]}]"#, .foreignLocation),
    ])
    func `TOKEN-03 authorization_details of another form`(text: String, fault: TokenEndpointError.DetailsFault) {
        let form = URLForm(["grant_type": Self.grant, "pre-authorized_code": "c", "authorization_details": text])
        #expect(throws: TokenEndpointError.details(fault)) { try TokenRequest(form) }
    }

    @Test func `AUTHZ-06 unknown fields in authorization_details are ignored`() throws {
        let text = #"[{"type":"openid_credential","credential_configuration_id":"a","claims":[],"x":1}]"#
        let form = URLForm(["grant_type": Self.grant, "pre-authorized_code": "c", "authorization_details": text])
        #expect(try TokenRequest(form).details == [AuthorizationDetail(configurationID: "a")])
    }
}
