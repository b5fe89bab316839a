import Files
import Glibc

/// What the numbers were measured on.
enum Machine {
    /// Processor, cores and load, in one line.
    static var description: String {
        let model = line(of: "/proc/cpuinfo", beginning: "model name") ?? "unknown processor"
        let load = text(of: "/proc/loadavg")?.split(separator: " ").first.map(String.init) ?? "unknown"
        return "\(model), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, load \(load)"
    }

    /// What stands behind the colon in the first line that begins so.
    static func line(of path: String, beginning: String) -> String? {
        text(of: path)?.split(separator: "\n").first { $0.hasPrefix(beginning) }?
            .split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " || $0 == "\t" }) }
    }

    /// The size of a file, 0 when there is none.
    static func bytes(of path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func text(of path: String) -> String? {
        (try? Files.read(path, limitBytes: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }
}
