internal import Glibc

/// Files that nobody but their owner may read or write.
///
/// Source: SEC-34.
public enum PrivateFile {
    /// The rights of a new file: its owner may read and write.
    static let mode: mode_t = 0o600

    /// Makes an empty file with mode 0600, whatever the umask says, and makes its name durable.
    ///
    /// - Throws: `cannotOpen(exists)` when anything of this name is there, `cannotOpen`, `full`, `readOnly`.
    public static func create(_ path: String) throws(SQLiteError) {
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_RDWR, mode)
        guard descriptor >= 0 else { throw failure(errno, file: path) }
        defer { close(descriptor) }
        // The umask may have taken rights away; it cannot have added any.
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw failure(errno, file: path) }
        try sync(folder: folder(of: path))
    }

    /// Makes an empty file, unless another process has made it since we looked.
    static func createUnlessThere(_ path: String) throws(SQLiteError) {
        do throws(SQLiteError) { try create(path) } catch .cannotOpen(_, .exists) {
            guard case .file = try kind(of: path) else { throw .cannotOpen(file: path, why: .exists) }
        }
    }

    /// Refuses a file of someone else that others may read: what is written there would be theirs to read.
    ///
    /// - Throws: `cannotOpen(othersFile)`.
    static func requireOwn(_ path: String) throws(SQLiteError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw failure(errno, file: path) }
        guard status.st_uid == geteuid() || status.st_mode & 0o077 == 0
        else { throw .cannotOpen(file: path, why: .othersFile) }
    }

    /// Takes the rights of group and others away from a database and the files that SQLite has beside it.
    ///
    /// - Throws: `cannotOpen(othersFile)`, `cannotOpen`, `readOnly`.
    static func makePrivate(database path: String) throws(SQLiteError) {
        for suffix in ["", "-wal", "-shm", "-journal"] { try takeRightsOfOthers(path + suffix) }
    }

    private static func takeRightsOfOthers(_ path: String) throws(SQLiteError) {
        // A descriptor for reading would do harm: closing it takes away the locks that SQLite holds on the file in this
        // process. One of O_PATH does not; fchmod refuses it, chmod of its name in /proc does the same.
        let descriptor = unsafe open(path, __O_PATH | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno != ENOENT else { return }
            throw failure(errno, file: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno, file: path) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 else { return }
        guard status.st_uid == geteuid() else { throw .cannotOpen(file: path, why: .othersFile) }
        guard unsafe chmod("/proc/self/fd/\(descriptor)", status.st_mode & 0o700) == 0 else {
            throw errno == ENOENT ? .cannotOpen(file: path, why: .other) : failure(errno, file: path)
        }
    }

    /// Makes the names in a folder durable.
    static func sync(folder: String) throws(SQLiteError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno, file: folder) }
        defer { close(descriptor) }
        // A file system that cannot sync a folder says EINVAL; it then keeps names in order by itself, or not at all.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(errno, file: folder) }
    }

    /// The path with every link of its folder resolved, so that only the last name can still be one.
    ///
    /// - Throws: `cannotOpen(folderMissing)`, `cannotOpen(notAFile)`.
    public static func resolved(_ path: String) throws(SQLiteError) -> String {
        let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
        guard !name.isEmpty, name != ".", name != ".." else { throw .cannotOpen(file: path, why: .notAFile) }
        guard let buffer = unsafe realpath(folder(of: path), nil) else {
            throw .cannotOpen(file: path, why: errno == EACCES ? .forbidden : .folderMissing)
        }
        defer { unsafe free(buffer) }
        let folder = unsafe String(cString: buffer)
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    /// Refuses a folder in which others could put files of their own, such as a WAL for our database.
    ///
    /// - Throws: `folderNotPrivate`, `cannotOpen(folderMissing)`.
    public static func requirePrivateFolder(of path: String) throws(SQLiteError) {
        let folder = folder(of: path)
        var status = stat()
        guard unsafe stat(folder, &status) == 0 else { throw .cannotOpen(file: path, why: .folderMissing) }
        let isOurs = status.st_uid == geteuid() || status.st_uid == 0
        guard status.st_mode & 0o022 == 0, isOurs else {
            throw .folderNotPrivate(folder: folder, mode: status.st_mode & 0o7777)
        }
    }

    /// What a name stands for, links not followed.
    public enum Kind: Sendable, Equatable {
        /// Nothing of this name exists.
        case missing
        /// A regular file with its rights and its size.
        case file(mode: UInt32, bytes: Int64)
        /// A symbolic link.
        case symbolicLink
        /// A folder, a device, a socket.
        case other
    }

    /// Looks at a name without opening it.
    ///
    /// - Throws: `cannotOpen` when even looking is forbidden.
    public static func kind(of path: String) throws(SQLiteError) -> Kind {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            guard errno != ENOENT else { return .missing }
            throw failure(errno, file: path)
        }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file(mode: status.st_mode & 0o7777, bytes: Int64(status.st_size))
        case S_IFLNK: .symbolicLink
        default: .other
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Puts an error of the operating system into the words of this module.
    static func failure(_ code: Int32, file: String) -> SQLiteError {
        switch code {
        case ENOENT, ENOTDIR: .cannotOpen(file: file, why: .missing)
        case EEXIST: .cannotOpen(file: file, why: .exists)
        case ELOOP: .cannotOpen(file: file, why: .symbolicLink)
        case EISDIR: .cannotOpen(file: file, why: .notAFile)
        case EACCES, EPERM: .cannotOpen(file: file, why: .forbidden)
        case EMFILE, ENFILE: .cannotOpen(file: file, why: .tooManyFiles)
        case ENOSPC, EDQUOT, EFBIG: .full(file: file)
        case EROFS: .readOnly(file: file)
        default: .inputOutput(file: file, code: 0, systemError: code)
        }
    }
}
