import Glibc
import TestSupport

/// Runs one of the built commands as a process.
struct CommandLineRun {
    /// Its exit code.
    let code: Int32
    /// What it wrote to standard output.
    let output: String
    /// What it wrote to standard error.
    let messages: String

    /// Runs a command line in a folder; its first word names the command.
    init(_ line: String, in folder: TemporaryFolder) {
        let programs = repositoryPath(".build/debug")
        let state =
            "XDG_DATA_HOME=\(folder.path)/data XDG_CONFIG_HOME=\(folder.path)/config XDG_STATE_HOME=\(folder.path)/state"
        let status = unsafe system(
            "cd '\(folder.path)' && PATH='\(programs)':$PATH \(state) \(line) >out.txt 2>err.txt </dev/null")
        code = (status >> 8) & 0xFF
        output = String(decoding: folder.bytes(of: "out.txt") ?? [], as: UTF8.self)
        messages = String(decoding: folder.bytes(of: "err.txt") ?? [], as: UTF8.self)
    }
}
