import TestSupport

/// The sockets that a command asks the system for, as strace tells them.
enum Strace {
    static let path = "/usr/bin/strace"

    /// Whether strace is there and may look at other processes.
    static let isUsable: Bool = {
        guard let folder = try? TemporaryFolder(),
            let tried = try? CommandProcess(
                [path, "-o", folder.file("trace"), "/bin/true"], in: folder.path, environment: [:]
            ).ended()
        else { return false }
        return tried.code == 0
    }()

    /// Runs a command of ours and gives the calls of its processes that make or connect Internet sockets.
    static func internetCalls(
        of words: [String], in folder: TemporaryFolder, environment: [String: String]
    ) throws -> (ending: CommandProcess.Ending, calls: [String]) {
        let name = "trace-\(UInt32.random(in: 0...UInt32.max))"
        let command = ["\(CommandProcess.programs)/\(words.first ?? "")"] + words.dropFirst()
        let ending = try CommandProcess(
            [path, "-f", "-e", "trace=socket,connect", "-o", folder.file(name)] + command, in: folder.path,
            environment: environment
        ).ended()
        let trace = String(decoding: folder.bytes(of: name) ?? [], as: UTF8.self)
        return (ending, trace.split(separator: "\n").map(String.init).filter { $0.contains("AF_INET") })
    }
}
