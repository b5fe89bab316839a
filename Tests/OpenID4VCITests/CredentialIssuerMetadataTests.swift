import CredentialModel
import HTTP
import JSON
import Rules
import TestSupport
import Testing

@testable import OpenID4VCI

@Suite struct CredentialIssuerMetadataTests {
    @Test(arguments: try vectors("openid4vci/metadata.json"))
    func `META-04 to META-10, CLAIM-02 the vectors of openid4vci.metadata`(vector: Vector) throws {
        let issuer = try IssuerIdentifier(vector["issuer"]?.string ?? "", hosts: .publicHosts)
        do {
            let metadata = try CredentialIssuerMetadata(
                vector["document"] ?? .null, expected: issuer, hosts: .publicHosts)
            try #require(vector.result == "valid")
            let first = metadata.configurations.first
            let summary: JSONValue = [
                "usable": .array(metadata.configurations.map { .string($0.id) }),
                "skipped": .array(metadata.skipped.map { .string($0.id) }),
                "batch_size": .integer(Int64(metadata.batchSize)),
                "claims": .integer(Int64(first?.claims.count ?? 0)),
                "claims_dropped": .bool(first?.droppedClaims != nil),
            ]
            #expect(summary == vector.test["output"])
        } catch let error as OpenID4VCIError {
            #expect(vector.result == "invalid", "\(error)")
            #expect(error.refusal.code == vector.error)
            #expect(vector.rules.contains(error.refusal.rule.description), "\(error)")
        }
    }

    @Test func `META-08 what is written is read back`() throws {
        let issuer = try IssuerIdentifier("https://i.example/a", hosts: .publicHosts)
        let display = [LocalizedDisplay(name: "Adresse", locale: "fr", text: "…")]
        let binding = CredentialConfiguration.KeyBinding(
            methods: ["jwk"], proofTypes: ["jwt": ProofTypeSupport(signingAlgorithms: ["ES256"])])
        let configuration = CredentialConfiguration(
            id: "a", vct: "urn:x:a", scope: "a", signingAlgorithms: ["ES256"], keyBinding: binding, display: display,
            claims: [ClaimDescription(path: ["a", nil, 3], isMandatory: true, display: display)])
        let metadata = CredentialIssuerMetadata(
            issuer: issuer, authorizationServers: [try IssuerIdentifier("https://as.example", hosts: .publicHosts)],
            credentialEndpoint: try issuer.endpoint("/credential"), nonceEndpoint: try issuer.endpoint("/nonce"),
            batchSize: 10, display: display, configurations: [configuration])
        #expect(try CredentialIssuerMetadata(metadata.json, expected: issuer, hosts: .publicHosts) == metadata)
        #expect(metadata.json["batch_credential_issuance"] == ["batch_size": 10])
    }

    @Test func `IENC-07 an issuer that asks for encryption says so`() throws {
        let issuer = try IssuerIdentifier("https://i.example", hosts: .publicHosts)
        for (member, required) in [("credential_request_encryption", true), ("credential_response_encryption", false)] {
            let document: JSONValue = [
                "credential_issuer": "https://i.example", "credential_endpoint": "https://i.example/c",
                "credential_configurations_supported": [:], member: ["encryption_required": .bool(required)],
            ]
            let metadata = try CredentialIssuerMetadata(document, expected: issuer, hosts: .publicHosts)
            #expect(metadata.requiresEncryption == required)
        }
    }

    @Test func `META-14 names are cut and cleaned, entries of another form are left out`() throws {
        let value: JSONValue = [
            ["name": .string("A\u{1B}[2J\u{202E}B" + String(repeating: "c", count: 200)), "locale": "en"],
            ["locale": "fr"], 7,
        ]
        let display = LocalizedDisplay.list(value)
        #expect(display.count == 1)
        #expect(display.first?.name.description == "A[2JB" + String(repeating: "c", count: 123))
    }

    @Test(arguments: [
        ("zh-Hant-TW", "Hant"), ("zh-Hans-CN", "Hans"), ("zh-Hant-x-post", "Hant"), ("zh", "Hans"), ("ZH-hANT", "Hant"),
        ("zh-Latn", "Hans"), ("pt-BR", "any"), ("", "any"),
    ])
    func `TMETA-03 a tag is shortened from the right, then any variety of the language, then the entry for all`(
        language: String, name: String
    ) {
        let names = [("en", "English"), ("zh-Hans", "Hans"), ("zh-Hant", "Hant"), (nil, "any")].map {
            LocalizedDisplay(name: $0.1, locale: $0.0)
        }
        #expect(names.best(for: language)?.name.description == name)
    }

    @Test func `META-14 the name in the person's language is chosen`() throws {
        let names = [("de-CH", "a"), ("en", "b"), ("ar", "c"), ("fr-FR", "d")].map {
            LocalizedDisplay(name: $0.1, locale: $0.0)
        }
        #expect(names.best(for: "fr-CA")?.name.description == "d")
        #expect(names.best(for: "AR-eg")?.name.description == "c")
        #expect(names.best(for: "de-CH")?.name.description == "a")
        #expect(names.best(for: "pt")?.name.description == "b")
        #expect([LocalizedDisplay(name: "x", locale: nil)].best(for: "pt")?.name.description == "x")
    }
}
