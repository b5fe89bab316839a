import Bytes
import Certificates
import HTTP
import JOSE
import JSON
import Rules
import TestSupport
import Testing

/// Requests that are not answered: what is looked up for them, what the history says of them, and what is told to whoever
/// asked.
@Suite struct UnansweredTests {
    private static let look = "Look it up? [y/N] "
    private static let tell = "Tell the verifier that nothing is shared? [Y/n] "
    private static let nothing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    private let folder: TemporaryFolder
    private let ada: Person
    private let post: TestPost
    /// Whoever asks.
    private let verifier = ScriptedPeer(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
    /// Where the types of Ada's credentials would be described.
    private let hosts = [ScriptedPeer(nothing), ScriptedPeer(nothing)]
    private var types: [String] { hosts.map { "http://127.0.0.1:\($0.port)/type" } }

    init() throws {
        (folder, post) = (try TemporaryFolder(), try TestPost(at: Clock.system.now))
        ada = try Person("ada", in: folder)
        try folder.write(Array(PEM.text(of: [post.root]).utf8), to: "root.pem")
        let purposes = ["--purpose", "postal-issuer", "--purpose", "rp-access"]
        let trusted = try ada.begin(
            ["--yes", "trust", "add", folder.file("root.pem"), "--id", "kea", "--name", "Post of Kea"] + purposes
                + types.flatMap { ["--type", $0] }
        ).ended()
        #expect(trusted.code == 0, "\(trusted.messages)")
        try folder.write(JSONValue.object(JWK.Private.json(of: post.holder)).serialized(), to: "holder.jwk")
        for type in types {
            var claims = TestPost.claims
            claims["vct"] = .string(type)
            claims["iat"] = .integer(Clock.system.now.seconds - 60)
            claims["exp"] = .integer(Clock.system.now.seconds + 3600)
            try folder.write(Array(try post.credential(claims: claims).utf8), to: "credential.txt")
            let added = try ada.run("add", folder.file("credential.txt"), "--key", folder.file("holder.jwk"))
            #expect(added.code == 0, "\(added.messages)")
        }
    }

    private func stop() { for peer in hosts + [verifier] { peer.stop() } }

    private func query(_ id: String) -> JSONValue {
        [
            "id": .string(id), "format": "dc+sd-jwt", "meta": ["vct_values": .array(types.map(JSONValue.string))],
            "claims": [["path": ["given_name"]]],
        ]
    }

    /// A signed request.
    private func request(_ query: JSONObject, confirming type: String? = nil) throws -> String {
        let client = "x509_hash:\(Base64URL.encode(post.leaf.fingerprint))"
        var parameters: JSONObject = [
            "response_type": "vp_token", "response_mode": "direct_post", "client_id": .string(client),
            "response_uri": .string("http://127.0.0.1:\(verifier.port)/response"), "nonce": "n-0S6_WzA2MjAAAAAA",
            "state": "af0ifjsldkj", "dcql_query": .object(query), "aud": "https://self-issued.me/v2",
        ]
        if let type {
            var entry =
                try JSONValue(parsing: try repositoryFile("examples/transaction-data/payment.json")).object ?? [:]
            entry["type"] = .string(type)
            entry["credential_ids"] = ["pay"]
            parameters["transaction_data"] = [.string(Base64URL.encode(JSONValue.object(entry).serialized()))]
        }
        let jwt = try CompactJWS.signed(
            header: ["typ": "oauth-authz-req+jwt", "x5c": JOSEHeader.x5c([post.leaf])], payload: parameters,
            by: post.key)
        return try AppLink(scheme: "openid4vp", [FormField("client_id", client), FormField("request", jwt)]).text
    }

    private func present(
        _ words: [String], _ answers: [(question: String, keys: String)]
    ) throws -> CommandProcess.Ending {
        let terminal = try PseudoTerminal()
        let presenting = try ada.begin(["present"] + words, at: terminal)
        for (question, keys) in answers { #expect(terminal.answer(question, keys), "\(question)") }
        return try presenting.ended()
    }

    private func history() throws -> [JSONValue] {
        try JSONValue(parsing: try ada.run("--json", "history").output).array ?? []
    }

    @Test func `DSEL-10 PAY-04 of credentials that would do only the type of the one that was picked is looked up`()
        throws
    {
        defer { stop() }
        let link = try request(["credentials": [query("pay")]], confirming: "urn:eudi:sca:payment:1")
        let credentials = try ada.credentials()
        let ids = try types.map { type in
            try #require(credentials.first { $0["type"] == .string(type) }?["id"]?.string)
        }
        let asked = hosts.map(\.received.count)
        let picked = try present([link, "--pick", "pay=\(ids[0])"], [(Self.look, "y\n")])
        #expect(picked.code == 1)
        #expect(picked.messages.contains("(\(ids[0])) signs is not known here"), "\(picked.messages)")
        #expect(!picked.messages.contains("(\(ids[1])) signs is not known here"), "\(picked.messages)")
        #expect(hosts.map(\.received.count) == [asked[0] + 1, asked[1]])
        let any = try present([link], [(Self.look, "y\n"), (Self.tell, "n\n")])
        #expect(any.messages.contains("(\(ids[1])) signs is not known here"), "\(any.messages)")
        #expect(hosts.map(\.received.count) == [asked[0] + 2, asked[1] + 1])
        #expect(verifier.connectionCount == 0)
    }

    @Test func `DSEL-10 TXD-02 a request that cannot be read is in the history, however it ends`() throws {
        defer { stop() }
        let link = try request(["credentials": [query("pay")]], confirming: "urn:example:unknown")
        let lines = try history().count
        for (number, (words, answers, code)): (Int, ([String], [(String, String)], Int32)) in [
            ([], [(Self.look, "\u{03}")], 4), ([], [(Self.look, "n\n"), (Self.tell, "n\n")], 1),
            ([], [(Self.look, "n\n"), (Self.tell, "\u{03}")], 4), (["--dry-run"], [], 1),
        ].enumerated() {
            let ending = try present([link] + words, answers)
            #expect(ending.code == code, "\(answers): \(ending.messages)")
            let history = try history()
            #expect(history.count == lines + number + 1, "\(answers)")
            #expect(history.last?["event"] == "refused")
            #expect(history.last?["refusal"]?["code"] == "transaction_data_unknown_type")
        }
        #expect(try ada.run("present", link).code == 2, "there is nobody to ask")
        #expect(try history().last?["refusal"]?["code"] == "transaction_data_unknown_type")
        #expect(try history().count == lines + 5)
        #expect(verifier.connectionCount == 0, "nobody said that the verifier may be told")
        #expect(try present([link], [(Self.look, "n\n"), (Self.tell, "y\n")]).code == 1)
        #expect(verifier.connectionCount == 1)
        #expect(try history().last?["event"] == "declined")
        #expect(try history().count == lines + 6, "one line is enough")
    }

    @Test func `DSEL-10 DCQL-09 the person decides whether a verifier is told of too much work`() throws {
        defer { stop() }
        let link = try request(HardQuery.json(query))
        let untold = try present([link], [(Self.tell, "n\n")])
        #expect(untold.code == 1)
        #expect(untold.messages.contains("rule: DCQL-09 (too_much_work)"), "\(untold.messages)")
        #expect(verifier.connectionCount == 0)
        #expect(try history().last?["event"] == "refused")
        #expect(try history().last?["refusal"]?["code"] == "too_much_work")
        #expect(try present([link], [(Self.tell, "y\n")]).code == 1)
        #expect(verifier.connectionCount == 1)
        #expect(try history().last?["event"] == "declined")
    }
}
