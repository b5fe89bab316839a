import Cryptography
import Rules
import TestSupport
import Testing

@testable import SQLite
@testable import Vault

/// Accidents: flipped bits, torn writes, files copied in the middle of the work (F-01, F-03, F-05 in process).
@Suite struct DamageTests {
    private struct Content: Equatable {
        var values: [RecordID: [UInt8]] = [:]
        var names: [String: RecordID] = [:]
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `SEC-33 a flipped bit never crashes and never gives a wrong value`(part: UInt64) throws {
        let box = try VaultBox()
        let content = try fill(box.create(), records: 30)
        let key = try box.vaultKey()
        let whole = try #require(box.folder.bytes(of: box.name))
        var random = SeededGenerator(seed: part)
        var (reported, harmless) = (0, 0)
        for _ in 0..<60 {
            var damaged = whole
            let bit = Int.random(in: 0..<whole.count * 8, using: &random)
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            try replace(box, with: damaged)
            if try isReported(box, key, content, "seed \(part), bit \(bit)") { reported += 1 } else { harmless += 1 }
        }
        #expect(reported > 15, "\(reported) reported, \(harmless) harmless")
    }

    @Test(arguments: 0..<2 as Range<UInt64>)
    func `SEC-33 a block of zeros never crashes and never gives a wrong value`(part: UInt64) throws {
        let box = try VaultBox()
        let content = try fill(box.create(), records: 30)
        let key = try box.vaultKey()
        let whole = try #require(box.folder.bytes(of: box.name))
        var random = SeededGenerator(seed: 100 + part)
        for _ in 0..<30 {
            var damaged = whole
            let place = Int.random(in: 0..<whole.count / 512, using: &random) * 512
            for offset in 0..<512 { damaged[place + offset] = 0 }
            try replace(box, with: damaged)
            _ = try isReported(box, key, content, "seed \(part), place \(place)")
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `SEC-33 whatever a crash leaves of the WAL, the last commit it holds is there, whole`(part: UInt64) throws {
        let box = try VaultBox()
        let vault = try box.create()
        let key = try box.vaultKey()
        var random = SeededGenerator(seed: 200 + part)
        var content = try fill(vault, records: 5)
        try vault.database.checkpoint()
        try vault.database.withWriter { (connection) throws(SQLiteError) in
            try connection.execute("PRAGMA wal_autocheckpoint=0")
        }
        let file = try #require(box.folder.bytes(of: box.name))
        var commits: [(bytes: Int, content: Content)] = [(0, content)]
        for step in 0..<15 {
            content = try changed(content, vault, step, &random)
            commits.append((try #require(box.folder.bytes(of: "\(box.name)-wal")).count, content))
        }
        let wal = try #require(box.folder.bytes(of: "\(box.name)-wal"))
        #expect(box.folder.bytes(of: box.name) == file, "no checkpoint came in between")
        for round in 0..<25 {
            let length = Int.random(in: 0...wal.count, using: &random)
            var left = Array(wal.prefix(length))
            // Behind the last sync anything may be on the disk.
            if round % 2 == 0 { left += random.bytes(Int.random(in: 0...10_000, using: &random)) }
            let crashed = try VaultBox()
            try crashed.folder.write(file, to: crashed.name)
            try crashed.folder.write(left, to: "\(crashed.name)-wal")
            let expected = try #require(commits.last { $0.bytes <= length }).content
            let reopened = try crashed.open(key)
            #expect(reopened.changesOutside == [])
            #expect(try read(reopened, expected) == expected, "seed \(part), \(length) bytes of the WAL")
            #expect(try reopened.doctor().isSound)
        }
    }

    @Test func `SEC-33 whatever a crash leaves of a checkpoint, everything is there`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        let key = try box.vaultKey()
        var random = SeededGenerator(seed: 300)
        var content = try fill(vault, records: 5)
        try vault.database.checkpoint()
        let before = try #require(box.folder.bytes(of: box.name))
        for step in 0..<6 { content = try changed(content, vault, step, &random) }
        let wal = try #require(box.folder.bytes(of: "\(box.name)-wal"))
        try vault.database.checkpoint()
        let after = try #require(box.folder.bytes(of: box.name))
        for round in 0..<25 {
            // Pages reach the disk in any order; the file may have grown already or not yet.
            var mixed = Bool.random(using: &random) ? after : Array(after.prefix(before.count))
            for page in 0..<mixed.count / 8_192 where Bool.random(using: &random) {
                let place = page * 8_192..<(page + 1) * 8_192
                let old = place.upperBound <= before.count ? Array(before[place]) : [UInt8](repeating: 0, count: 8_192)
                mixed.replaceSubrange(place, with: old)
            }
            let crashed = try VaultBox()
            try crashed.folder.write(mixed, to: crashed.name)
            try crashed.folder.write(wal, to: "\(crashed.name)-wal")
            let reopened = try crashed.open(key)
            #expect(reopened.changesOutside == [])
            #expect(try read(reopened, content) == content, "round \(round)")
            #expect(try reopened.doctor().isSound)
        }
    }

    @Test func `SEC-33 files copied in the middle of a transaction hold the state before it`() throws {
        let box = try VaultBox()
        let vault = try box.create()
        let key = try box.vaultKey()
        let content = try fill(vault, records: 5)
        let copy = try VaultBox()
        try vault.transaction { (transaction) throws(VaultError) in
            for number in 0..<50 {
                try transaction.insert(
                    category: "credential", name: "new \(number)", value: [UInt8](repeating: 1, count: 100_000))
            }
            for suffix in ["", "-wal"] {
                let bytes = box.folder.bytes(of: box.name + suffix) ?? []
                #expect(throws: Never.self) { try copy.folder.write(bytes, to: copy.name + suffix) }
            }
        }
        let reopened = try copy.open(key)
        #expect(reopened.changesOutside == [])
        #expect(try read(reopened, content) == content)
        #expect(try reopened.doctor().isSound)
        #expect(try vault.counts()["credential"] == 55)
    }

    /// Opens the damaged file and asks for everything.
    ///
    /// - Returns: whether any error or finding told of the damage; if none did, everything was as before.
    private func isReported(
        _ box: VaultBox, _ key: borrowing SecretBytes, _ content: Content, _ place: String
    ) throws -> Bool {
        let vault: CredentialVault
        do throws(VaultError) { vault = try box.open(key) } catch { return true }
        var isReported = !vault.changesOutside.isEmpty
        for (id, value) in content.values {
            do throws(VaultError) {
                let found = try vault.read(id).value
                #expect(found == value, "\(place): a wrong value")
            } catch { isReported = true }
        }
        for (name, id) in content.names {
            do throws(VaultError) {
                let found = try vault.read(category: "credential", name: name)?.id
                if found == nil { #expect(isReported, "\(place): silence about a missing name") }
                if let found { #expect(found == id, "\(place): a wrong record") }
            } catch { isReported = true }
        }
        do throws(VaultError) {
            let listed = try vault.list(category: "credential").map(\.id)
            if !isReported { #expect(Set(listed) == Set(content.values.keys), "\(place): a short list") }
            let tagged = try vault.find(category: "credential", tag: RecordTag("parity", "0")).count
            if !isReported { #expect(tagged == content.values.count / 2, "\(place): a short search") }
        } catch { isReported = true }
        let log = try? vault.doctor()
        if isReported { #expect(log?.isSound != true, "\(place): doctor is silent") }
        return isReported || log?.isSound != true
    }

    private func fill(_ vault: CredentialVault, records: Int) throws(VaultError) -> Content {
        try vault.transaction { (transaction) throws(VaultError) in
            var content = Content()
            for number in 0..<records {
                let (name, value) = ("record \(number)", [UInt8](repeating: UInt8(number), count: number * 100))
                let id = try transaction.insert(
                    category: "credential", name: name, tags: [RecordTag("parity", "\(number % 2)")], value: value)
                content.values[id] = value
                content.names[name] = id
            }
            return content
        }
    }

    private func changed(
        _ content: Content, _ vault: CredentialVault, _ step: Int, _ random: inout SeededGenerator
    ) throws(VaultError) -> Content {
        var content = content
        let value = random.bytes(Int.random(in: 0...9_000, using: &random))
        let victim = content.names.sorted { $0.key < $1.key }.randomElement(using: &random)
        switch (Int.random(in: 0..<3, using: &random), victim) {
        case (0, let victim?):
            try vault.update(victim.value, value: value, expecting: nil)
            content.values[victim.value] = value
        case (1, let victim?):
            try vault.delete(victim.value)
            content.values[victim.value] = nil
            content.names[victim.key] = nil
        default:
            let id = try vault.insert(category: "credential", name: "step \(step)", value: value)
            content.values[id] = value
            content.names["step \(step)"] = id
        }
        return content
    }

    private func read(_ vault: CredentialVault, _ expected: Content) throws(VaultError) -> Content {
        var content = Content()
        for summary in try vault.list(category: "credential") {
            content.values[summary.id] = try vault.read(summary.id).value
            content.names[summary.name] = summary.id
        }
        return content
    }

    private func replace(_ box: VaultBox, with bytes: [UInt8]) throws {
        for name in ["\(box.name)-wal", "\(box.name)-shm", "epochs"] { box.folder.remove(name) }
        try box.folder.write(bytes, to: box.name)
    }
}
