import Files
import Terminal

/// Reads what a command is to check; a final line break, which editors add, is no part of it.
enum CheckInput {
    static func read(_ path: String) throws(FilesError) -> [UInt8] {
        var bytes = try Files.read(path == "-" ? "/dev/stdin" : path, limitBytes: 4 << 20)
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        return bytes
    }
}
