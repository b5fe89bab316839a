import Glibc

/// What the file system says of a file.
public struct FileFacts: Sendable {
    /// What changes when a file is written or replaced, or its rights or owner change, and stays when it is only read.
    public struct Version: Sendable, Hashable {
        let device: UInt64
        let inode: UInt64
        let bytes: Int64
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int
        /// Of the facts too: rights that were mended let a file be read that could not be.
        let changedSeconds: Int
        let changedNanoseconds: Int
    }

    /// Which content it has, without reading it.
    public let version: Version
    /// Whether others than the owner may read it; the group counts as others.
    public let isReadableForOthers: Bool
    /// Whether others than the owner may change it; the group counts as others.
    public let isWritableForOthers: Bool

    /// Looks at what a name leads to, links followed.
    ///
    /// - Throws: `notFound`, `refused`.
    public init(of path: String) throws(FilesError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw Files.failure("look at", path) }
        version = Version(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), bytes: Int64(status.st_size),
            modifiedSeconds: status.st_mtim.tv_sec, modifiedNanoseconds: status.st_mtim.tv_nsec,
            changedSeconds: status.st_ctim.tv_sec, changedNanoseconds: status.st_ctim.tv_nsec)
        isReadableForOthers = status.st_mode & 0o044 != 0
        isWritableForOthers = status.st_mode & 0o022 != 0
    }
}
