import CredentialModel
import JSON
import OpenID4VCI
import Rules
import TestSupport
import Testing

@testable import IssuerKit

@Suite struct TypeCatalogueTests {
    private func type(_ json: String, id: String = "t") throws -> CredentialType {
        try CredentialType(id: id, parsing: Array(json.utf8))
    }

    private func file(
        vct: String = "urn:x:t", extends: String? = nil,
        claims: String = #"[{"path":["a"],"value":{"type":"string"}}]"#,
        more: String = ""
    ) -> String {
        let parent = extends.map { #","extends":"\#($0)""# } ?? ""
        return #"{"schema":1,"vct":"\#(vct)","name":"T"\#(parent),"claims":\#(claims)\#(more)}"#
    }

    @Test func `PST-04 the shipped types are eight over one base, in three languages`() throws {
        let catalogue = try TypeCatalogue(folder: repositoryPath("examples/types"))
        #expect(
            catalogue.issuable.map(\.id) == [
                "address-proof", "agent-authorisation", "delivery-proof", "identity", "money-order",
                "payment-attestation",
                "po-box", "posting-receipt",
            ])
        for type in catalogue.all {
            #expect(type.vct == "urn:carnet:postal:\(type.id):1")
            #expect(type.display.compactMap(\.locale) == ["en", "fr", "ar"])
            #expect(type.extends == (type.id == "base" ? nil : "urn:carnet:postal:base:1"))
            for claim in type.claims {
                #expect(claim.display.compactMap(\.locale) == ["en", "fr", "ar"], "\(type.id) \(claim.path)")
                // Right to left text that is really there.
                let arabic = claim.display.last?.name.description.unicodeScalars.contains {
                    (0x0600...0x06FF).contains($0.value)
                }
                #expect(arabic == true, "\(type.id) \(claim.path)")
            }
        }
        #expect(catalogue.type("money-order")?.issuance?.batchSize == 1)
    }

    @Test func `CLAIM-01 the shipped examples fit their types`() throws {
        let catalogue = try TypeCatalogue(folder: repositoryPath("examples/types"))
        for type in catalogue.issuable {
            var claims = try #require(try JSONValue(parsing: repositoryFile("examples/claims/\(type.id).json")).object)
            claims["issuing_country"] = "GR"
            claims["issuing_operator"] = "KEA"
            #expect(throws: Never.self, "\(type.id)") { try CheckedClaims(claims, rules: catalogue.claims(of: type)) }
        }
    }

    @Test(arguments: [
        ("{}", "type_file_schema"), ("[]", "type_file_schema"), ("{", "type_file_json"),
        (#"{"schema":2}"#, "type_file_schema"), (#"{"schema":1,"name":"T"}"#, "type_file_vct"),
        (#"{"schema":1,"vct":"no name","name":"T"}"#, "type_file_vct"),
        (#"{"schema":1,"vct":"urn:x:t"}"#, "type_file_display"),
        (#"{"schema":1,"vct":"urn:x:t","name":""}"#, "type_file_display"),
        (#"{"schema":1,"vct":"urn:x:t","name":"T"}"#, "type_file_claims"),
        (#"{"schema":1,"vct":"urn:x:t","name":"T","claims":[]}"#, "type_file_claims"),
        (#"{"schema":1,"vct":"urn:x:t","name":"T","display":[{"locale":"en"}],"claims":[]}"#, "type_file_display"),
    ])
    func `VC-51 files that are no types`(json: String, code: String) {
        do {
            _ = try type(json)
            Issue.record("read")
        } catch let error as IssuerKitError { #expect(error.refusal.code == code) } catch { Issue.record("\(error)") }
    }

    @Test(arguments: [
        #"[{"value":{"type":"string"}}]"#, #"[{"path":[],"value":{"type":"string"}}]"#, #"[{"path":["a"]}]"#,
        #"[{"path":["a"],"value":{"type":"dance"}}]"#, #"[{"path":["a"],"sd":"maybe","value":{"type":"string"}}]"#,
        #"[{"path":["a"],"mandatory":"yes","value":{"type":"string"}}]"#,
        #"[{"path":["a"],"svg_id":"1a","value":{"type":"string"}}]"#,
        #"[{"path":["a"],"svg_id":"a-b","value":{"type":"string"}}]"#,
        #"[{"path":["a"],"display":[{"label":"A"}],"value":{"type":"string"}}]"#,
        #"[{"path":["a"],"value":{"type":"array"}}]"#, #"[{"path":["a"],"value":{"type":"base64url"}}]"#,
        #"[{"path":["a"],"value":{"type":"string","min_characters":9,"max_characters":8}}]"#,
        #"[{"path":["a"],"value":{"type":"string","min_characters":-1}}]"#,
        #"[{"path":["a"],"value":{"type":"string","max_characters":262145}}]"#,
        #"[{"path":["a"],"value":{"type":"integer","minimum":9,"maximum":8}}]"#,
        #"[{"path":["a"],"value":{"type":"base64url","bytes":0}}]"#,
        #"[{"path":["a"],"value":{"type":"base64url","bytes":4097}}]"#,
    ])
    func `VC-57 claims that are malformed`(claims: String) {
        #expect(throws: IssuerKitError.typeFile(id: "t", .claim(position: 0))) { try type(file(claims: claims)) }
    }

    @Test(arguments: ["iss", "exp", "nbf", "iat", "cnf", "vct", "status", "vct#integrity", "_sd", "_sd_alg", "..."])
    func `VC-20 what the issuer writes itself is no claim of a file`(name: String) {
        let claims = #"[{"path":["\#(name)"],"value":{"type":"string"}}]"#
        #expect(throws: IssuerKitError.typeFile(id: "t", .reservedClaim(position: 0))) {
            try type(file(claims: claims))
        }
    }

    @Test func `CLAIM-02 claims that contradict each other`() {
        let twice = #"[{"path":["a"],"value":{"type":"string"}},{"path":["a"],"value":{"type":"string"}}]"#
        #expect(throws: IssuerKitError.self) { try type(file(claims: twice)) }
    }

    @Test func `VC-54 VC-59 types extend what is there, without circles`() throws {
        let base = try type(file(vct: "urn:x:base", claims: #"[{"path":["b"],"value":{"type":"string"}}]"#), id: "base")
        let child = try type(file(extends: "urn:x:base"))
        let catalogue = try TypeCatalogue([child, base])
        #expect(catalogue.claims(of: child).map(\.path) == [["b"], ["a"]])
        #expect(throws: IssuerKitError.typeFile(id: "t", .extends("urn:x:base"))) { try TypeCatalogue([child]) }
        let one = try type(file(vct: "urn:x:1", extends: "urn:x:2"), id: "one")
        let two = try type(file(vct: "urn:x:2", extends: "urn:x:1"), id: "two")
        #expect(throws: IssuerKitError.self) { try TypeCatalogue([one, two]) }
        #expect(throws: IssuerKitError.typeFile(id: "u", .repeatedType(other: "t"))) {
            try TypeCatalogue([try type(file()), try type(file(), id: "u")])
        }
    }

    @Test func `VC-59 a claim that the base describes is not described again`() throws {
        let base = try type(file(vct: "urn:x:base"), id: "base")
        let child = try type(file(extends: "urn:x:base"))
        #expect(throws: IssuerKitError.self) { try TypeCatalogue([base, child]) }
    }

    @Test func `PAY-19 whom credentials may be shown to stands in the issuer's metadata, not in the type's`() throws {
        let policy = #"{"policy_uri":"urn:x:p","policy_type":"no_policy"}"#
        let catalogue = try TypeCatalogue([try type(file(more: #","embedded_disclosure_policy":\#(policy)"#))])
        let type = try #require(catalogue.all.first)
        let configuration = catalogue.configuration(of: type, algorithms: ["ES256"], proofAlgorithms: ["ES256"])
        #expect(configuration.json["embedded_disclosure_policy"]?.text == policy)
        let document = String(decoding: try #require(catalogue.typeMetadata("t")), as: UTF8.self)
        #expect(!document.contains("policy"))
    }

    @Test func `PAY-19 a policy that wallets could not read is not published`() {
        do {
            _ = try type(file(more: #","embedded_disclosure_policy":{"policy_uri":"urn:x:p"}"#))
            Issue.record("read")
        } catch let error as IssuerKitError {
            #expect(error.refusal.code == "type_file_disclosure_policy")
            #expect(error.refusal.problem.contains("it has no policy_type"))
        } catch { Issue.record("\(error)") }
    }

    @Test(arguments: ["", "A", "a/b", "../a", "a.b", String(repeating: "a", count: 65)])
    func `VC-53 names of files that could not stand in an address`(id: String) {
        #expect(throws: IssuerKitError.typeFile(id: id, .name)) { try type(file(), id: id) }
    }

    @Test(arguments: [
        #""format":"mso_mdoc""#, #""format":"dc+sd-jwt","lifetime_days":0"#,
        #""format":"dc+sd-jwt","round_seconds":86401"#,
        #""format":"dc+sd-jwt","batch_size":101"#, #""format":"dc+sd-jwt","key_binding":"maybe""#,
        #""lifetime_days":1"#,
    ])
    func `FMT-05 issuance that is malformed`(members: String) {
        #expect(throws: IssuerKitError.typeFile(id: "t", .issuance)) {
            try type(file(more: #","issuance":{\#(members)}"#))
        }
    }

    @Test func `VC-51 a folder is read whole, other files are left alone`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(file().utf8), to: "t.json")
        try folder.write([0xFF], to: "notes.txt")
        #expect(try TypeCatalogue(folder: folder.path).all.map(\.id) == ["t"])
        try folder.write([0xFF], to: "bad.json")
        #expect(throws: IssuerKitError.self) { try TypeCatalogue(folder: folder.path) }
        #expect(throws: IssuerKitError.self) { try TypeCatalogue(folder: folder.file("nothing")) }
    }

    @Test func `VC-57 a type has at most 256 claims`() throws {
        func file(_ count: Int) -> String {
            let claims = (0..<count).map { #"{"path":["c\#($0)"],"value":{"type":"string"}}"# }
            return self.file(claims: "[\(claims.joined(separator: ","))]")
        }
        #expect(try type(file(256)).claims.count == 256)
        #expect(throws: IssuerKitError.typeFile(id: "t", .claimsMissing)) { try type(file(257)) }
    }
}
