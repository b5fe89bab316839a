import Glibc

/// A child process that is talked to line by line, with a deadline for every line.
final class ShimProcess {
    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private var unread: [UInt8] = []

    /// The longest line that is read.
    private static let limitBytes = 64 << 20

    /// Starts a command of the shell; its messages go where ours go.
    ///
    /// - Throws: `shimNotStarted`.
    init(command: String) throws(ConformanceError) {
        var (toChild, fromChild): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard unsafe pipe(&toChild) == 0, unsafe pipe(&fromChild) == 0 else {
            throw .shimNotStarted(reason: unsafe String(cString: strerror(errno)))
        }
        for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer {
            close(toChild[0])
            close(fromChild[1])
        }
        (input, output) = (toChild[1], fromChild[0])
        for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // A group of its own, so that what the shell starts ends with it.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("/bin/sh"), strdup("-c"), strdup(command), nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var child: pid_t = 0
        let code = unsafe posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, environ)
        guard code == 0 else {
            close(input)
            close(output)
            throw .shimNotStarted(reason: unsafe String(cString: strerror(code)))
        }
        process = child
    }

    deinit {
        close(input)
        close(output)
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// Sends a line and waits for the answer.
    ///
    /// - Throws: `NoAnswer` when the process ends, answers too late or too much.
    func exchange(_ line: [UInt8], seconds: Int64) throws(NoAnswer) -> [UInt8] {
        let deadline = Self.milliseconds() + seconds * 1000
        var rest = (line + [0x0A])[...]
        while true {
            if rest.isEmpty, let end = unread.firstIndex(of: 0x0A) {
                let answer = Array(unread[..<end])
                unread.removeFirst(end + 1)
                return answer
            }
            let left = deadline - Self.milliseconds()
            guard left > 0 else { throw NoAnswer(why: "the shim took longer than \(seconds) s") }
            var watched = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
            if !rest.isEmpty { watched.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
            guard unsafe poll(&watched, nfds_t(watched.count), Int32(clamping: left)) >= 0 || errno == EINTR else {
                throw NoAnswer(why: "the shim cannot be waited for")
            }
            if watched[0].revents != 0 { try receive() }
            if watched.count > 1, watched[1].revents != 0 { try send(&rest) }
        }
    }

    private func send(_ rest: inout ArraySlice<UInt8>) throws(NoAnswer) {
        let count = unsafe rest.withUnsafeBytes { unsafe write(input, $0.baseAddress, $0.count) }
        guard count >= 0 else {
            if errno == EAGAIN || errno == EINTR { return }
            throw NoAnswer(why: "the shim ended, or reads no more")
        }
        rest = rest.dropFirst(count)
    }

    private func receive() throws(NoAnswer) {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe piece.withUnsafeMutableBytes { unsafe read(output, $0.baseAddress, $0.count) }
        guard count >= 0 else {
            if errno == EAGAIN || errno == EINTR { return }
            throw NoAnswer(why: "the shim cannot be read from")
        }
        guard count > 0 else { throw NoAnswer(why: "the shim ended") }
        unread += piece[..<count]
        guard unread.count <= Self.limitBytes else { throw NoAnswer(why: "the shim answered too much") }
    }

    private static func milliseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
