import Glibc

extension Files {
    /// Does something that no other process, and no other thread, does at the same time under the same lock.
    ///
    /// The lock is an empty file of its own that stays: a file that is replaced cannot be locked. Whoever holds it and dies
    /// gives it up.
    ///
    /// - Parameters:
    ///   - path: the file of the lock; it is made where it is missing.
    ///   - failure: makes the caller's error of one of this module.
    ///   - body: what is done meanwhile; it must not ask for the same lock.
    /// - Throws: `notFound` for a folder that is not there, `refused`; what `body` throws.
    public static func locking<Result, Failure: Error>(
        _ path: String, failure: (FilesError) -> Failure, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(path, flags, Audience.owner.mode)
        guard descriptor >= 0 else { throw failure(Self.failure("open", path)) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure(Self.failure("lock", path)) }
        }
        return try body()
    }
}
