import FoundationEssentials
import JSON
import TestSupport
import Testing

/// Type metadata as a person and an operator meet it.
@Suite struct TypeMetadataTests {
    private let folder: TemporaryFolder
    private let post: PostOffice

    init() throws {
        folder = try TemporaryFolder()
        post = try PostOffice(in: folder)
    }

    private func received(_ ada: Person) throws -> String {
        let offer = try post.offer(type: "address-proof", claims: repositoryPath("examples/claims/address-proof.json"))
        let received = try ada.run("--yes", "receive", offer.link)
        #expect(received.code == 0, "\(received.messages)")
        return try #require(try ada.credentials().first?["id"]?.string)
    }

    @Test func `META-13 VC-62 a card is written in the person's language, with her claims and for her eyes`() throws {
        let ada = try Person("ada", in: folder, trusting: post)
        let id = try received(ada)
        #expect(try ada.run("show", id, "--lang", "fr").output.contains("Justificatif de domicile"))
        let path = folder.file("card.svg")
        let written = try ada.run("show", id, "--svg", path, "--lang", "fr")
        #expect(written.code == 0, "\(written.messages)")
        let card = String(decoding: folder.bytes(of: "card.svg") ?? [], as: UTF8.self)
        #expect(card.hasPrefix("<svg xmlns="))
        #expect(card.contains("Justificatif de domicile"))
        #expect(!card.contains("{{"))
        let claims = try JSONValue(parsing: try repositoryFile("examples/claims/address-proof.json"))
        let town = try #require(claims["address"]?["locality"]?["town"]?.string)
        #expect(card.contains(town))
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
        #expect(try ada.run("show", id, "--svg", path).code == 1, "nothing is overwritten")
        #expect(try ada.run("show", id, "--verify").output.contains("claims as the type describes them"))
    }

    @Test func `VC-62 a credential without a picture says so`() throws {
        let ada = try Person("ada", in: folder, trusting: post)
        #expect(try ada.run("--yes", "receive", try post.offer().link).code == 0)
        let id = try #require(try ada.credentials().first?["id"]?.string)
        let refused = try ada.run("show", id, "--svg", folder.file("none.svg"))
        #expect(refused.code == 1)
        #expect(refused.messages.contains("no_svg_template"), "\(refused.messages)")
        #expect(folder.bytes(of: "none.svg") == nil)
    }

    @Test func `VC-53 an operator writes the documents that the service publishes`() throws {
        let written = try post.run("types", "--metadata", folder.file("public/types"))
        #expect(written.code == 0, "\(written.messages)")
        let document = try #require(folder.bytes(of: "public/types/po-box.json"))
        #expect(document == (try post.service.answer("GET", "/types/po-box").body))
        #expect(document == (try repositoryFile("examples/type-metadata/po-box.json")))
    }

    @Test func `VC-50 VC-58 a credential is checked against documents in a folder`() throws {
        _ = try Person("ada", in: folder, trusting: post)
        let signed = try post.run("sign", "address-proof", repositoryPath("examples/claims/address-proof.json"))
        #expect(signed.code == 0, "\(signed.messages)")
        try folder.write(Array(signed.output.utf8), to: "proof.txt")
        try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: true)
        func check(_ words: String...) throws -> CommandProcess.Ending {
            try CommandProcess(
                [
                    "verifier", "check", "--trust", folder.file("ada/config/carnet/trust"), "--allow-loopback",
                    folder.file("proof.txt"),
                ]
                    + words, in: folder.path, environment: ["LANG": "C.UTF-8"]
            ).ended()
        }
        let documents = repositoryPath("examples/type-metadata")
        let good = try check("--types", documents, "--require-types", "--all-steps")
        #expect(good.code == 0, "\(good.output)\(good.messages)")
        #expect(good.output.contains("claims as the type describes them"))
        let unknown = try check("--types", folder.file("empty"), "--require-types")
        #expect(unknown.code == 1)
        #expect(unknown.output.contains("type_metadata_unavailable"), "\(unknown.output)")
        #expect(try check("--require-types").code == 2)
    }
}
