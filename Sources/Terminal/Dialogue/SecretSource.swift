internal import Glibc

/// Where a secret comes from; never from an argument or the environment, which others can read (SEC-34).
public enum SecretSource: Sendable, Hashable {
    /// The person types it unseen.
    case prompt
    /// The first line of a file.
    case file(String)
    /// The first line of what a descriptor that the caller opened gives.
    case descriptor(Int32)
}

extension SecretSource {
    /// Reads a file or a descriptor; `prompt` is the console's business.
    ///
    /// - Throws: `secretUnreadable`, `secretEmpty`, `answerTooLong`, `noMemoryForSecret`.
    static func read(file path: String, question: String, limitBytes: Int) throws(TerminalError) -> TypedSecret {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw .secretUnreadable(source: path, reason: unsafe String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        return try read(descriptor, source: path, question: question, limitBytes: limitBytes)
    }

    /// Reads the first line, and refuses one that is empty or longer than the limit.
    static func read(
        _ descriptor: Int32, source: String, question: String, limitBytes: Int
    ) throws(TerminalError) -> TypedSecret {
        // Two bytes for the line break, one to see that the line is longer.
        var secret = try TypedSecret(capacity: limitBytes + 3)
        let isEnd = try secret.fill(from: descriptor, source: source)
        let isWhole = secret.keepFirstLine() || isEnd
        guard isWhole, secret.count <= limitBytes else {
            throw .answerTooLong(question: question, limitBytes: limitBytes)
        }
        guard secret.count > 0 else { throw .secretEmpty(source: source) }
        return secret
    }

    /// Whether others than the owner may read the file; a pipe has no such rights.
    static func isReadableByOthers(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return status.st_mode & 0o077 != 0
    }
}
