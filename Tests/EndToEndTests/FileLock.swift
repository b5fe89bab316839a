import Glibc
import TestSupport

/// A lock that a test holds on a file, as another command would.
final class FileLock {
    private let descriptor: Int32

    /// Takes the lock of a file that is there.
    init(_ path: String) throws {
        descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            throw CommandProcess.Failure.notStarted(reason: "\(path) cannot be locked")
        }
    }

    /// Gives it up.
    func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }

    /// Whether the system tells who waits for a lock.
    static var canBeSeen: Bool { unsafe access("/proc/locks", R_OK) == 0 }

    /// Whether a process waits for a lock of a file at present.
    static func isAwaited(by process: pid_t) -> Bool {
        let descriptor = unsafe open("/proc/locks", O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var (text, piece) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            text += piece[..<count]
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.contains("->") && words.contains("FLOCK") && words.contains("\(process)")
        }
    }
}
