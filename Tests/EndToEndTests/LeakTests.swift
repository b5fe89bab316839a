import Bytes
import Glibc
import JSON
import TestSupport
import Testing

/// What wallet, issuer and verifier leave behind, in files, logs and messages.
@Suite struct LeakTests {
    private typealias Allowance = LeakSearch.Allowance

    /// Where secrets have to be.
    private static let allowed: [Allowance] =
        keyFiles.map {
            Allowance(canary: "key of \($0)", file: $0, reason: "the service works with it; only its owner may read it")
        }
        + ["nonce of a request", "state of a request", "id of a transaction"].map {
            Allowance(
                canary: $0, file: "verifier/verifier.db",
                reason: "the request is signed again for a wallet that asks again, also after a restart; "
                    + "with the first answer it is worth nothing")
        }
    private static let keyFiles = [
        "issuer/credentials.jwk", "issuer/status.jwk", "verifier/signing.jwk", "verifier/api.secret",
    ]

    /// Where secrets may be said.
    private static let shown = ["family_name", "given_name", "customer_id"].map {
        Allowance(canary: "claim \($0)", file: "wallet add, output", reason: "the person sees what she takes in")
    }

    @Test func `SEC-28 SEC-32 SEC-33 no secret is in any file, log or message, in any spelling`() throws {
        let folder = try TemporaryFolder()
        var business = try SecretBusiness(in: folder)
        try business.receive()
        try business.add()
        try business.redeemByHand()
        let transaction = try business.present()
        try business.presentOnOneDevice()
        try business.goAstray()
        let terminal = try PseudoTerminal()
        let waiting = try business.ada.begin(["present", try business.bank.ask().link], at: terminal)
        #expect(terminal.shown(upTo: "[y/N] ").hasSuffix("Present this? [y/N] "))

        var running = LeakSearch(["ada", "issuer", "verifier"], in: folder)
        for path in ["ada/data/carnet/wallet.vault", "issuer/issuer.db", "verifier/verifier.db"] {
            let found = Set(running.names).intersection([path, "\(path)-wal", "\(path)-shm"])
            #expect(found.count == 3, "nothing is proved about \(path) without its WAL and shared memory")
        }
        let processes = [waiting, business.post.service.process, business.bank.service.process]
        for process in processes { for path in process.visibleToOthers { running.add(path, Self.content(of: path)) } }
        for (name, text) in business.said { running.add(name, Array(text.utf8)) }
        #expect(running.complaints(business.canaries, allowed: Self.allowed + Self.shown) == [])

        #expect(try business.bank.result(of: transaction)["claims"]?["person"] != nil, "the claims were kept until now")
        for process in processes { process.send(SIGKILL) }
        var left = LeakSearch(["ada", "issuer", "verifier"], in: folder)
        for process in processes {
            let ending = try process.ended()
            left.add("log", Array(ending.output.utf8))
            left.add("messages", Array(ending.messages.utf8))
        }
        #expect(left.complaints(business.canaries, allowed: Self.allowed) == [])
        for file in Set(Self.allowed.map(\.file)) {
            var status = stat()
            #expect(unsafe stat(folder.file(file), &status) == 0 && status.st_mode & 0o077 == 0, "\(file)")
        }
        try expectFinds(business.canaries, plantedIn: folder)
    }

    /// Each spelling of each secret is found when it is planted into a copy of what the wallet left.
    private func expectFinds(_ canaries: [Canary], plantedIn folder: TemporaryFolder) throws {
        let clean = try #require(folder.bytes(of: "ada/data/carnet/wallet.vault"))
        for canary in canaries {
            #expect(canary.found(in: clean) == [])
            for spelling in canary.spellings {
                let planted = Array(clean[..<5_000]) + spelling.bytes + Array(clean[5_000..<9_000])
                #expect(canary.found(in: planted).contains(spelling.name), "\(canary.name) \(spelling.name)")
            }
        }
    }

    @Test(arguments: 0..<3)
    func `the search finds a secret that stands in the middle of base64, wherever it begins`(before: Int) {
        let canary = Canary("secret", Array("a secret of odd length!".utf8))
        for after in 0..<3 {
            let around = [UInt8](repeating: 0xA7, count: before) + Array("a secret of odd length!".utf8)
            let all = around + [UInt8](repeating: 0x5B, count: after)
            #expect(canary.found(in: Array(Base64.encode(all).utf8)).contains("base64 at \(before)"))
            #expect(canary.found(in: Array(Base64URL.encode(all).utf8)).contains("base64url at \(before)"))
        }
        #expect(canary.found(in: Array("another secret of odd length".utf8)) == [])
    }

    private static func content(of path: String) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var (content, piece) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = unsafe read(descriptor, &piece, piece.count)
            guard count > 0 else { return content }
            content += piece[..<count]
        }
    }
}
