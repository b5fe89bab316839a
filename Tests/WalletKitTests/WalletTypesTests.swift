import Bytes
import CredentialModel
import DCQL
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import Testing
import Vault

@testable import WalletKit

/// What a wallet makes of the metadata of types: names, pictures, answers.
@Suite struct WalletTypesTests {
    private let test: TestWallet

    init() throws { test = try TestWallet() }

    private static let base = "urn:example:person"
    private static let picture =
        "<svg xmlns='http://www.w3.org/2000/svg'><text>{{name}} {{gone}}</text></svg>"

    private static func folder(
        template: JSONValue? = nil, claims more: [JSONValue] = []
    ) -> TypeMetadataFolder {
        var english: JSONObject = ["locale": "en", "name": "Identity of the type"]
        if let template { english["rendering"] = ["svg_templates": [template]] }
        let named: JSONValue = [
            "path": ["given_name"], "sd": "always", "svg_id": "name",
            "display": [["locale": "en", "label": "First name"], ["locale": "fr", "label": "Prénom"]],
        ]
        let claims: [JSONValue] = [named, ["path": ["gone"], "svg_id": "gone"]] + more
        let document: JSONValue = [
            "vct": .string(TestPost.type), "extends": .string(base), "claims": .array(claims),
            "display": [.object(english), ["locale": "fr", "name": "Identité du type"]],
        ]
        return TypeMetadataFolder(documents: [
            (TestPost.type, document.serialized()), (base, Array("{\"vct\":\"\(base)\"}".utf8)),
        ])
    }

    private func wallet(
        _ folder: TypeMetadataFolder = folder(), matching: DCQLPolicy.Types = .own, trust types: Set<String>? = nil
    ) -> Wallet {
        Wallet(
            vault: test.wallet.vault, trust: test.post.trust(types: types ?? [TestPost.type]), client: test.network,
            status: NoStatusSource(why: "test"),
            types: WalletTypes(onReceipt: folder, kept: folder, matching: matching), network: .secure,
            clock: .fixed(TestPost.time), random: test.wallet.random)
    }

    private func added(_ wallet: Wallet, _ text: String? = nil) throws -> HeldCredential {
        _ = try wallet.add(text ?? test.post.credential(), key: test.post.holder)
        return try #require(try wallet.credentials().first)
    }

    @Test func `META-13 names of the type go before those of the issuer, and stay in the vault`() throws {
        let held = try added(wallet())
        #expect(held.labels.name(in: "fr") == "Identité du type")
        #expect(held.labels.name(of: ["given_name"], in: "fr-CH") == "Prénom")
        #expect(held.labels.name(of: ["given_name"], in: nil) == "First name")
        #expect(held.labels.name(of: ["family_name"], in: "fr") == nil)
        #expect(held.otherTypes == [Self.base])
    }

    @Test func `VC-58 NEG-126 a credential that is not as its type says is not stored`() throws {
        let wallet = wallet(Self.folder(claims: [["path": ["family_name"], "sd": "never"]]))
        #expect(throws: WalletKitError.credential(.typeMetadata(.disclosable(["family_name"])))) {
            try wallet.add(try test.post.credential(), key: test.post.holder)
        }
        #expect(try wallet.credentials().isEmpty)
    }

    @Test func `VC-50 a credential of a type that nobody describes is kept, and called by its type`() throws {
        let held = try added(wallet(TypeMetadataFolder(documents: [])))
        #expect(held.labels == .none)
        #expect(held.otherTypes.isEmpty)
        #expect(throws: WalletKitError.self) { try wallet(TypeMetadataFolder(documents: [])).type(of: held) }
        #expect(throws: WalletKitError.self) { try test.wallet.picture(of: held, in: nil) }
    }

    private func request(for type: String) throws -> String {
        try TestWallet.request { fields in
            fields.removeAll { $0.name == "dcql_query" }
            let query: JSONValue = [
                "credentials": [
                    [
                        "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": [.string(type)]],
                        "claims": [["path": ["given_name"]]],
                    ]
                ]
            ]
            fields.append(FormField("dcql_query", query.text))
        }
    }

    @Test func `DSEL-02 a credential answers for the type that its own extends, where the person says so`() throws {
        _ = try added(wallet())
        let request = try request(for: Self.base)
        #expect(try wallet().proposal(for: request).recommendation == nil)
        #expect(try wallet(matching: .ownAndOther).proposal(for: request).recommendation != nil)
        #expect(try wallet(matching: .ownAndOther).proposal(for: try self.request(for: "urn:x")).recommendation == nil)
        #expect(try wallet().proposal(for: try self.request(for: TestPost.type)).recommendation != nil)
    }

    private func pictured(_ template: JSONValue, language: String? = "en") throws -> String {
        let wallet = wallet(Self.folder(template: template))
        let held = try wallet.credentials().first ?? added(wallet)
        return String(decoding: try wallet.picture(of: held, in: language), as: UTF8.self)
    }

    @Test func `VC-62 VC-08 a picture in the metadata itself is filled with the person's claims`() throws {
        let uri = "data:image/svg+xml;base64,\(Base64.encode(Array(Self.picture.utf8)))"
        #expect(
            try pictured(["uri": .string(uri)])
                == "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Ada </text></svg>")
        #expect(test.network.sent.withLock { $0.isEmpty })
        #expect(throws: WalletKitError.typeMetadata(.noTemplate(type: TestPost.type))) {
            try pictured(["uri": .string(uri)], language: "fr")
        }
    }

    @Test
    func `TMETA-02 VC-62 VC-60 a picture elsewhere is fetched, one with another hash than uri#integrity is not used`()
        throws
    {
        let octets = Array(Self.picture.utf8)
        test.network.answer.withLock { $0 = .bytes(octets, type: MediaType("image/svg+xml")) }
        func template(_ hash: SubresourceIntegrity?) -> JSONValue {
            var object: JSONObject = ["uri": "https://types.example/t.svg"]
            object["uri#integrity"] = hash.map { .string($0.text) }
            return .object(object)
        }
        #expect(try pictured(template(nil)).contains("Ada"))
        #expect(try pictured(template(SubresourceIntegrity(of: octets))).contains("Ada"))
        #expect(throws: WalletKitError.typeMetadata(.template(.integrity))) {
            try pictured(template(SubresourceIntegrity(of: [])))
        }
        test.network.answer.withLock { $0 = .bytes(octets, type: MediaType("text/html")) }
        #expect(throws: WalletKitError.self) { try pictured(template(nil)) }
        test.network.answer.withLock { $0 = .bytes(octets, type: MediaType("image/svg+xml"), status: 404) }
        #expect(throws: WalletKitError.self) { try pictured(template(nil)) }
    }

    @Test func `VC-62 a picture with a script or a claim that nobody describes is not shown`() throws {
        for content in ["<script/>", "{{other}}"] {
            let svg = "<svg xmlns='http://www.w3.org/2000/svg'>\(content)</svg>"
            #expect(throws: WalletKitError.self, "\(content)") {
                try pictured(["uri": .string("data:image/svg+xml;base64,\(Base64.encode(Array(svg.utf8)))")])
            }
        }
    }

    private func key(_ number: Int, _ hash: SubresourceIntegrity? = nil) -> TypeMetadataKey {
        TypeMetadataKey(address: "https://types.example/\(number)", integrity: hash)
    }

    private func copy(_ bytes: [UInt8] = [0xFF, 0x00], at seconds: Int64 = 1) -> TypeMetadataCopy {
        TypeMetadataCopy(bytes: bytes, fetchedAt: UnixTime(seconds: seconds), freshSeconds: 7)
    }

    @Test func `VC-53 TMETA-01 documents are kept by address and hash, octet by octet, and replaced by the next`() {
        let kept = KeptTypeMetadata(vault: test.wallet.vault)
        kept.keep(copy(), at: key(1))
        kept.keep(copy([1], at: 2), at: key(1))
        kept.keep(copy([2]), at: key(1, SubresourceIntegrity(of: [2])))
        #expect(kept.document(at: key(1)) == copy([1], at: 2))
        #expect(kept.document(at: key(1, SubresourceIntegrity(of: [2]))) == copy([2]))
        #expect(kept.document(at: key(2)) == nil)
    }

    @Test func `TMETA-01 SEC-33 the wallet keeps no name that a server made for one document`() {
        let kept = KeptTypeMetadata(vault: test.wallet.vault)
        kept.keep(
            TypeMetadataCopy(bytes: [1], fetchedAt: UnixTime(seconds: 1), freshSeconds: 7, entityTag: "\"you\""),
            at: key(1))
        #expect(kept.document(at: key(1)) == copy([1]))
    }

    @Test func `SEC-03 SEC-33 what is kept is bounded and sealed`() throws {
        let kept = KeptTypeMetadata(vault: test.wallet.vault)
        for number in 0...KeptTypeMetadata.limitDocuments { kept.keep(copy(Array("canary".utf8)), at: key(number)) }
        #expect(try test.wallet.vault.list(category: "type-metadata").count == KeptTypeMetadata.limitDocuments)
        #expect(kept.document(at: key(0)) == nil)
        #expect(kept.document(at: key(1)) != nil)
        let largest = [UInt8](repeating: 0x20, count: KeptTypeMetadata.limitBytes)
        kept.keep(copy(largest), at: key(1000))
        kept.keep(copy(largest + [0x20]), at: key(1001))
        #expect(kept.document(at: key(1000)) != nil && kept.document(at: key(1001)) == nil)
        for name in ["wallet.vault", "wallet.vault-wal"] {
            let text = String(decoding: test.folder.bytes(of: name) ?? [], as: Unicode.ASCII.self)
            #expect(!text.contains("canary") && !text.contains("types.example"), "\(name)")
        }
    }

    @Test func `SEC-03 what is kept is bounded in bytes too, the oldest fetch makes room`() throws {
        let kept = KeptTypeMetadata(vault: test.wallet.vault)
        let largest = copy([UInt8](repeating: 0x20, count: KeptTypeMetadata.limitBytes))
        let fitting = KeptTypeMetadata.limitTotalBytes / KeptTypeMetadata.limitBytes
        #expect(fitting + 2 < KeptTypeMetadata.limitDocuments)
        for number in 0..<fitting { kept.keep(largest, at: key(number)) }
        #expect(kept.document(at: key(0)) != nil, "exactly the limit")
        kept.keep(copy([1]), at: key(fitting))
        #expect(kept.document(at: key(0)) == nil && kept.document(at: key(1)) != nil)
        kept.keep(copy([2]), at: key(1))
        for number in fitting + 1..<fitting + 3 { kept.keep(largest, at: key(number)) }
        #expect(kept.document(at: key(1)) == copy([2]), "it was fetched again, so it is not the oldest")
        #expect(kept.document(at: key(2)) == nil && kept.document(at: key(3)) != nil)
        #expect(try test.wallet.vault.list(category: "type-metadata").count == fitting + 1)
    }

    @Test func `PAY-03 the documents of one type do not make room for each other`() {
        let kept = KeptTypeMetadata(vault: test.wallet.vault)
        for number in 0...2 * 16 { kept.keep(copy(), at: key(number)) }
        #expect(kept.document(at: key(0)) != nil)
    }

    @Test func `SDPRV-02 deleting a credential forgets the documents`() throws {
        let held = try added(wallet())
        let kept = KeptTypeMetadata(vault: test.wallet.vault)
        kept.keep(copy(), at: key(1))
        try wallet().delete(held)
        #expect(kept.document(at: key(1)) == nil)
    }
}
