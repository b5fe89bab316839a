import Certificates
import Files
import Glibc
import JSON
import TestSupport

/// A running `verifier serve` that trusts a test post; both are gone with the object.
final class MeasuredService {
    /// The port on 127.0.0.1.
    let port: UInt16
    /// The key of the backend.
    let apiKey: String
    /// Who issues, as of today.
    let post: TestPost

    /// Whether answers to it are encrypted.
    let isEncrypted: Bool

    private let folder: TemporaryFolder
    private let process: pid_t

    /// Makes the folder of a verifier and starts it.
    ///
    /// - Parameter mode: `direct_post.jwt`, in which answers are encrypted, or `direct_post`.
    init(mode: String) throws {
        isEncrypted = mode == "direct_post.jwt"
        let folder = try TemporaryFolder()
        post = try TestPost(at: Samples.time)
        let (verifier, directory) = ("\(Programs.folder)/verifier", folder.file("verifier"))
        try Programs.run(
            verifier, ["init", "--json", "--dir", directory, "--response-mode", mode],
            output: folder.file("init.json"))
        let made = try JSONValue(parsing: folder.bytes(of: "init.json") ?? [])
        guard let key = made["api_key"]?.string, let trust = made["trust"]?.string else {
            throw BenchError.broken(what: "'verifier init' names no key")
        }
        apiKey = key
        try folder.write(Array(PEM.text(of: [post.root]).utf8), to: "post.pem")
        try Programs.run(
            "\(Programs.folder)/wallet",
            [
                "--trust", trust, "--yes", "trust", "add", folder.file("post.pem"), "--id", "post", "--name", "Post",
                "--purpose", "postal-issuer", "--type", TestPost.type,
            ])
        process = try Programs.start(
            verifier, ["serve", "--dir", directory, "--listen", "127.0.0.1:0"], output: folder.file("log"))
        self.folder = folder
        guard let port = Self.port(in: folder) else {
            kill(process, SIGKILL)
            throw BenchError.broken(what: "'verifier serve' does not start")
        }
        self.port = port
    }

    deinit {
        kill(process, SIGTERM)
        _ = Programs.end(of: process)
    }

    /// The greatest amount of memory that the process had so far.
    func highestMemoryMiB() throws -> Double { try memory("VmHWM:") }

    /// The memory that the process has.
    func memoryMiB() throws -> Double { try memory("VmRSS:") }

    /// How much the database takes on the disk, with what stands beside it.
    var databaseMiB: Double {
        let bytes = ["", "-wal", "-shm"].reduce(0) { $0 + Machine.bytes(of: folder.file("verifier/verifier.db\($1)")) }
        return Double(bytes) / 1_048_576
    }

    private func memory(_ line: String) throws -> Double {
        let words = Machine.line(of: "/proc/\(process)/status", beginning: line)?.split(separator: " ")
        guard let kibibytes = words?.first.flatMap({ Double($0) }) else {
            throw BenchError.broken(what: "the system does not tell the memory of a process")
        }
        return kibibytes / 1_024
    }

    /// The port from the first line of the log, which comes within ten seconds.
    private static func port(in folder: TemporaryFolder) -> UInt16? {
        for _ in 0..<1_000 {
            let lines = (folder.bytes(of: "log") ?? []).split(separator: UInt8(ascii: "\n"))
            if let first = lines.first, let port = (try? JSONValue(parsing: Array(first)))?["port"]?.integer {
                return UInt16(exactly: port)
            }
            usleep(10_000)
        }
        return nil
    }
}
