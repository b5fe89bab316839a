internal import Glibc
internal import SQLite

/// Looks at a vault file before SQLite does, so that each kind of wrong file gets its own words.
enum VaultFile {
    private static let magic = Array("SQLite format 3\0".utf8)
    private static let headerBytes = 100

    /// Refuses what is no SQLite file, and a file that ends before its last page.
    static func require(_ path: String) throws(VaultError) {
        let kind = try VaultError.wrapping { () throws(SQLiteError) in
            try PrivateFile.kind(of: try PrivateFile.resolved(path))
        }
        // What is no regular file is refused by the database, which has the words for it.
        guard case .file(_, let size) = kind else { return }
        guard let header = start(of: path) else { return }
        guard header.starts(with: magic.prefix(header.count)), !header.isEmpty else { throw .notAVault(file: path) }
        guard header.count == headerBytes else { throw .cutOff(file: path, bytes: size, expected: 8_192) }
        var reader = LayoutReader(Array(header.dropFirst(magic.count)))
        let pageSize = reader.integer(UInt16.self).map { $0 == 1 ? 65_536 : Int64($0) } ?? 0
        _ = reader.raw(6)
        let changes = reader.integer(UInt32.self)
        let pages = Int64(reader.integer(UInt32.self) ?? 0)
        _ = reader.raw(headerBytes - 8 - 32)
        // The number of pages counts only while it belongs to the last change; and with a WAL the last pages may be there.
        guard changes == reader.integer(UInt32.self), !hasWAL(path), pageSize * pages > size else { return }
        throw .cutOff(file: path, bytes: size, expected: pageSize * pages)
    }

    private static func hasWAL(_ path: String) -> Bool {
        if case .file(_, let bytes) = try? PrivateFile.kind(of: path + "-wal") { bytes > 0 } else { false }
    }

    /// The first 100 bytes; nil when the file cannot be read, which the database then reports.
    private static func start(of path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: headerBytes)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        return count >= 0 ? Array(bytes.prefix(count)) : nil
    }
}
