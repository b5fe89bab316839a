internal import Glibc
internal import SQLite

/// Finds out why SQLite would not open a file, so that each kind of wrong file gets its own words.
///
/// Called after the failure only: closing a file that this process has open as a database elsewhere would drop the locks
/// of that database.
enum VaultFile {
    private static let magic = Array("SQLite format 3\0".utf8)
    private static let headerBytes = 100
    private static let smallestFile: Int64 = 8_192

    /// The error to throw in place of SQLite's.
    static func explained(_ error: SQLiteError, _ path: String) -> VaultError {
        switch error {
        case .foreignDatabase(let file, _): return .notAVault(file: file)
        case .notADatabase(let file), .corrupt(let file, _):
            let expected = expectedBytes(path)
            guard let expected, case .file(_, let bytes) = try? PrivateFile.kind(of: path), bytes < expected else {
                if case .notADatabase = error { return .notAVault(file: file) }
                return .sqlite(error)
            }
            return .cutOff(file: file, bytes: bytes, expected: expected)
        default: return .sqlite(error)
        }
    }

    /// Refuses a file that lost a part of its last page, which SQLite would read as zeros.
    static func requireWhole(_ database: Database) throws(VaultError) {
        let expected = try VaultError.wrapping { () throws(SQLiteError) in try database.pageBytes() }
        // In this order: a checkpoint of another process lengthens the file before it empties the WAL.
        if case .file(_, let waiting) = try? PrivateFile.kind(of: database.file + "-wal"), waiting > 0 { return }
        guard case .file(_, let bytes) = try? PrivateFile.kind(of: database.file), bytes < expected else { return }
        throw .cutOff(file: database.file, bytes: bytes, expected: expected)
    }

    /// How long the file should be by its own first page; nil when it is no SQLite file.
    private static func expectedBytes(_ path: String) -> Int64? {
        guard let header = start(of: path), !header.isEmpty, header.starts(with: magic.prefix(header.count)) else {
            return nil
        }
        guard header.count == headerBytes else { return smallestFile }
        var reader = LayoutReader(Array(header.dropFirst(magic.count)))
        let pageSize = reader.integer(UInt16.self).map { $0 == 1 ? 65_536 : Int64($0) } ?? 0
        _ = reader.raw(10)
        let pages = Int64(reader.integer(UInt32.self) ?? 0)
        return max(pageSize * pages, smallestFile)
    }

    /// The first 100 bytes; nil when the file cannot be read.
    private static func start(of path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: headerBytes)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        return count >= 0 ? Array(bytes.prefix(count)) : nil
    }
}
