import Glibc
import TestSupport
import Testing

@testable import SQLite

@Suite(.serialized) struct PrivateFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("a.db") }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [0o000, 0o022, 0o077] as [mode_t])
    func `SEC-34 the database, its WAL and its shared memory belong to the owner alone, whatever the umask`(
        mask: mode_t
    ) throws {
        let before = umask(mask)
        defer { umask(before) }
        let database = try Samples.database(folder)
        try database.insert(1, "one")
        for name in ["a.db", "a.db-wal", "a.db-shm"] {
            guard case .file(let mode, _) = try PrivateFile.kind(of: folder.file(name)) else {
                Issue.record("\(name) is missing")
                continue
            }
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func `SEC-34 a symbolic link is refused, and what it points to stays as it is`() throws {
        try folder.write([], to: "victim")
        #expect(unsafe symlink(folder.file("victim"), path) == 0)
        for access in [DatabaseConfiguration.Access.createNew, .openOrCreate, .open, .readOnly] {
            #expect(throws: SQLiteError.cannotOpen(file: path, why: .symbolicLink)) {
                try Samples.database(folder, access)
            }
        }
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .exists)) { try PrivateFile.create(path) }
        #expect(folder.bytes(of: "victim") == [])
    }

    @Test func `SEC-34 a link that points nowhere makes no file`() throws {
        #expect(unsafe symlink(folder.file("victim"), path) == 0)
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .symbolicLink)) { try Samples.database(folder) }
        #expect(folder.names == ["a.db"])
    }

    @Test(arguments: ["a.db-wal", "a.db-shm"])
    func `SEC-34 a link in the place of the WAL or the shared memory is not followed`(name: String) throws {
        try Samples.database(folder).insert(1, "one")
        try folder.write([], to: "victim")
        #expect(unsafe symlink(folder.file("victim"), folder.file(name)) == 0)
        #expect(throws: SQLiteError.self) { try Samples.database(folder).insert(2, "two") }
        #expect(folder.bytes(of: "victim") == [])
    }

    @Test func `SEC-34 a folder may be reached through a link`() throws {
        let link = "\(folder.path)-link"
        #expect(unsafe symlink(folder.path, link) == 0)
        defer { unsafe unlink(link) }
        let database = try Database(
            at: "\(link)/a.db", DatabaseConfiguration(.createNew), schema: Samples.firstVersion)
        #expect(database.file == path)
    }

    @Test(arguments: [0o720, 0o702, 0o777, 0o1777] as [mode_t])
    func `SEC-34 a folder that others may write to is refused`(mode: mode_t) throws {
        #expect(unsafe chmod(folder.path, mode) == 0)
        #expect(throws: SQLiteError.folderNotPrivate(folder: folder.path, mode: mode)) {
            try Samples.database(folder)
        }
        #expect(folder.names == [])
        var configuration = DatabaseConfiguration(.createNew)
        configuration.folder = .any
        #expect(throws: Never.self) { try Database(at: path, configuration, schema: Samples.firstVersion) }
    }

    @Test func `SEC-34 a folder that others may only read is accepted`() throws {
        #expect(unsafe chmod(folder.path, 0o755) == 0)
        #expect(throws: Never.self) { try Samples.database(folder) }
    }

    @Test func `what is no regular file is refused by its own name`() throws {
        #expect(unsafe mkdir(path, 0o700) == 0)
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .notAFile)) { try Samples.database(folder) }
        let missing = folder.file("nowhere/a.db")
        #expect(throws: SQLiteError.cannotOpen(file: missing, why: .folderMissing)) {
            try Database(at: missing, DatabaseConfiguration(.createNew), schema: Samples.firstVersion)
        }
        let absent = folder.file("b.db")
        #expect(throws: SQLiteError.cannotOpen(file: absent, why: .missing)) {
            try Database(at: absent, DatabaseConfiguration(.open), schema: Samples.firstVersion)
        }
    }

    @Test func `SEC-34 a name that looks like a URI is a name`() throws {
        let database = try Database(
            at: folder.file("file:x?mode=memory"), DatabaseConfiguration(.createNew), schema: Samples.firstVersion)
        try database.insert(1, "one")
        #expect(folder.names.contains("file:x?mode=memory"))
    }
}
