import Glibc
import Rules

/// Reads and writes small files whole, with rights that keep secrets with their owner (SEC-34).
public enum Files {
    /// Who may read a file that is written.
    public enum Audience: Sendable {
        /// The owner alone: mode 0600.
        case owner
        /// Everyone: mode 0644.
        case everyone

        var mode: mode_t { self == .owner ? 0o600 : 0o644 }
    }

    /// What happens when the file is there already.
    public enum Existing: Sendable {
        /// The write is refused.
        case keep
        /// The new content takes its place at once; a reader sees the old or the new file, never a part.
        case replace
    }

    /// The ending of a file that is being written and has not got its name yet.
    public static let unfinished = ".part"

    /// Reads a whole file.
    ///
    /// - Throws: `notFound`, `tooLarge`, `refused`.
    public static func read(_ path: String, limitBytes: Int) throws(FilesError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure("read", path)
            }
            guard count > 0 else { return content }
            guard content.count + count <= limitBytes else { throw .tooLarge(path: path, limitBytes: limitBytes) }
            content.append(contentsOf: piece[..<count])
        }
    }

    /// Writes a whole file so that it is either there completely or not at all, also after a power cut.
    ///
    /// - Throws: `exists` when `existing` is `.keep` and something is there, `refused`.
    public static func write(
        _ bytes: [UInt8], to path: String, for audience: Audience, existing: Existing
    ) throws(FilesError) {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max))\(unfinished)"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, audience.mode)
        guard descriptor >= 0 else { throw failure("create", path) }
        do throws(FilesError) {
            try writeAll(bytes, to: descriptor, path)
            guard fchmod(descriptor, audience.mode) == 0, fsync(descriptor) == 0 else { throw failure("write", path) }
            close(descriptor)
        } catch {
            close(descriptor)
            unsafe unlink(temporary)
            throw error
        }
        let moved = existing == .keep ? moveToFreeName(temporary, path) : unsafe rename(temporary, path)
        guard moved == 0 else {
            let error = errno == EEXIST ? FilesError.exists(path: path) : failure("create", path)
            unsafe unlink(temporary)
            throw error
        }
        try synchronise(folder: parent(of: path))
    }

    /// Removes a file.
    ///
    /// - Throws: `notFound`, `refused`.
    public static func remove(_ path: String) throws(FilesError) {
        guard unsafe unlink(path) == 0 else { throw failure("remove", path) }
    }

    /// The names of the files in a folder, sorted; folders and hidden files are left out.
    ///
    /// - Throws: `notFound`, `refused`.
    public static func names(in folder: String) throws(FilesError) -> [String] {
        try entries(of: folder).filter { !isFolder("\(folder)/\($0)") }
    }

    /// The names of the folders in a folder, sorted; hidden ones are left out.
    ///
    /// - Throws: `notFound`, `refused`.
    public static func folders(in folder: String) throws(FilesError) -> [String] {
        try entries(of: folder).filter { isFolder("\(folder)/\($0)") }
    }

    private static func entries(of folder: String) throws(FilesError) -> [String] {
        guard let handle = unsafe opendir(folder) else { throw failure("open", folder) }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while true {
            // Only errno tells the end from an error; a list that was cut short must not pass for the whole.
            errno = 0
            guard let entry = unsafe readdir(handle) else {
                guard errno == 0 else { throw failure("list", folder) }
                return names.sorted()
            }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
    }

    /// Makes a folder, and those above it, where they are missing; new ones belong to the owner alone (0700) and are
    /// still there after a power cut.
    ///
    /// - Throws: `exists` when something else has that name, `refused`.
    public static func makeFolder(_ path: String) throws(FilesError) {
        guard !path.isEmpty, !isFolder(path) else { return }
        try makeFolder(parent(of: path))
        if unsafe mkdir(path, 0o700) != 0 {
            guard errno == EEXIST else { throw failure("create", path) }
            // Another process may have made it meanwhile; a file of that name is no folder.
            guard isFolder(path) else { throw .exists(path: path) }
        }
        try synchronise(folder: parent(of: path))
    }

    /// Whether a folder is there.
    public static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// The path of the program that runs, links resolved; nil where the system does not tell.
    public static var program: String? {
        let limit = Int(PATH_MAX)
        var buffer = [CChar](repeating: 0, count: limit)
        let count = unsafe readlink("/proc/self/exe", &buffer, limit)
        guard (1..<limit).contains(count) else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether anything is there.
    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FilesError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure("write", path)
            }
            written += count
        }
    }

    /// Gives a file a name that must be free; like `rename`, which takes a name over, it returns 0 or sets `errno`.
    private static func moveToFreeName(_ temporary: String, _ path: String) -> Int32 {
        // Swift's module for the C library shows nothing that is GNU's own.
        if let symbol = unsafe dlsym(nil, "renameat2") {
            let renameat2 = unsafe unsafeBitCast(
                symbol,
                to: (@convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32).self)
            let noReplace: UInt32 = 1
            let moved = unsafe renameat2(AT_FDCWD, temporary, AT_FDCWD, path, noReplace)
            // Some file systems know it not, others have no hard links.
            guard moved != 0, errno == EINVAL || errno == ENOSYS else { return moved }
        }
        let linked = unsafe link(temporary, path)
        if linked == 0 { unsafe unlink(temporary) }
        return linked
    }

    private static func synchronise(folder: String) throws(FilesError) {
        let descriptor = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("write", folder) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Where there is nothing of that name, `notFound`. A link to what is gone, or a file where a folder should be, is there:
    /// who takes what is missing for empty must not take these for it.
    static func failure(_ operation: String, _ path: String) -> FilesError {
        let number = errno
        guard number == ENOENT else {
            return .refused(operation: operation, path: path, reason: unsafe String(cString: strerror(number)))
        }
        guard isLink(path) else { return .notFound(path: path) }
        return .refused(operation: operation, path: path, reason: "it is a link to what is not there")
    }
}
