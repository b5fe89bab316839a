import FoundationEssentials
import Glibc

/// A folder with mode 0700 that is gone with the object.
public final class TemporaryFolder: Sendable {
    /// Its absolute path.
    public let path: String

    /// Makes the folder.
    public init() throws {
        // Resolved, so that paths in errors can be compared.
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path()
        let template = "\(parent.hasSuffix("/") ? parent : parent + "/")carnet-test-XXXXXX"
        var name = Array(template.utf8CString)
        let made = unsafe name.withUnsafeMutableBufferPointer { name in
            guard let base = name.baseAddress else { return false }
            return unsafe mkdtemp(base) != nil
        }
        guard made else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The whole content of a file; nil when there is none.
    public func bytes(of name: String) -> [UInt8]? { FileManager.default.contents(atPath: file(name)).map(Array.init) }

    /// Writes a file that belongs to its owner alone.
    public func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: file(name)))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file(name))
    }

    /// Copies a file that exists.
    public func copy(_ name: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: file(name), toPath: file(other))
    }

    /// The paths of everything below the folder.
    public var paths: [String] { ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted() }

    /// The names of all files.
    public var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

extension TemporaryFolder {
    /// The names of the files in which such bytes stand.
    public func files(with bytes: [UInt8]) -> [String] {
        names.filter { self.bytes(of: $0)?.firstRange(of: bytes) != nil }
    }

    /// Removes a file if it is there.
    public func remove(_ name: String) { try? FileManager.default.removeItem(atPath: file(name)) }
}
