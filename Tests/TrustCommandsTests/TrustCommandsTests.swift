import Bytes
import Certificates
import Cryptography
import Files
import JOSE
import JSON
import Rules
import Terminal
import TestSupport
import Testing
import Trust
import TrustCommands

/// The subcommands of `trust`, run on a console in memory.
@Suite struct TrustCommandsTests {
    private let place: TemporaryFolder
    private let post: TestPost
    private let folder: TrustFolder
    private let program: Program

    init() throws {
        place = try TemporaryFolder()
        post = try TestPost()
        let folder = TrustFolder(path: place.file("trust"))
        self.folder = folder
        let trust = TrustCommands(of: "any") { _ in folder }
        program = Program(
            "any", version: "1", "trusts somebody",
            commands: [
                Command(
                    "trust", "say whom you trust",
                    subcommands: [
                        trust.list, trust.show, trust.add, trust.remove, trust.block, trust.importList,
                        trust.refreshLists, trust.verifyList, trust.publishList,
                    ])
            ])
        try place.write(Array(PEM.text(of: [post.root]).utf8), to: "root.pem")
    }

    private typealias Ending = (code: ExitCode, output: String, messages: String)

    private func run(_ words: String..., answers: [String] = []) -> Ending { run(words, answers: answers) }

    private func run(_ words: [String], answers: [String] = []) -> Ending {
        let console = Console.captured(answers: answers)
        let code = program.run(["trust"] + words, console: console)
        return (code, console.output.captured, console.messages.captured)
    }

    private func add(_ answers: [String] = ["y"]) -> ExitCode {
        run(
            "add", place.file("root.pem"), "--id", "kea-post", "--purpose", "postal-issuer", "--type", TestPost.type,
            answers: answers
        ).code
    }

    @Test func `TRU-03 an entry is added, listed and removed, each after a yes`() throws {
        #expect(run("list").messages.contains("'any trust add FILE' adds an entry"))
        #expect(add(["n"]) == .declined)
        #expect(try folder.store().entries.isEmpty)
        #expect(add() == .done)
        let entry = try #require(try folder.store().entries.first)
        #expect(entry.anchors == [post.root])
        #expect(entry.name == "Post of Kea")
        #expect(run("list").output.contains("kea-post"))
        #expect(run("remove", "kea-post", answers: ["n"]).code == .declined)
        #expect(run("remove", "kea-post", answers: ["y"]).code == .done)
        #expect(try folder.store().entries.isEmpty)
        #expect(run("remove", "kea-post", answers: ["y"]).code == .failed)
    }

    @Test func `TRU-03 an entry is shown with its keys, its state and what blocks it`() throws {
        #expect(add() == .done)
        let shown = run("show", "kea-post").output
        #expect(shown.contains("SHA-256"))
        #expect(shown.contains("postal-issuer"))
        #expect(shown.contains("granted since"))
        #expect(!shown.contains("blocked"))
        #expect(run("show", "kea").code == .failed)
        try folder.block(TrustBlock(keyOf: post.root))
        #expect(run("show", "kea-post").output.contains("blocked   the key with SHA-256"))
        #expect(run("list").output.contains("blocked"))
    }

    @Test func `TRU-04 an entity, a certificate and a key are blocked after a yes, and taken off the list`() throws {
        try place.write(JSONValue.object(JWK(publicKey: post.key.publicKey).json).serialized(), to: "key.jwk")
        try place.write(
            JSONValue.object(JWKSet([JWK(publicKey: post.holder.publicKey)]).json).serialized(), to: "keys.jwks")
        let words = [
            "block", "kea-post", "--certificate", place.file("root.pem"), "--key", place.file("root.pem"), "--key",
            place.file("key.jwk"), "--key", place.file("keys.jwks"),
        ]
        #expect(run("block").messages.contains("nothing is blocked"))
        #expect(run(words, answers: ["n"]).code == .declined)
        #expect(try folder.store().blocks.isEmpty)
        #expect(run(words, answers: ["y"]).code == .done)
        let blocks: Set<TrustBlock> = [
            .entity(id: "kea-post"), TrustBlock(post.root), TrustBlock(keyOf: post.root),
            TrustBlock(post.key.publicKey), TrustBlock(post.holder.publicKey),
        ]
        #expect(try folder.store().blocks == blocks)
        #expect(run("block").output.contains("kea-post"))
        #expect(run(words + ["--undo"], answers: ["n"]).code == .declined)
        #expect(run(words + ["--undo"], answers: ["y"]).code == .done)
        #expect(try folder.store().blocks.isEmpty)
        #expect(run(words + ["--undo"], answers: ["y"]).code == .failed)
        #expect(run("block", "--undo").code == .usage)
    }

    @Test func `LOT-02 LOT-12 the first import of a list says whose it is and what for, later ones ask nothing`()
        throws
    {
        let key = post.rootKey
        let signer = try CertificateTemplate(
            commonName: "Operator", organization: "Union", key: key.publicKey, serialNumber: [3],
            notBefore: UnixTime(seconds: 0), notAfter: Clock.system.now + 86_400
        ).selfSigned(with: key)
        try place.write(Array(PEM.text(of: [signer]).utf8), to: "operator.pem")
        func signed(_ number: Int64) throws {
            let now = Clock.system.now
            let payload: JSONObject = [
                "LoTE": [
                    "ListAndSchemeInformation": [
                        "LoTEVersionIdentifier": 1, "LoTESequenceNumber": .integer(number),
                        "LoTEType": .string(TrustListKind.pid.type), "ListIssueDateTime": .string(now.description),
                        "NextUpdate": .string((now + 3600).description),
                    ]
                ]
            ]
            let header: JSONObject = ["typ": "JOSE", "x5c": JOSEHeader.x5c([signer])]
            let text = try CompactJWS.signed(header: header, payload: payload, by: key)
            try place.write(Array("\(text)\n".utf8), to: "list.jwt")
        }
        try signed(2)
        #expect(run("import", place.file("list.jwt"), "--id", "eu-pid").code == .usage)
        let words = [
            "import", place.file("list.jwt"), "--id", "eu-pid", "--kind", "pid", "--signer",
            place.file("operator.pem"), "--type", "urn:eudi:pid:1",
        ]
        #expect(run(words, answers: ["n"]).code == .declined)
        #expect(try folder.lists().isEmpty)
        #expect(run(words, answers: ["y"]).messages.contains("CN=Operator"))
        #expect(try folder.list("eu-pid")?.settings.types == ["urn:eudi:pid:1"])
        try signed(1)
        let back = run("import", place.file("list.jwt"), "--id", "eu-pid")
        #expect(back.code == .failed)
        #expect(back.messages.contains("lower than 2"), "\(back.messages)")
        try signed(3)
        #expect(run("import", place.file("list.jwt"), "--id", "eu-pid").code == .done, "nothing is asked again")
        #expect(try folder.list("eu-pid")?.origin.sequence == 3)
        let refreshed = run("refresh", "eu-pid")
        #expect(refreshed.code == .failed)
        #expect(refreshed.messages.contains("names no address"), "LOT-11: \(refreshed.messages)")
        try place.write(Array(PEM.text(of: [signer, post.root]).utf8), to: "two.pem")
        let both = [
            "import", place.file("list.jwt"), "--id", "other", "--kind", "pid", "--signer", place.file("two.pem"),
        ]
        let two = run(both, answers: ["y"])
        #expect(two.code == .failed)
        #expect(two.messages.contains("one certificate"), "LOT-02: \(two.messages)")
    }

    /// A list with one provider, issued now, in a file; `issued` is the member that says when.
    private func write(_ number: Int64, issued: String, to name: String) throws {
        let now = Clock.system.now
        let key = post.rootKey
        let signer = try CertificateTemplate(
            commonName: "Operator", organization: "Union", key: key.publicKey, serialNumber: [3],
            notBefore: UnixTime(seconds: 0), notAfter: UnixTime(seconds: 4_000_000_000)
        ).selfSigned(with: key)
        try place.write(Array(PEM.text(of: [signer]).utf8), to: "operator.pem")
        var scheme: JSONObject = [
            "LoTEVersionIdentifier": 1, "LoTESequenceNumber": .integer(number),
            "LoTEType": .string(TrustListKind.pid.type), "NextUpdate": .string((now + 3600).description),
        ]
        scheme[issued] = .string(now.description)
        let entity: JSONValue = [
            "TrustedEntityInformation": ["TEName": [["lang": "en", "value": "Old Post"]]],
            "TrustedEntityServices": [
                [
                    "ServiceInformation": [
                        "ServiceTypeIdentifier": "http://uri.etsi.org/19602/SvcType/PID/Issuance",
                        "ServiceDigitalIdentity": [
                            "X509Certificates": [["val": .string(Base64.encode(post.root.der))]]
                        ],
                    ]
                ]
            ],
        ]
        let payload: JSONObject = [
            "LoTE": ["ListAndSchemeInformation": .object(scheme), "TrustedEntitiesList": [entity]]
        ]
        let header: JSONObject = ["typ": "JOSE", "x5c": JOSEHeader.x5c([signer])]
        try place.write(Array(try CompactJWS.signed(header: header, payload: payload, by: key).utf8), to: name)
    }

    @Test
    func `LOT-10 a list with early names is refused without --legacy, taken with it, and marked where it is shown`()
        throws
    {
        try write(1, issued: "ListIssueDatetime", to: "list.jwt")
        let words = [
            "import", place.file("list.jwt"), "--id", "eu-pid", "--kind", "pid", "--signer",
            place.file("operator.pem"), "--type", "urn:eudi:pid:1",
        ]
        let refused = run(words, answers: ["y"])
        #expect(refused.code == .failed)
        #expect(refused.messages.contains("LOT-10") && refused.messages.contains("--legacy"), "\(refused.messages)")
        #expect(try folder.lists().isEmpty)
        let check = ["verify"] + words.dropFirst().filter { $0 != "--id" && $0 != "eu-pid" }
        #expect(run(check).code == .failed)
        #expect(run(check + ["--legacy"]).code == .done)
        let taken = run(words + ["--legacy"], answers: ["y"])
        #expect(taken.code == .done, "\(taken.messages)")
        #expect(taken.messages.contains("before ETSI TS 119 602"))
        #expect(run("list").output.contains("legacy list"))
        let id = try #require(try folder.store().entries.first?.id)
        #expect(run("show", id).output.contains("with early names"))
        try write(2, issued: "ListIssueDatetime", to: "list.jwt")
        #expect(
            run("import", place.file("list.jwt"), "--id", "eu-pid").code == .done, "the next one is read the same way")
        try write(3, issued: "ListIssueDateTime", to: "list.jwt")
        #expect(run("import", place.file("list.jwt"), "--id", "eu-pid").code == .done)
        #expect(!run("list").output.contains("legacy list"), "the newest list is spelled as it should be")
    }

    @Test func `LOT-13 LOT-04 a list in XML is refused with what to do, and not taken for anything else`() throws {
        try write(1, issued: "ListIssueDateTime", to: "list.jwt")
        try place.write(Array("<?xml version=\"1.0\"?>\n<TrustServiceStatusList/>\n".utf8), to: "tl.xml")
        let answer = run(
            "import", place.file("tl.xml"), "--id", "qeaa", "--kind", "pub-eaa", "--signer", place.file("operator.pem"),
            answers: ["y"])
        #expect(answer.code == .failed)
        #expect(answer.messages.contains("LOT-13") && answer.messages.contains("convert"), "\(answer.messages)")
        #expect(try folder.lists().isEmpty)
    }

    @Test func `LOT-11 an address is fetched and not taken for a file`() throws {
        let answer = run("import", "https://127.0.0.1:1/list.jwt", "--id", "eu-pid", "--kind", "pid")
        #expect(answer.code == .failed)
        #expect(answer.messages.contains("LOT-11"), "\(answer.messages)")
    }

    @Test func `TRU-03 what an entry replaces is said`() {
        #expect(add() == .done)
        let again = run(
            "add", place.file("root.pem"), "--id", "kea-post", "--purpose", "status-signer", answers: ["y"])
        #expect(again.messages.contains("this replaces 'kea-post'"))
    }

    @Test func `STA-03 revocation lists are taken in from a file and from a folder, and a bad one is not`() throws {
        #expect(add() == .done)
        let now = Clock.system.now
        func write(_ name: String, issued: Int64, by key: SoftwareKey? = nil) throws {
            let template = RevocationListTemplate(thisUpdate: now + issued, nextUpdate: now + 3600)
            try place.write(try template.signed(by: post.root, with: key ?? post.rootKey), to: name)
        }
        try write("one.crl", issued: -60)
        let taken = run("import", place.file("one.crl"))
        #expect(taken.code == .done)
        #expect(taken.output.contains("Post of Kea Root"))
        try Files.makeFolder(place.file("crls"))
        try write("crls/two.crl", issued: -30)
        #expect(run("import", place.file("crls")).code == .done)
        #expect(try folder.revocationLists().map(\.list.thisUpdate) == [now - 30])
        #expect(run("import", place.file("one.crl")).messages.contains("not newer than"))
        try write("bad.crl", issued: -10, by: post.key)
        #expect(run("import", place.file("bad.crl")).messages.contains("STA-03"))
        try Files.makeFolder(place.file("none"))
        let none = run("import", place.file("none"))
        #expect(none.code == .failed, "a folder without lists")
        #expect(none.messages.contains("no file that ends in .crl or .pem"))
    }

    @Test func `LOT-12 a list is published, verified, and published again only when something changed`() throws {
        #expect(add() == .done)
        let key = post.rootKey
        let signer = try CertificateTemplate(
            commonName: "Operator", organization: "Union", key: key.publicKey, serialNumber: [3],
            notBefore: UnixTime(seconds: 0), notAfter: Clock.system.now + 86_400
        ).selfSigned(with: key)
        try place.write(Array(PEM.text(of: [signer]).utf8), to: "operator.pem")
        let scalar = String(repeating: "UVFR", count: 10) + "UVE"
        let jwk = JWK(publicKey: key.publicKey).json
        var secret = jwk
        secret["d"] = .string(scalar)
        try place.write(JSONValue.object(secret).serialized(), to: "operator.jwk")
        let words = [
            "publish", "--out", place.file("list.jwt"), "--kind", "postal", "--key", place.file("operator.jwk"),
            "--signer", place.file("operator.pem"), "--operator", "Union",
        ]
        let first = run(words)
        #expect(first.code == .done, "\(first.messages)")
        #expect(first.output.contains("number 1 written"))
        #expect(run(words).output.contains("nothing changed"))
        #expect(run(words + ["--sequence", "1"]).messages.contains("LOT-07"))
        let check = ["--kind", "postal", "--signer", place.file("operator.pem")]
        #expect(run(["verify", place.file("list.jwt")] + check).output.contains("in order"))
        #expect(
            run(["verify", place.file("list.jwt"), "--kind", "pid", "--signer", place.file("operator.pem")]).code
                == .failed)
        #expect(try folder.lists().isEmpty, "to verify is not to import")
        #expect(run("refresh").messages.contains("no imported list"))
        #expect(run("refresh", "union").code == .failed)
    }
}
