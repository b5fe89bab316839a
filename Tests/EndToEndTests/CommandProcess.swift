import Glibc
import Synchronization
import TestSupport

/// One of the built commands, running: in a session of its own, so that it has the terminal that the test gives, or none.
final class CommandProcess {
    /// How a command ended, and all that it wrote.
    struct Ending: Sendable {
        /// The exit code; nil when a signal ended it.
        let code: Int32?
        /// What it wrote to standard output.
        let output: String
        /// What it wrote to standard error.
        let messages: String
    }

    /// Why a test cannot go on with the command.
    enum Failure: Error {
        case notStarted(reason: String)
        /// It wrote nothing for a minute.
        case silent(output: String, messages: String)
        /// It ended before it wrote what was waited for.
        case ended(output: String, messages: String)
    }

    private let process: pid_t
    private let (output, messages): (Outlet, Outlet)
    private var exitStatus: Int32?

    /// Starts a command.
    ///
    /// - Parameters:
    ///   - words: its name, or the path of a copy of it, and its arguments.
    ///   - folder: where it works.
    ///   - environment: its variables, all of them.
    ///   - terminal: the terminal at which it asks; nil for none.
    init(
        _ words: [String], in folder: String, environment: [String: String], at terminal: PseudoTerminal? = nil
    ) throws {
        let name = words.first ?? ""
        let program = name.hasPrefix("/") ? name : "\(Self.programs)/\(name)"
        let words =
            ["env", "-i", "-C", folder] + environment.map { "\($0.key)=\($0.value)" } + [program]
            + words.dropFirst()
        (process, output, messages) = try Self.starting.withLock { _ in try Self.started(words, terminal) }
        output.closeWriting()
        messages.closeWriting()
    }

    /// A pipe is open for the children of other threads until it is marked, so one command is started at a time.
    private static let starting = Mutex(())

    private static func started(
        _ words: [String], _ terminal: PseudoTerminal?
    ) throws -> (process: pid_t, output: Outlet, messages: Outlet) {
        let (output, messages) = (try Outlet(), try Outlet())
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens becomes the terminal of the session.
        unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal?.path ?? "/dev/null", O_RDWR, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, messages.writing, 2)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // Threads of other tests may block signals, and who runs the tests ignore some; a child inherits both.
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | 0x80 /* POSIX_SPAWN_SETSID */)
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGINT] { unsafe sigaddset(&signals, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, "/usr/bin/env", &actions, &attributes, &arguments, environ)
        guard code == 0 else { throw Failure.notStarted(reason: unsafe String(cString: strerror(code))) }
        return (process, output, messages)
    }

    deinit {
        send(SIGKILL)
        _ = wait()
    }

    /// The files of the process under /proc that show what it was started with.
    var visibleToOthers: [String] { ["cmdline", "environ"].map { "/proc/\(process)/\($0)" } }

    /// Sends a signal, unless the process has been waited for.
    func send(_ signal: Int32) {
        if exitStatus == nil { kill(process, signal) }
    }

    /// Waits for a line of standard output that holds all these texts, after the one that was waited for before.
    func line(with texts: String...) throws -> String { try next(in: output, texts) }

    /// Waits for such a line of standard error.
    func message(with texts: String...) throws -> String { try next(in: messages, texts) }

    /// Waits for the end.
    func ended() throws -> Ending {
        while try readMore() {}
        let status = wait()
        return Ending(
            code: status & 0x7F == 0 ? status >> 8 & 0xFF : nil, output: output.text, messages: messages.text)
    }

    /// Waits until it waits for the lock of a file; false when it ends without.
    func waitsForLock() -> Bool {
        for _ in 0..<6_000 {
            if FileLock.isAwaited(by: process) { return true }
            var end = unsafe siginfo_t()
            let isAnswered = unsafe waitid(P_PID, id_t(process), &end, WEXITED | WNOHANG | WNOWAIT) == 0
            if isAnswered, unsafe end.si_signo == SIGCHLD { return false }
            usleep(10_000)
        }
        return false
    }

    private func next(in outlet: Outlet, _ texts: [String]) throws -> String {
        while true {
            if let line = outlet.nextLine(with: texts) { return line }
            guard try readMore() else { throw Failure.ended(output: output.text, messages: messages.text) }
        }
    }

    /// Waits until one of the outlets gives something; false when both are at their end.
    private func readMore() throws -> Bool {
        var watched = [output, messages].filter { !$0.isAtEnd }.map {
            pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0)
        }
        guard !watched.isEmpty else { return false }
        guard unsafe poll(&watched, nfds_t(watched.count), 60_000) > 0 else {
            throw Failure.silent(output: output.text, messages: messages.text)
        }
        for entry in watched where entry.revents != 0 {
            (entry.fd == output.reading ? output : messages).read()
        }
        return true
    }

    private func wait() -> Int32 {
        if let exitStatus { return exitStatus }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        exitStatus = status
        return status
    }

    /// The folder of the built commands, which is the one of the tests.
    static let programs: String = {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe max(readlink("/proc/self/exe", &path, path.count), 0)
        let program = String(decoding: path[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return String(program[..<(program.lastIndex(of: "/") ?? program.endIndex)])
    }()
}

/// A pipe whose one end a command writes to.
private final class Outlet {
    let (reading, writing): (Int32, Int32)
    private var bytes: [UInt8] = []
    private(set) var isAtEnd = false
    private var isWritingOpen = true
    private var seenLines = 0

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw CommandProcess.Failure.notStarted(reason: unsafe String(cString: strerror(errno)))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
        // Room for the whole log of a service, which is read only when a test wants to know it.
        _ = fcntl(reading, 1031 /* F_SETPIPE_SZ */, 1 << 20)
    }

    deinit {
        close(reading)
        closeWriting()
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The next line that holds all these texts; those before it are not looked at again.
    func nextLine(with texts: [String]) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        while seenLines < lines.count {
            let line = lines[seenLines]
            seenLines += 1
            if texts.allSatisfy({ line.contains($0) }) { return String(line) }
        }
        return nil
    }

    func closeWriting() {
        if isWritingOpen { close(writing) }
        isWritingOpen = false
    }

    func read() {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(reading, $0.baseAddress, $0.count) }
        if count > 0 { bytes += piece[..<count] } else { isAtEnd = true }
    }
}
