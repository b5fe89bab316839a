import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VCI
import Rules
import SDJWT
import SDJWTVC
import TestSupport
import Testing

@testable import IssuerKit

/// Type metadata from both ends: what the issuer publishes is read, and its credentials are what their types say.
@Suite struct TypeMetadataTests {
    private static let catalogue = Result { try TypeCatalogue(folder: repositoryPath("examples/types")) }

    /// What comes with the programs.
    private func shipped() throws -> TypeMetadataFolder {
        try TypeMetadataFolder(path: repositoryPath("examples/type-metadata"))
    }

    private func verified(
        _ text: String, _ issuer: TestIssuer, _ source: any TypeMetadataSource
    ) throws -> VerifiedCredential {
        var policy = CredentialPolicy()
        (policy.unknownStatus, policy.unknownTypeMetadata, policy.origin) = (.reported, .refused, .issuer)
        let verifier = SDJWTVCVerifier(
            trust: issuer.trust, status: NoStatusSource(why: "test"), typeMetadata: source, policy: policy)
        var log = StepLog()
        var report = CredentialReport(format: .sdJWTVC)
        return try verifier.verified(
            Array(text.utf8), types: nil, keyBinding: .refused, at: issuer.now, log: &log, report: &report)
    }

    private func issued(_ id: String, _ issuer: TestIssuer, claims: JSONObject? = nil) throws -> String {
        let type = try #require(issuer.catalogue.type(id))
        let maker = issuer.service.maker
        let claims = try claims ?? #require(try JSONValue(parsing: repositoryFile("examples/claims/\(id).json")).object)
        let holder = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x53, count: 32))
        return try maker.credential(
            type, maker.checked(claims, for: type), holder: JWK(publicKey: holder.publicKey), entry: nil, at: issuer.now
        )
    }

    @Test func `TMETA-04 PST-04 what is shipped is what the issuer publishes, octet by octet`() throws {
        let catalogue = try Self.catalogue.get()
        #expect(catalogue.all.count == 9)
        for type in catalogue.all {
            // After a change: issuer init --dir X --types examples/types; issuer types --dir X --metadata examples/type-metadata
            #expect(
                try repositoryFile("examples/type-metadata/\(type.id).json") == catalogue.typeMetadata(type.id),
                "\(type.id)")
        }
    }

    @Test func `TRAP-29 VC-58 credentials of every shipped type are as their type metadata says`() throws {
        let issuer = try TestIssuer()
        for type in issuer.catalogue.issuable {
            let credential = try verified(issued(type.id, issuer), issuer, shipped())
            #expect(credential.typeMetadata?.extends == ["urn:carnet:postal:base:1"], "\(type.id)")
            #expect(credential.typeMetadata?.name(in: "fr") != nil, "\(type.id)")
        }
    }

    private static func file(_ vct: String, _ more: String = "", issuance: String = "") -> String {
        let claims = #"[{"path":["a"],"sd":"always","value":{"type":"string"}}]"#
        return #"{"schema":1,"vct":"\#(vct)","name":"T","claims":\#(claims),"#
            + #""issuance":{"format":"dc+sd-jwt","status":false,"key_binding":"none"\#(issuance)}\#(more)}"#
    }

    @Test func `VC-05 VC-60 a type may bind its credentials to the octets of its metadata`() throws {
        let issuer = try TestIssuer(extraTypes: [
            ("bound", Self.file("urn:x:bound", issuance: #","type_integrity":true"#)),
            ("free", Self.file("urn:x:free")),
        ])
        let document = try #require(issuer.catalogue.typeMetadata("bound"))
        let bound = try issued("bound", issuer, claims: ["a": "x"])
        let payload = try CompactSDJWT(parsing: bound).issuerJWT.uncheckedPayload()
        #expect(payload["vct#integrity"] == .string(SubresourceIntegrity(of: document).text))
        let served = TypeMetadataFolder(documents: [("urn:x:bound", issuer.respond("GET", "/kea/types/bound").body)])
        #expect(try verified(bound, issuer, served).typeMetadata != nil)
        let changed = TypeMetadataFolder(documents: [("urn:x:bound", document + [0x20])])
        #expect(throws: SDJWTVCError.typeMetadata(.integrityMismatch(type: "urn:x:bound"))) {
            try verified(bound, issuer, changed)
        }
        let free = try CompactSDJWT(parsing: issued("free", issuer, claims: ["a": "x"])).issuerJWT.uncheckedPayload()
        #expect(free["vct#integrity"] == nil)
        #expect(throws: IssuerKitError.self) {
            try CredentialType(
                id: "t", parsing: Array(Self.file("urn:x:t", issuance: #","type_integrity":1"#).utf8))
        }
    }

    @Test func `VC-53 a type whose name is an address of the issuer is served there, with its cache headers`() throws {
        let issuer = try TestIssuer(extraTypes: [
            ("here", Self.file("https://post.example/vct/ticket")), ("there", Self.file("https://other.example/vct/t")),
            ("root", Self.file("https://post.example")), ("query", Self.file("https://post.example/vct/q?a=b")),
        ])
        let answer = issuer.respond("GET", "/vct/ticket")
        #expect(answer.body == issuer.catalogue.typeMetadata("here"))
        #expect(answer.mediaType == .json)
        #expect(answer.headers["Cache-Control"] == "public, max-age=600")
        for path in ["/vct/t", "/vct/q", "/"] { #expect(issuer.respond("GET", path).status == 404, "\(path)") }
    }

    @Test func `VC-60 the list of types tells the hash of each document`() throws {
        let issuer = try TestIssuer()
        let list = try JSONValue(parsing: issuer.respond("GET", "/kea/types").body)
        for entry in list["types"]?.array ?? [] {
            let hash = try SubresourceIntegrity(parsing: entry["type_metadata#integrity"]?.string ?? "")
            let path = String(entry["type_metadata"]?.string?.dropFirst("https://post.example".count) ?? "")
            #expect(hash.fits(issuer.respond("GET", path).body), "\(path)")
        }
        #expect(list["types"]?.array?.count == 8)
    }

    @Test(arguments: [
        (#","display":[{"locale":"en","name":"T","rendering":{"simple":{"logo":{"uri":"http://x/y"}}}}]"#, "VC-55"),
        (#","extends#integrity":"sha256-x""#, "VC-05"),
    ])
    func `VC-55 VC-05 an issuer does not publish what wallets would refuse`(more: String, rule: String) throws {
        let type = try CredentialType(id: "t", parsing: Array(Self.file("urn:x:t", more).utf8))
        do throws(IssuerKitError) {
            _ = try TypeCatalogue([type])
            Issue.record("published")
        } catch { #expect(error.refusal.rule.description == rule) }
    }
}
