import Bytes
import Cryptography
import JOSE
import JSON
import TestSupport
import Testing

/// Everything that people do with secrets; each secret is remembered, and everything that a program said meanwhile.
struct SecretBusiness {
    let folder: TemporaryFolder
    let post: PostOffice
    let bank: Bank
    let ada: Person
    private(set) var canaries: [Canary] = []
    private(set) var said: [(name: String, text: String)] = []

    init(in folder: TemporaryFolder) throws {
        self.folder = folder
        post = try PostOffice(in: folder)
        bank = try Bank(in: folder, trusting: post)
        ada = try Person("ada", in: folder, passphrase: "canary passphrase 5f1c")
        try ada.trust(post, bank)
        remember("passphrase", ada.passphrase)
        try #require(ada.recoveryKey.count > 40)
        remember("recovery key", ada.recoveryKey)
        remember("API key", bank.apiKey)
        remember("API key without its mark", String(bank.apiKey.dropFirst(4)))
        for file in ["issuer/credentials.jwk", "issuer/status.jwk", "verifier/signing.jwk"] {
            let key = try JSONValue(parsing: folder.bytes(of: file) ?? [])
            remember("key of \(file)", try #require(key["d"]?.string))
        }
        canaries.append(Canary("key of verifier/api.secret", folder.bytes(of: "verifier/api.secret") ?? []))
        var claims = try JSONValue(parsing: try repositoryFile("examples/claims/identity.json")).object ?? [:]
        for name in ["family_name", "given_name", "customer_id"] {
            claims[name] = .string("canary-\(name)")
            remember("claim \(name)", "canary-\(name)")
        }
        try folder.write(JSONValue.object(claims).serialized(), to: "claims.json")
        let query: JSONValue = [
            "credentials": [
                [
                    "id": "person", "format": "dc+sd-jwt", "meta": ["vct_values": ["urn:carnet:postal:identity:1"]],
                    "claims": [["path": ["family_name"]], ["path": ["customer_id"]]],
                ]
            ]
        ]
        try folder.write(query.serialized(), to: "query.json")
    }

    /// An offer with a code, received at a terminal after a slip.
    mutating func receive() throws {
        let offer = try post.offer("--tx-code-digits", "32", claims: folder.file("claims.json"))
        remember("transaction code", offer.transactionCode)
        remember("pre-authorized code", try post.code(of: offer))
        let slip = String(offer.transactionCode.reversed())
        remember("mistyped transaction code", slip)
        let terminal = try PseudoTerminal()
        let receiving = try ada.begin(["--verbose", "receive", offer.link], at: terminal)
        #expect(terminal.answer("Contact it? [Y/n] ", "\n"))
        #expect(terminal.answer("Receive it? [Y/n] ", "\n"))
        #expect(terminal.answer("Transaction code: ", "\(slip)\n"))
        #expect(terminal.answer("Try again? [Y/n] ", "\n"))
        #expect(terminal.answer("Transaction code: ", "\(offer.transactionCode)\n"))
        try hear("wallet receive", receiving)
    }

    /// A credential that the operator signs for a key of the person, taken in from a file.
    mutating func add() throws {
        let holder = try SoftwareKey(generating: .p256, from: SystemRandom())
        canaries.append(Canary("holder key", holder.exportedSecret()))
        try folder.write(JSONValue.object(JWK.Private.json(of: holder)).serialized(), to: "holder.jwk")
        try folder.write(JSONValue.object(JWK(publicKey: holder.publicKey).json).serialized(), to: "holder-public.jwk")
        let signed = try post.run(
            "sign", "identity", folder.file("claims.json"), "--holder-key", folder.file("holder-public.jwk"), "--out",
            folder.file("credential.txt"))
        try #require(signed.code == 0, "\(signed.messages)")
        let credential = String(decoding: folder.bytes(of: "credential.txt") ?? [], as: UTF8.self)
        let signature = try #require(credential.split(separator: "~").first?.split(separator: ".").last)
        remember("signature of a credential", String(signature))
        let words = ["--verbose", "add", folder.file("credential.txt"), "--key", folder.file("holder.jwk")]
        try hear("wallet add", try ada.begin(words))
    }

    /// An offer that is redeemed by hand, up to a request that is refused: the token stays open.
    mutating func redeemByHand() throws {
        let offer = try post.offer(claims: folder.file("claims.json"))
        let code = try post.code(of: offer)
        remember("redeemed pre-authorized code", code)
        let text = try post.accessToken(for: code)
        remember("access token", text)
        let nonce = try JSONValue(parsing: try post.service.answer("POST", "/nonce", form: []).body)
        remember("c_nonce", try #require(nonce["c_nonce"]?.string))
        #expect(try post.service.ask("/credential", "{}", bearer: text).status == 400)
    }

    /// A presentation that is posted by hand, so that everything in it is known.
    mutating func present() throws -> Bank.Transaction {
        let transaction = try bank.ask(query: folder.file("query.json"))
        let request = try #require(transaction.link.lastOfItsAddress)
        let object = try bank.service.answer("GET", "/v1/requests/\(request)").text
        let payload = try JSONValue(parsing: try Base64URL.decode(String(object.split(separator: ".")[1])))
        remember("nonce of a request", try #require(payload["nonce"]?.string))
        remember("state of a request", try #require(payload["state"]?.string))
        remember("id of a transaction", transaction.id)
        let words = ["--yes", "--verbose", "present", transaction.link, "--out", folder.file("response.form")]
        try hear("wallet present --out", try ada.begin(words))
        let form = folder.bytes(of: "response.form") ?? []
        let text = String(decoding: form, as: UTF8.self)
        let proof = try #require(text.split(separator: "&").first?.split(separator: ".").last)
        remember("proof in a presentation", String(proof.prefix { $0 != "%" }))
        #expect(try bank.service.answer("POST", "/v1/responses/\(request)", form: form).status == 200)
        return transaction
    }

    /// A presentation on one device, whose result waits for the response code.
    mutating func presentOnOneDevice() throws {
        let transaction = try bank.ask(
            "--redirect-uri", "http://127.0.0.1:9/done", query: folder.file("query.json"))
        let presented = try ada.run("--yes", "--json", "present", transaction.link)
        let address = try #require(try JSONValue(parsing: presented.output)["redirect_uri"]?.string)
        remember("response code", try #require(address.split(separator: "=").last.map(String.init)))
        said.append(("wallet present, messages", presented.messages))
    }

    /// Secrets at the wrong place: in addresses, headers and bodies that are refused.
    mutating func goAstray() throws {
        for service in [post.service, bank.service] {
            let stray = "canary-astray-\(service.port)"
            remember("stray secret", stray)
            for path in ["/\(stray)", "/v1/transactions/\(stray)?response_code=\(stray)", "/offers/\(stray)"] {
                #expect(
                    try service.answer("GET", path, headers: ["Authorization: Bearer \(stray)"]).status >= 400)
            }
            for path in ["/token", "/credential", "/v1/responses/\(stray)", "/v1/transactions"] {
                #expect(try service.answer("POST", path, form: Array("vp_token=\(stray)".utf8)).status >= 400)
            }
        }
    }

    private mutating func remember(_ name: String, _ text: String) { canaries.append(Canary(name, text)) }

    private mutating func hear(_ name: String, _ process: CommandProcess) throws {
        let ending = try process.ended()
        #expect(ending.code == 0, "\(name): \(ending.messages)")
        said += [("\(name), output", ending.output), ("\(name), messages", ending.messages)]
    }
}
