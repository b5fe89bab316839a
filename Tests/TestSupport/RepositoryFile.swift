import FoundationEssentials

/// The absolute path of a file of the repository, such as `vectors/dcql/match.json`, wherever the tests are run from.
public func repositoryPath(_ path: String) -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return root.appending(path: path).path()
}

/// The bytes of a file of the repository.
public func repositoryFile(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: repositoryPath(path))))
}
