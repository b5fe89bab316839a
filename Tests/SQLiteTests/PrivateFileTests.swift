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

    private func mode(of name: String) throws(SQLiteError) -> UInt32? {
        guard case .file(let mode, _) = try PrivateFile.kind(of: folder.file(name)) else { return nil }
        return mode
    }

    @Test func `SEC-34 a file that others may read is its owner's alone once it is open, and so are those beside it`()
        throws
    {
        let first = try Samples.database(folder)
        try first.insert(1, "one")
        for name in ["a.db", "a.db-wal", "a.db-shm"] { #expect(unsafe chmod(folder.file(name), 0o666) == 0) }
        let second = try Samples.database(folder, .open)
        try second.insert(2, "two")
        for name in ["a.db", "a.db-wal", "a.db-shm"] { #expect(try mode(of: name) == 0o600, "\(name)") }
        #expect(try first.names() == ["one", "two"])
    }

    @Test func `SEC-34 taking rights away leaves the locks of other connections in this process`() throws {
        let database = try Samples.database(folder)
        try database.insert(1, "one")
        let shared = unsafe open(folder.file("a.db-shm"), O_RDWR | O_CLOEXEC)
        defer { close(shared) }
        try database.write { (connection) throws(SQLiteError) in
            #expect(unsafe chmod(folder.file("a.db-shm"), 0o644) == 0)
            #expect(hasWriter(shared))
            try PrivateFile.makePrivate(database: path)
            let mode = try mode(of: "a.db-shm")
            #expect(mode == 0o600)
            #expect(hasWriter(shared))
        }
        #expect(!hasWriter(shared))
    }

    /// Whether someone holds the lock of a writer, as `F_OFD_GETLK` tells, which sees locks of this process too.
    private func hasWriter(_ descriptor: Int32) -> Bool {
        var lock = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 120, l_len: 1, l_pid: 0)
        return unsafe fcntl(descriptor, 36, &lock) == 0 && Int32(lock.l_type) != F_UNLCK
    }

    @Test func `SEC-34 the rights of a file that is read only, or not ours, stay as they are`() throws {
        _ = try Samples.database(folder)
        #expect(unsafe chmod(path, 0o644) == 0)
        _ = try Samples.database(folder, .readOnly)
        #expect(try mode(of: "a.db") == 0o644)
        let stranger = DatabaseSchema(applicationID: 7, steps: Samples.firstVersion.steps)
        for access in [DatabaseConfiguration.Access.open, .createNew] {
            let configuration = DatabaseConfiguration(access)
            #expect(throws: SQLiteError.self) { try Database(at: path, configuration, schema: stranger) }
        }
        #expect(try mode(of: "a.db") == 0o644)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `SEC-34 a file of someone else is refused when others may read it`() throws {
        _ = try Samples.database(folder)
        #expect(unsafe chmod(path, 0o640) == 0)
        #expect(unsafe chown(path, 65_534, 65_534) == 0)
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .othersFile)) { try Samples.database(folder, .open) }
        #expect(unsafe chmod(path, 0o600) == 0)
        #expect(throws: Never.self) { try Samples.database(folder, .open) }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `SEC-34 a file of someone else is looked at before SQLite opens it, and so is each beside it after`() throws {
        let file = folder.file("a.db-wal")
        try folder.write([], to: "a.db-wal")
        #expect(unsafe chown(file, 65_534, 65_534) == 0)
        #expect(unsafe chmod(file, 0o640) == 0)
        let refused = SQLiteError.cannotOpen(file: file, why: .othersFile)
        #expect(throws: refused) { try PrivateFile.requireOwn(file) }
        #expect(throws: refused) { try PrivateFile.makePrivate(database: path) }
        #expect(unsafe chmod(file, 0o600) == 0)
        try PrivateFile.requireOwn(file)
        try PrivateFile.makePrivate(database: path)
        #expect(throws: SQLiteError.cannotOpen(file: path, why: .missing)) { try PrivateFile.requireOwn(path) }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a folder away"))
    func `SEC-34 a folder of someone else is refused, whatever its rights`() throws {
        #expect(unsafe chown(folder.path, 65_534, 65_534) == 0)
        #expect(throws: SQLiteError.folderNotPrivate(folder: folder.path, mode: 0o700)) { try Samples.database(folder) }
        #expect(unsafe chown(folder.path, 0, 0) == 0)
        #expect(throws: Never.self) { try Samples.database(folder) }
    }

    @Test func `SEC-34 the rights of what is no file stay as they are`() throws {
        #expect(unsafe mkdir(folder.file("a.db-journal"), 0o755) == 0)
        #expect(unsafe chmod(folder.file("a.db-journal"), 0o755) == 0)
        try PrivateFile.makePrivate(database: path)
        var status = stat()
        #expect(unsafe stat(folder.file("a.db-journal"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o755)
    }

    @Test func `a name that stands for a folder is no database, and a folder that is missing is said to be`() throws {
        for name in ["", "x/", ".", "x/..", "\(folder.path)/", "\(folder.path)/.", "\(folder.path)/.."] {
            #expect(throws: SQLiteError.cannotOpen(file: name, why: .notAFile), "'\(name)'") {
                try PrivateFile.resolved(name)
            }
        }
        let missing = folder.file("nowhere")
        #expect(throws: SQLiteError.cannotOpen(file: missing, why: .missing)) { try PrivateFile.sync(folder: missing) }
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
