import Glibc

/// Starting a program.
enum ProgramSubjects {
    static let all = [
        Subject(
            name: "wallet-help-start", work: "start 'wallet --help' and wait for its end", limit: "10 ms",
            measure: measure)
    ]

    private static func measure() throws -> Measurement {
        let program = "\(Programs.folder)/wallet"
        let times = try (0..<101).map { _ in
            try ContinuousClock().measure { try Programs.run(program, ["--help"]) }.nanoseconds / 1e6
        }
        return Measurement(median(times), target: 10, unit: "ms")
    }
}

/// The programs that were built beside this one.
enum Programs {
    /// The folder that holds this program.
    static let folder: String = {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    }()

    /// Starts a program that writes to nobody and reads nothing.
    static func start(_ program: String, _ arguments: [String], output: String = "/dev/null") throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var child: pid_t = 0
        guard unsafe posix_spawn(&child, program, &actions, nil, &words, environ) == 0 else {
            throw BenchError.broken(what: "\(program) does not start; build it first")
        }
        return child
    }

    /// Waits for the end of a program.
    static func end(of child: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Runs a program to its end, which must be a good one.
    static func run(_ program: String, _ arguments: [String], output: String = "/dev/null") throws {
        guard end(of: try start(program, arguments, output: output)) == 0 else {
            throw BenchError.broken(what: "\(program) \(arguments.first ?? "") failed")
        }
    }
}
