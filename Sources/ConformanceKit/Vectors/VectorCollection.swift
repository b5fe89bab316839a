import Files
import Rules

/// Vector files that were read together: no two of their tests have the same id.
public struct VectorCollection: Sendable {
    /// The files in the order of their paths.
    public let files: [VectorFile]

    /// Folders whose files came from elsewhere and keep the shape that they have there.
    private static let foreignFolders: Set<String> = ["rfc", "wycheproof"]
    private static let schemaName = "schema.json"
    private static let limitBytes = 64 << 20

    /// Reads files, and all vector files below folders.
    ///
    /// - Throws: `files`, and what `VectorFile` throws.
    public init(reading paths: [String]) throws(ConformanceError) {
        var names: [String] = []
        for path in paths { names += try Files.isFolder(path) ? Self.vectorFiles(below: path) : [path] }
        var files: [VectorFile] = []
        for name in names {
            let bytes: [UInt8]
            do { bytes = try Files.read(name, limitBytes: Self.limitBytes) } catch { throw .files(error) }
            files.append(try VectorFile(parsing: bytes, path: name))
        }
        try self.init(files)
    }

    /// Puts files together.
    ///
    /// - Throws: `repeatedID`.
    public init(_ files: [VectorFile]) throws(ConformanceError) {
        var owners: [String: String] = [:]
        for file in files {
            for test in file.cases {
                if let other = owners.updateValue(file.path, forKey: test.id) {
                    throw .repeatedID(id: test.id, file: file.path, other: other)
                }
            }
        }
        self.files = files
    }

    /// All tests.
    public var cases: [VectorCase] { files.flatMap(\.cases) }

    /// The tests of a suite, or of all, whose rules match a pattern, if there is one.
    public func cases(suite: String?, rule: RulePattern?) -> [VectorCase] {
        cases.filter { test in
            (suite ?? test.suite) == test.suite
                && (rule.map { rule in test.rules.contains(where: rule.matches) } ?? true)
        }
    }

    private static func vectorFiles(below folder: String) throws(ConformanceError) -> [String] {
        let (names, folders): ([String], [String])
        do { (names, folders) = (try Files.names(in: folder), try Files.folders(in: folder)) } catch {
            throw .files(error)
        }
        var files = names.filter { $0.hasSuffix(".json") && $0 != schemaName }.map { "\(folder)/\($0)" }
        for name in folders where !foreignFolders.contains(name) {
            files += try vectorFiles(below: "\(folder)/\(name)")
        }
        return files
    }
}
