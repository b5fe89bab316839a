import Bytes
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import Testing

@Suite struct EncryptedResponseTests {
    private let key: JWK.Private
    private let receiver: ResponseEncryption
    private let response = AuthorizationResponse(.presentations(VPToken([("a", ["x~"])])), state: "s")

    init() throws {
        let own = try SoftwareKey(generating: .p256)
        var json = JWK(publicKey: own.publicKey, keyID: "1", algorithm: "ECDH-ES", use: "enc").json
        json["d"] = .string(Base64URL.encode(own.exportedSecret()))
        key = try JWK.Private(.object(json))
        receiver = ResponseEncryption(key: key.publicJWK, encryption: .a256GCM)
    }

    private func code(_ form: URLForm) -> String? {
        do throws(OpenID4VPError) {
            _ = try AuthorizationResponse(form, decryptingWith: key)
            return nil
        } catch { return error.refusal.code }
    }

    private func encrypted(_ text: String) throws -> URLForm {
        URLForm([
            FormField("response", try CompactJWE.encrypted(Array(text.utf8), to: receiver.key, using: .a128GCM))
        ])
    }

    @Test func `VFY-03 RSP-06 RSP-07 ENC-01 one field comes, and the verifier reads what the wallet wrote`() throws {
        for response in [response, AuthorizationResponse(.error(.accessDenied, description: "no"), state: "s")] {
            let form = try response.form(encryptedTo: receiver)
            #expect(form.fields.map(\.name) == ["response"])
            #expect(try AuthorizationResponse(form, decryptingWith: key) == response)
        }
    }

    @Test func `RSP-06 an encrypted response is refused where none was asked for`() throws {
        #expect(throws: OpenID4VPError.self) {
            try AuthorizationResponse(try response.form(encryptedTo: receiver))
        }
    }

    @Test func `VFY-03 RSP-06 presentations in the clear are refused where encryption was asked for, errors are not`() {
        #expect(code(response.form) == "bad_response")
        #expect(code(URLForm(["error": "access_denied", "state": "s"])) == nil)
    }

    @Test func `RSP-08 an encrypted response beside one in the clear is refused`() throws {
        let form = try response.form(encryptedTo: receiver)
        #expect(code(URLForm(form.fields + [FormField("error", "x")])) == "bad_response")
        #expect(code(URLForm(form.fields + response.form.fields)) == "bad_response")
    }

    @Test(arguments: [
        (#"{"vp_token":"{}"}"#, "bad_response"), (#"[]"#, "bad_response"),
        (#"{"vp_token":{},"state":1}"#, "bad_parameter"),
        (#"{"vp_token":{},"error":"x"}"#, "bad_response"), (#"{"error":""}"#, "bad_response"),
        ("{}", "bad_response"), ("{", "unexpected_end"),
    ])
    func `ENC-01 RSP-08 what is inside is checked as what comes in the clear`(text: String, expected: String) throws {
        #expect(code(try encrypted(text)) == expected)
    }

    @Test func `ENC-10 ENC-11 the key of another session opens nothing`() throws {
        let other = try SoftwareKey(generating: .p256)
        let stranger = JWK(publicKey: other.publicKey, keyID: "1", algorithm: "ECDH-ES", use: "enc")
        let form = try response.form(encryptedTo: ResponseEncryption(key: stranger, encryption: .a128GCM))
        #expect(code(form) == "jwe_undecryptable")
    }
}
