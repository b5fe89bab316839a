import Cryptography
import SQLite
import TestSupport
import Vault

/// The encrypted vault beside what its encryption and its durability cost without it.
enum VaultSubjects {
    static let all = [
        Subject(
            name: "vault-open", work: "open a vault of 200 records with a passphrase",
            limit: "Argon2id alone, same parameters", measure: opening),
        Subject(
            name: "vault-insert", work: "store a record of 2 KB, on the disk when done",
            limit: "the same bytes in a plain SQLite table, same durability", measure: inserting),
        Subject(
            name: "vault-fetch", work: "find and read a record of 2 KB among 200 by its name",
            limit: "the same from a plain SQLite table with an index", measure: fetching),
    ]

    private static let value = [UInt8](repeating: 0x61, count: 2_000)
    private static let count = 200

    private static func passphrase() throws -> SecretBytes {
        var bytes = Array("correct horse battery staple".utf8)
        return try SecretBytes(wiping: &bytes)
    }

    private static func newVault(
        in folder: TemporaryFolder, _ cost: Argon2id.Parameters
    ) throws -> CredentialVault {
        let vault = try CredentialVault(
            creating: folder.file("vault"), with: .passphrase(try passphrase()),
            VaultConfiguration(epochs: nil, passphraseCost: cost))
        try vault.transaction { (transaction) throws(VaultError) in
            for number in 0..<count {
                try transaction.insert(category: "credential", name: "c\(number)", value: value)
            }
        }
        return vault
    }

    private static func opening() throws -> Measurement {
        let folder = try TemporaryFolder()
        do { _ = try newVault(in: folder, .moderate) }
        let salt = SystemRandom().bytes(Argon2id.saltCount)
        let turns = try Turns(
            rounds: 5, batch: .zero,
            ours: {
                let vault = try CredentialVault(
                    opening: folder.file("vault"), with: .passphrase(try passphrase()), VaultConfiguration(epochs: nil))
                guard try vault.counts()["credential"] == count else {
                    throw BenchError.broken(what: "the vault has lost records")
                }
            },
            limit: { _ = try Argon2id.key(from: try passphrase(), salt: salt, parameters: .moderate) })
        return Measurement(turns, unit: .milliseconds)
    }

    private static func inserting() throws -> Measurement {
        let folder = try TemporaryFolder()
        let vault = try newVault(in: folder, .smallest)
        let plain = try PlainTable(folder.file("plain"))
        var number = count
        return Measurement(
            try Turns(
                rounds: 31, batch: .milliseconds(20),
                ours: {
                    number += 1
                    try vault.insert(category: "credential", name: "c\(number)", value: value)
                },
                limit: {
                    number += 1
                    try plain.insert("c\(number)", value)
                }))
    }

    private static func fetching() throws -> Measurement {
        let folder = try TemporaryFolder()
        let vault = try newVault(in: folder, .smallest)
        let plain = try PlainTable(folder.file("plain"))
        for number in 0..<count { try plain.insert("c\(number)", value) }
        var number = 0
        return Measurement(
            try Turns(
                ours: {
                    number = (number + 7) % count
                    guard try vault.read(category: "credential", name: "c\(number)")?.value == value else {
                        throw BenchError.broken(what: "the vault gives another record")
                    }
                },
                limit: {
                    number = (number + 7) % count
                    guard try plain.value("c\(number)") == value else {
                        throw BenchError.broken(what: "the table gives another row")
                    }
                }))
    }
}
