import Rules
import TestSupport
import Testing
import TokenStatusList
import Vault

@testable import WalletKit

@Suite struct KeptStatusListsTests {
    private let test: TestWallet
    private let kept: KeptStatusLists

    init() throws {
        test = try TestWallet()
        kept = KeptStatusLists(vault: test.wallet.vault)
    }

    private func list(_ text: String = "eyJh.eyJz.AA", at seconds: Int64 = 1000) -> FetchedStatusList {
        FetchedStatusList(body: Array(text.utf8), fetchedAt: UnixTime(seconds: seconds))
    }

    @Test func `TSL-46 a list is kept by its address, and replaced by the next`() {
        let long = "https://post.example/" + String(repeating: "a", count: 2000)
        #expect(kept.list(at: long) == nil)
        kept.keep(list(at: 1), at: long)
        kept.keep(list("o.t.h", at: 2), at: long)
        #expect(kept.list(at: long) == list("o.t.h", at: 2))
        #expect(kept.list(at: long + "b") == nil)
    }

    @Test func `TSL-11 TSL-46 a list in the CWT form, which is no text, is kept as it is`() {
        let list = FetchedStatusList(body: [0xD2, 0x84, 0xFF, 0x00], fetchedAt: UnixTime(seconds: 1))
        kept.keep(list, at: "https://post.example/1")
        #expect(kept.list(at: "https://post.example/1") == list)
    }

    @Test func `TSL-46 what is kept is bounded in number and size, the oldest fetch makes room`() throws {
        func address(_ number: Int) -> String { "https://post.example/\(number)" }
        for number in 0..<KeptStatusLists.limitLists { kept.keep(list(), at: address(number)) }
        kept.keep(list(at: 2000), at: address(0))
        kept.keep(list(), at: address(99))
        #expect(try test.wallet.vault.list(category: "status-list").count == KeptStatusLists.limitLists)
        #expect(kept.list(at: address(0)) == list(at: 2000), "it was fetched again, so it is not the oldest")
        #expect(kept.list(at: address(1)) == nil)
        #expect(kept.list(at: address(99)) != nil)
        let largest = "." + String(repeating: "a", count: KeptStatusLists.limitBytes - 1)
        kept.keep(list(largest), at: "large")
        kept.keep(list(largest + "a"), at: "too large")
        #expect(kept.list(at: "large") == list(largest))
        #expect(kept.list(at: "too large") == nil)
    }

    @Test func `SEC-33 neither the address nor the list can be read in the vault's files`() {
        kept.keep(list("canary-list"), at: "https://canary.example/1")
        for name in ["wallet.vault", "wallet.vault-wal"] {
            let text = String(decoding: test.folder.bytes(of: name) ?? [], as: Unicode.ASCII.self)
            #expect(!text.contains("canary"), "\(name)")
        }
    }

    @Test func `SDPRV-02 deleting a credential forgets the lists`() throws {
        let held = try test.wallet.add(try test.post.credential(), key: test.post.holder).credential
        kept.keep(list(), at: "https://post.example/1")
        try test.wallet.delete(held)
        #expect(kept.list(at: "https://post.example/1") == nil)
    }
}
